import { labelSteps, MarksAlong } from '../examples/mark-labels';
import { labelRowOf } from '../examples/items';
import { planTable } from '../examples/plan-table';
import type { Interpretation } from '../plan/interpretation';
import type { KeptRows } from './kept-rows';
import type { Sources } from '../readers/sources';
import { columnOf, wordAt } from '../readers/table/table';
import type { Column } from '../readers/table/table';

interface Span {
  readonly start: number;
  readonly steps: number;
}

/** [rows] index of the class of each step, −1 where it has none. */
export async function stepLabels(
  interpretation: Interpretation,
  sources: Sources,
  indexOf: ReadonlyMap<string, number>,
  spans: readonly Span[],
): Promise<Int32Array> {
  const { spelling = (label) => label } = interpretation;
  const labels = new Int32Array(rowsOf(spans)).fill(-1);
  await eachStep(interpretation, sources, spans, (row, column, at) => {
    labels[row] = indexOf.get(spelling(wordAt(column, at) ?? '')) ?? -1;
  });
  return labels;
}

/** [rows] index of the class of each step that is kept, by the marks on its recording; −1 where there is none. */
export function markedLabels(
  { items, marked = [], understanding: { plan } }: Interpretation,
  indexOf: ReadonlyMap<string, number>,
  spans: readonly Span[],
  kept: readonly KeptRows[],
): Int32Array {
  const labels = new Int32Array(rowsOf(spans)).fill(-1);
  const background = indexOf.get(plan.marks?.background ?? '') ?? -1;
  for (const index of items.keys()) {
    const along = new MarksAlong(marked[index]!.marks);
    const { ranges } = kept[index]!;
    for (const { start, end, at } of ranges) {
      const first = spans[index]!.start + at;
      const own = labels.subarray(first, first + end - start);
      labelSteps(
        own,
        start,
        Number.MAX_SAFE_INTEGER,
        along.touching({ start: start - 1, end: end + 1 }),
        background,
        (label) => indexOf.get(label)!,
      );
    }
  }
  return labels;
}

/** [rows] value of each step, NaN where nobody measured it. */
export async function stepValues(
  interpretation: Interpretation,
  sources: Sources,
  spans: readonly Span[],
): Promise<Float32Array> {
  const values = new Float32Array(rowsOf(spans)).fill(Number.NaN);
  await eachStep(interpretation, sources, spans, (row, column, at) => {
    if (column.type !== 'text') values[row] = column.values[at]!;
  });
  return values;
}

function rowsOf(spans: readonly Span[]): number {
  const last = spans[spans.length - 1];
  return last === undefined ? 0 : last.start + last.steps;
}

/** Steps of raw features are rows of the table, or stand for the nearest; those in a gap have no answer. */
async function eachStep(
  { material, items, understanding: { plan } }: Interpretation,
  sources: Sources,
  spans: readonly Span[],
  take: (row: number, column: Column, at: number) => void,
): Promise<void> {
  if (plan.label.kind !== 'column') return;
  for (const [index, item] of items.entries()) {
    const column = columnOf(
      await planTable(sources, material.files[item.file]!, plan, [plan.label.column]),
      plan.label.column,
    );
    const span = spans[index]!;
    for (let step = 0; column !== undefined && step < span.steps; step++) {
      const at = labelRowOf(item, step);
      if (at !== -1) take(span.start + step, column, at);
    }
  }
}
