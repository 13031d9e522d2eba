import type { PlanEdits } from '../../../shared/domain/dataset';
import { learnsValue } from '../../../shared/domain/task';
import type { Column } from '../readers/table/table';
import type { ColumnFacts } from '../readers/content';
import type { Sources } from '../readers/sources';
import { isCounterName, isRemainderName, isStepValueName } from '../scan/column-names';
import type { Material } from '../scan/material';
import { valueGuesses } from './value-fields';

/** Where half of the stretches with one value are shorter than this, a value belongs to a step and not to a recording. */
const LEAST_RUN = 4;
/** So many files say what the others are like. */
const MOST_FILES = 8;
/** So many rows say what the others of a file are like. */
const MOST_ROWS = 2 ** 16;

/**
 * Columns of tables that have another value at almost every step, among those that may be learnt: chosen, called like a value
 * of steps, or the likeliest value. The others have one value for a whole recording.
 */
export async function stepValueColumns(
  material: Material,
  columns: readonly ColumnFacts[],
  edits: PlanEdits,
  sources: Sources,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  if (material.kind !== 'table' || (edits.task !== undefined && !learnsValue(edits.task))) return found;
  const names = [
    edits.label?.kind === 'column' ? edits.label.column : undefined,
    edits.targets?.[0],
    columns.find(({ name }) => isStepValueName(name))?.name,
    remainderColumn(columns)?.column,
    ...(edits.task === undefined
      ? []
      : valueGuesses(material, columns)
          .slice(0, 1)
          .map(({ source }) => ('column' in source ? source.column : undefined))),
  ];
  for (const name of new Set(names)) {
    const column = columns.find((one) => one.name === name && one.type === 'number');
    if (column === undefined) continue;
    const runs: number[] = [];
    for (const file of material.files.slice(0, MOST_FILES)) {
      const rows = { start: 0, end: MOST_ROWS };
      for await (const { columns: own } of sources.blocks(file, rows, [column.name]))
        if (own[0] !== undefined) addRuns(runs, own[0]);
    }
    runs.sort((a, b) => a - b);
    if (runs.length > 1 && runs[runs.length >> 1]! < LEAST_RUN) found.add(column.name);
  }
  return found;
}

/**
 * A column that says how much is left, by its name; null where none or several do. It is sure where steps are counted;
 * elsewhere it may be any quantity.
 */
export function remainderColumn(
  columns: readonly ColumnFacts[],
): { readonly column: string; readonly isSure: boolean } | null {
  const found = columns.filter(({ name, type }) => type === 'number' && isRemainderName(name));
  if (found.length !== 1) return null;
  return {
    column: found[0]!.name,
    isSure: columns.some(({ name }) => isCounterName(name)),
  };
}

/** Adds the lengths of the stretches with one value; what nobody measured breaks none and is not counted. */
function addRuns(runs: number[], column: Column): void {
  if (column.type === 'text') return;
  let last = Number.NaN;
  for (const value of column.values) {
    if (Number.isNaN(value)) continue;
    if (value === last) runs[runs.length - 1]!++;
    else runs.push(1);
    last = value;
  }
}
