import { isHigherBetter, mainScore } from '../../../shared/domain/main-score';
import type { GroupScore, SizeScore, Study, StudyCell, StudySummary } from '../../../shared/domain/study';
import { extrapolate } from '../../../shared/statistics/power-law';
import { wilsonInterval } from '../../../shared/statistics/proportions';
import { resampledMean } from '../../../shared/statistics/resampled-t';

/** So many times the examples that there are. */
const AHEAD = 10;

type Told = Pick<Study, 'task' | 'design' | 'cells'>;

const valueOf = ({ scores }: StudyCell): number => mainScore(scores);
const pairOf = (interval: readonly [number, number] | null): [number, number] | null =>
  interval === null ? null : [...interval];

/** Judged examples for each that was learnt from, of folds and groups; 0 where nothing was resampled. */
export function resampledRatio({ design, cells }: Pick<Study, 'design' | 'cells'>): number {
  if (design.kind !== 'folds' && design.kind !== 'groups') return 0;
  // What stops a training is not learnt from, but is no more independent of the other folds than what is.
  const judged = cells.reduce((sum, cell) => sum + cell.judged, 0);
  return judged / cells.reduce((sum, cell) => sum + cell.train, 0);
}

function sizesOf({ cells }: Told): SizeScore[] {
  const bySize = new Map<number, number[]>();
  for (const cell of cells) bySize.set(cell.train, [...(bySize.get(cell.train) ?? []), valueOf(cell)]);
  return [...bySize]
    .sort(([a], [b]) => a - b)
    .map(([examples, values]) => {
      const { estimate, interval } = resampledMean(values, 0);
      return { examples, seeds: values.length, value: estimate, interval: pairOf(interval) };
    });
}

function aheadOf({ task, cells }: Told, sizes: readonly SizeScore[]): StudySummary['ahead'] {
  const most = sizes[sizes.length - 1];
  if (sizes.length < 3 || most === undefined) return null;
  const isScore = isHigherBetter(task);
  const errorOf = (cell: StudyCell): number => (isScore ? 1 - valueOf(cell) : valueOf(cell));
  const errors = sizes.map(({ examples }) => ({
    examples,
    errors: cells.filter((cell) => cell.train === examples).map(errorOf),
  }));
  const examples = AHEAD * most.examples;
  const found = extrapolate(errors, examples);
  if (found === null) return null;
  const back = (error: number): number => (isScore ? 1 - error : error);
  const ends = found.interval?.map(back).sort((a, b) => a - b);
  return {
    examples,
    value: back(found.error),
    interval: ends === undefined ? null : [ends[0]!, ends[1]!],
    slope: found.slope,
  };
}

/** A mean of right and wrong answers lies in 0 … 1, and one of nothing but right ones is no more certain than that of a share. */
function ofShares(values: readonly number[], interval: [number, number] | null): [number, number] | null {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  if (mean === 0 || mean === 1) return wilsonInterval(mean * values.length, values.length);
  return interval === null ? null : [Math.max(0, interval[0]), Math.min(1, interval[1])];
}

/** Mean of every example's own values, by its group. */
function groupsOf({ task, cells }: Told, groups: readonly (string | null)[]): GroupScore[] {
  const byGroup = new Map<string, Map<number, number[]>>();
  for (const { answers } of cells)
    answers.example.forEach((example, row) => {
      const group = groups[example] ?? null;
      if (group === null) return;
      const own = byGroup.get(group) ?? new Map<number, number[]>();
      byGroup.set(group, own.set(example, [...(own.get(example) ?? []), answers.value[row]!]));
    });
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  return [...byGroup]
    .map(([group, own]) => {
      const values = [...own.values()].map(mean);
      const { estimate, interval } = resampledMean(values, 0);
      const ends = pairOf(interval);
      return {
        ...{ group, examples: own.size, value: estimate },
        interval: isHigherBetter(task) ? ofShares(values, ends) : ends,
      };
    })
    .sort((a, b) => a.value - b.value);
}

/** Where all trainings were right in everything, no spread of theirs says how sure that is; the number of answers does. */
function intervalOf(
  { task, cells }: Told,
  mean: number,
  interval: [number, number] | null,
): [number, number] | null {
  if (!isHigherBetter(task)) return interval;
  if (mean < 1) return interval === null ? null : [Math.max(0, interval[0]), Math.min(1, interval[1])];
  const judged = new Set(cells.flatMap(({ answers }) => answers.example)).size;
  return judged === 0 ? interval : wilsonInterval(judged, judged);
}

/** What a study comes to so far; null before its first cell. @param groups [examples] of the data set */
export function summarise(study: Told, groups: readonly (string | null)[]): StudySummary | null {
  const { design, cells } = study;
  if (cells.length === 0) return null;
  const sizes = design.kind === 'sizes' ? sizesOf(study) : [];
  const most = sizes[sizes.length - 1]?.examples;
  const values = cells.filter(({ train }) => most === undefined || train === most).map(valueOf);
  const { estimate, interval } = resampledMean(values, resampledRatio(study));
  const spread = values.reduce((sum, value) => sum + (value - estimate) ** 2, 0);
  return {
    mean: estimate,
    deviation: values.length < 2 ? 0 : Math.sqrt(spread / (values.length - 1)),
    interval: intervalOf(study, estimate, pairOf(interval)),
    method:
      isHigherBetter(study.task) && estimate >= 1
        ? 'answers'
        : design.kind === 'folds' || design.kind === 'groups'
          ? 'resampled'
          : 'seeds',
    groups: groupsOf(study, groups),
    sizes,
    ahead: design.kind === 'sizes' ? aheadOf(study, sizes) : null,
  };
}
