import type { ExportFormat } from '../../../shared/contract/exports';
import type { Run } from '../../../shared/domain/run';
import { m } from '../../i18n';
import { engine } from '../../state/engine.svelte';
import { attempt } from '../../state/failures';
import { toasts } from '../../state/toasts.svelte';
import { downloadBytes } from '../../ui/download';

/** Writes a model where the person says in the desktop app; a browser downloads it as one zip file. */
export async function saveModel(run: Run, format: ExportFormat): Promise<void> {
  await attempt(async () => {
    const { unroll } = window;
    if (unroll === undefined) {
      const { name, bytes } = await engine.client.exports.download({ run: run.id, format });
      downloadBytes(name, bytes);
      return;
    }
    const outDir = await unroll.pickFolder(m.models_pick_folder());
    if (outDir === null) return;
    const { files, card } = await engine.client.exports.create({ run: run.id, format, outDir });
    toasts.show(m.models_saved({ count: files.length, folder: outDir }), 'good', {
      label: m.models_reveal(),
      run: () => unroll.reveal(card),
    });
  });
}

/** Bytes of the weights as 32-bit numbers, which is what either format mostly is. */
export function modelBytes(run: Run): number {
  return 4 * run.parameters;
}
