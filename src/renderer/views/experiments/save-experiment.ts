import type { ExperimentReport } from '../../../shared/domain/experiment';
import { jsonOf } from '../../../shared/domain/measured';
import { experimentTable, toCsv } from '../../../shared/figures/experiment-table';
import { drawFigure } from '../../charts/draw-figure';
import { downloadBytes } from '../../ui/download';

export const savedFormats = ['png', 'svg', 'csv', 'json'] as const;
export type SavedFormat = (typeof savedFormats)[number];

async function contentOf(report: ExperimentReport, format: SavedFormat, at: number): Promise<Uint8Array> {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  if (format === 'json') return encode(jsonOf(report, 1));
  if (format === 'csv') return encode(toCsv(experimentTable(report.result)));
  return drawFigure(report.result, format, at);
}

/** Saves picture or data of an experiment as the window has it. @param at the time step that is looked at */
export async function saveExperiment(
  report: ExperimentReport,
  format: SavedFormat,
  at: number,
): Promise<void> {
  downloadBytes(`${report.name}.${format}`, await contentOf(report, format, at));
}
