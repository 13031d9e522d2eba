import type { DataTable } from '../../../shared/figures/experiment-table';
import { drawPng, drawSvg } from '../echarts';
import type { ChartOption } from '../echarts';
import { chartTable } from './chart-table';
import type { SavedFigure } from './saved-figure';

/** A chart as it is in view. @param option with the chart's own ground */
export function chartFigure(
  name: string,
  option: ChartOption,
  { width, height }: { readonly width: number; readonly height: number },
  table: (() => DataTable) | null = () => chartTable(option),
): SavedFigure {
  return {
    name,
    svg: () => drawSvg(option, width, height),
    png: async () => {
      const bytes = await drawPng(option, width, height);
      return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' });
    },
    table,
  };
}
