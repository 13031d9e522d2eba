import { m } from '../../i18n';
import { attempt } from '../../state/failures';
import { toasts } from '../../state/toasts.svelte';
import { downloadBytes } from '../../ui/download';
import { engine } from '../../state/lab';

/** Saves every number of a trace: where the person says in the desktop app, as a download in a browser. */
export async function saveTrace(run: string, example: number): Promise<void> {
  await attempt(async () => {
    if (window.unroll !== undefined) {
      const file = await window.unroll.saveFile(`trace-${example + 1}.npz`);
      if (file === null) return;
      await engine.client.inspection.save({ run, example, file });
      toasts.show(m.look_saved({ file }), 'good');
      return;
    }
    const download = await engine.client.inspection.download({ run, example, format: 'npz' });
    downloadBytes(download.name, download.bytes);
  });
}
