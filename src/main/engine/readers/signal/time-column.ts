import type { NumericColumn } from '../table/table';

/** Of a recording's start, which a format's rate becomes. */
export const SECONDS = { name: 'time (s)', type: 'number' } as const;

/** What a format's rate becomes: a column of seconds from the recording's start. */
export function secondsColumn(rows: number, rateHz: number): NumericColumn {
  return {
    name: 'time (s)',
    type: 'number',
    values: Float64Array.from({ length: rows }, (_, row) => row / rateHz),
  };
}

/** Names of signals as columns: none empty, none twice, none taken for the time. */
export function signalNames(labels: readonly string[]): string[] {
  const used = new Set(['time (s)']);
  return labels.map((label, k) => {
    const base = label.trim() === '' ? `signal ${k + 1}` : label.trim();
    let name = base;
    for (let n = 2; used.has(name); n++) name = `${base} ${n}`;
    used.add(name);
    return name;
  });
}
