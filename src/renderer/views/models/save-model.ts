import type { UnrollBridge } from '../../../shared/bridge';
import type { ExportFormat, ExportProof } from '../../../shared/contract/exports';
import type { Run } from '../../../shared/domain/run';
import { m } from '../../i18n';
import { attempt } from '../../state/failures';
import { language } from '../../language.svelte';
import { toasts } from '../../state/toasts.svelte';
import { downloadBytes } from '../../ui/download';
import { engine } from '../../state/lab';

/**
 * Writes a model where the person says in the desktop app; a browser downloads it as one zip file.
 *
 * @returns its proof; undefined when it failed, null when there is none or nobody wanted it
 */
export async function saveModel(
  run: Run,
  format: ExportFormat,
  frontEnd: boolean,
): Promise<ExportProof | null | undefined> {
  return attempt(async () => {
    const { unroll } = window;
    if (unroll === undefined) {
      const { name, bytes, proof } = await engine.client.exports.download({
        run: run.id,
        format,
        frontEnd,
        language: language.locale,
      });
      downloadBytes(name, bytes);
      return proof;
    }
    if (format === 'unroll') return saveBundle(run, unroll);
    const outDir = await unroll.pickFolder(m.models_pick_folder());
    if (outDir === null) return null;
    const choices = { run: run.id, format, outDir, frontEnd, language: language.locale };
    const { files, card, proof } = await engine.client.exports.create(choices);
    toasts.show(m.models_saved({ count: files.length, folder: outDir }), 'good', {
      label: m.models_reveal(),
      run: () => unroll.reveal(card),
    });
    return proof;
  });
}

async function saveBundle(run: Run, unroll: UnrollBridge): Promise<ExportProof | null> {
  const file = await unroll.saveFile(`${run.id}.unroll`);
  if (file === null) return null;
  const outDir = file.endsWith('.unroll') ? file : `${file}.unroll`;
  // The system's dialog has asked.
  const { proof } = await engine.client.exports.create({
    run: run.id,
    format: 'unroll',
    outDir,
    replace: true,
  });
  toasts.show(m.models_file_saved({ file: outDir }), 'good', {
    label: m.models_reveal(),
    run: () => unroll.reveal(outDir),
  });
  return proof;
}

/** Prints a run's report; only in the desktop app. */
export async function saveReportPdf(run: Run): Promise<void> {
  await attempt(async () => {
    const { unroll } = window;
    if (unroll === undefined) return;
    const { html } = await engine.client.exports.report({ run: run.id, language: language.locale });
    const file = await unroll.savePdf(html, `${run.id}.pdf`);
    if (file === null) return;
    toasts.show(m.models_pdf_saved({ file }), 'good', {
      label: m.models_reveal(),
      run: () => unroll.reveal(file),
    });
  });
}
