import type { DataTable } from '../../../shared/figures/experiment-table';
import type { ChartOption, ChartSeries } from '../echarts';

type Field = string | number | null;

const fieldOf = (value: unknown): Field =>
  typeof value === 'number'
    ? Number.isFinite(value)
      ? value
      : null
    : typeof value === 'string'
      ? value
      : null;

/** The numbers of one point: [x, y], {value: [x, y]}, or y alone at its place. */
function pointOf(point: unknown, place: number): readonly Field[] {
  const value = typeof point === 'object' && point !== null && 'value' in point ? point.value : point;
  return Array.isArray(value) ? value.map(fieldOf) : [place, fieldOf(value)];
}

/** Every point that a chart draws, a row each: the series, x, y, and what else it holds. */
export function chartTable({ series }: ChartOption): DataTable {
  const all = (
    Array.isArray(series) ? series : series === undefined ? [] : [series]
  ) as readonly ChartSeries[];
  const rows = all.flatMap((one, k) => {
    const data: readonly unknown[] = Array.isArray(one.data) ? one.data : [];
    const name = String(one.name ?? one.id ?? k + 1);
    return data.map((point, place) => [name, ...pointOf(point, place)] as const);
  });
  const columns = Math.max(3, ...rows.map((row) => row.length));
  const head = ['series', 'x', 'y', ...Array.from({ length: columns - 3 }, (_, k) => `value ${k + 3}`)];
  return { head, rows };
}
