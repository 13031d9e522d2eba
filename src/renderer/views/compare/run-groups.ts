import type { Run } from '../../../shared/domain/run';
import { runColumn } from './run-columns';

/** What the table can be grouped by: the keys of columns. */
export const groupings = ['data', 'cell', 'tags', 'status'] as const;
export type Grouping = (typeof groupings)[number];

/** A head above runs that have something in common. */
export interface RunGroup {
  readonly group: string;
  readonly count: number;
  readonly folded: boolean;
}
export type GridRow = RunGroup | Run;

export const isGroup = (row: GridRow): row is RunGroup => 'group' in row;

/** A tag as it is kept: without blanks at its ends, and once. */
export function tagsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
    ),
  ];
}

/**
 * The rows of the table: runs in their order, under the head of their group; groups in the order of their first runs.
 * @param folded groups of which the head alone is shown
 */
export function gridRows(
  runs: readonly Run[],
  by: Grouping | null,
  folded: ReadonlySet<string>,
): readonly GridRow[] {
  const column = by === null ? undefined : runColumn(by);
  if (column === undefined) return runs;
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const name = column.text(run);
    const members = groups.get(name) ?? [];
    members.push(run);
    groups.set(name, members);
  }
  return [...groups].flatMap(([group, members]) => {
    const head = { group, count: members.length, folded: folded.has(group) };
    return head.folded ? [head] : [head, ...members];
  });
}
