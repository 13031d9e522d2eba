import { continues } from '../../../shared/domain/task';
import type {
  ClassCount,
  ImportPlan,
  SplitName,
  SplitPlan,
  WindowPlan,
} from '../../../shared/domain/dataset';
import { splitNames } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import type { Sources } from '../readers/sources';
import type { Item } from './items';
import { labelRowOf, rowOf } from './items';
import type { Material } from '../scan/material';
import { planTable } from './plan-table';
import { splitItems } from './split';
import type { Column } from '../readers/table/table';
import { columnOf, wordAt } from '../readers/table/table';
import { stepWindows, timeBorders } from './windows';
import type { Draft } from './draft';
import { byLabel } from './class-order';

interface Stretch {
  readonly split: SplitName;
  readonly from: number;
  readonly to: number;
  /** Steps before that may be seen. */
  readonly lead: number;
}

/**
 * Windows of every part. When judged they overlap by half, and the first ones look back over the border of their part.
 * When generating, every step's answer is the next one, so that the last step of a part only answers.
 *
 * @throws UnrollError SPLIT_IMPOSSIBLE
 */
export function stepDrafts(
  items: readonly Item[],
  lengths: readonly number[],
  { task, split }: ImportPlan,
  windows: WindowPlan,
): Draft[] {
  const ahead = continues(task) ? 1 : 0;
  const half = Math.max(1, Math.floor(windows.steps / 2));
  const parts = split.kind === 'time' ? null : splitItems(items, split);
  const drafts = items.flatMap((item, index) => {
    const steps = lengths[index]!;
    const perStep = item.length / steps;
    // A sequence of a file of many is numbered, not counted in rows.
    const isNumbered = item.grid === undefined && item.end - item.start !== item.length;
    const at = (step: number): number =>
      item.grid === undefined ? item.start + Math.round(step * perStep) : rowOf(item, step);
    return stretchesOf(steps, split, parts?.[index] ?? null, half).flatMap(
      ({ split: part, from, to, lead }) =>
        stepWindows(from, to - ahead, windows.steps, part === 'train' ? windows.strideSteps : half, lead).map(
          ({ start, end, scoredFrom }): Draft => ({
            file: item.file,
            start: isNumbered ? item.start : at(start),
            end: isNumbered ? item.end : at(end),
            length: Math.round((end - start) * perStep),
            label: null,
            group: item.group,
            steps: end - start,
            split: part,
            item: index,
            row: start,
            scoredFrom,
          }),
        ),
    );
  });
  for (const part of splitNames)
    if (!drafts.some((draft) => draft.split === part))
      throw failure('SPLIT_IMPOSSIBLE.noStep', { part, steps: windows.steps });
  return drafts;
}

function stretchesOf(steps: number, split: SplitPlan, part: SplitName | null, lead: number): Stretch[] {
  if (part !== null) return [{ split: part, from: 0, to: steps, lead: 0 }];
  const { validation, test } = timeBorders(steps, split, { seasonSteps: 1, horizonSteps: 1 });
  return [
    { split: 'train', from: 0, to: validation, lead: 0 },
    { split: 'validation', from: validation, to: test, lead },
    { split: 'test', from: test, to: steps, lead },
  ];
}

/** Most different words that a column of labels may have. */
const MOST_CLASSES = 64;

/**
 * How many steps of each class there are in each part, each step counted once.
 *
 * @throws UnrollError ARGUMENT_INVALID when the column has too many values to be classes
 */
export async function countStepLabels(
  material: Material,
  items: readonly Item[],
  drafts: readonly Draft[],
  plan: ImportPlan,
  sources: Sources,
  spelling: (label: string) => string = (label) => label,
): Promise<ClassCount[]> {
  const { label } = plan;
  if (label.kind !== 'column') return [];
  const counts = new Map<string, ClassCount>();
  const covered = items.map(() => 0);
  let known: { readonly file: number; readonly column: Column | undefined } = { file: -1, column: undefined };
  for (const { item: index, row, steps, scoredFrom, split } of drafts) {
    const item = items[index]!;
    if (known.file !== item.file) {
      const table = await planTable(sources, material.files[item.file]!, plan, [label.column]);
      known = { file: item.file, column: columnOf(table, label.column) };
    }
    const { column } = known;
    if (column === undefined) continue;
    for (let step = Math.max(row + scoredFrom, covered[index]!); step < row + steps; step++) {
      const at = labelRowOf(item, step);
      const written = at === -1 ? null : wordAt(column, at);
      if (written === null) continue;
      const word = spelling(written);
      const count = counts.get(word) ?? { label: word, train: 0, validation: 0, test: 0 };
      count[split]++;
      counts.set(word, count);
    }
    covered[index] = Math.max(covered[index]!, row + steps);
    if (counts.size > MOST_CLASSES)
      throw failure('ARGUMENT_INVALID.manyValues', { column: label.column, most: MOST_CLASSES });
  }
  return [...counts.values()].sort((a, b) => byLabel(a.label, b.label));
}
