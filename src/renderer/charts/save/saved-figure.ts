import type { DataTable } from '../../../shared/figures/experiment-table';

/** A figure as it is taken out of the window. Each is made when it is asked for. */
export interface SavedFigure {
  /** What it shows; files are named after it. */
  readonly name: string;
  /** In CSS pixels. */
  readonly svg: () => string;
  readonly png: () => Promise<Blob>;
  /** The numbers that it shows; null where it has none of its own. */
  readonly table: (() => DataTable) | null;
}

/** A name that every system takes: `Hidden state h` → `hidden-state-h`. */
export function fileStem(name: string): string {
  const stem = name
    .toLocaleLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return stem === '' ? 'figure' : stem.slice(0, 80);
}
