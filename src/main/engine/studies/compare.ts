import { mainScore } from '../../../shared/domain/main-score';
import type { Study, StudyCell, StudyComparison } from '../../../shared/domain/study';
import { failure } from '../../../shared/sentences/failure';
import { bootstrapMean } from '../../../shared/statistics/paired';
import { resampledMean } from '../../../shared/statistics/resampled-t';
import { wilcoxonSignedRank } from '../../../shared/statistics/wilcoxon';
import { resampledRatio } from './summary';

const keyOf = ({ seed, fold, group, share }: StudyCell): string => JSON.stringify([seed, fold, group, share]);

/** Cells of both studies that learnt from the same examples and were judged by the same. */
function pairs(first: Study, second: Study): [StudyCell, StudyCell][] {
  const others = new Map(second.cells.map((cell) => [keyOf(cell), cell]));
  return first.cells.flatMap((cell): [StudyCell, StudyCell][] => {
    const other = others.get(keyOf(cell));
    return other === undefined || other.judged !== cell.judged ? [] : [[cell, other]];
  });
}

const difference = ([a, b]: [StudyCell, StudyCell]): number => mainScore(a.scores) - mainScore(b.scores);

function requireAlike(first: Study, second: Study): void {
  const { datasetId, design } = first;
  if (second.datasetId !== datasetId || second.design.kind !== design.kind)
    throw failure('ARGUMENT_INVALID.studiesUnlike', { first: first.name, second: second.name });
}

/** Mean over the seeds of every example's own value. */
function valuesOf({ cells }: Study): Map<number, number> {
  const all = new Map<number, number[]>();
  for (const { answers } of cells)
    answers.example.forEach((example, row) =>
      all.set(example, [...(all.get(example) ?? []), answers.value[row]!]),
    );
  return new Map(
    [...all].map(([example, values]) => [example, values.reduce((a, b) => a + b, 0) / values.length]),
  );
}

/** Seeds share their test part: what another test part would have said is drawn from its examples. */
function bySeeds(first: Study, second: Study): StudyComparison {
  const others = valuesOf(second);
  const differences = [...valuesOf(first)].flatMap(([example, value]) =>
    others.has(example) ? [value - others.get(example)!] : [],
  );
  if (differences.length === 0) return byFolds(first, second);
  const estimate = differences.reduce((a, b) => a + b, 0) / differences.length;
  const interval = bootstrapMean(differences);
  return { test: 'bootstrap', pairs: differences.length, difference: estimate, interval, pValue: null };
}

function byFolds(first: Study, second: Study): StudyComparison {
  const paired = pairs(first, second);
  if (paired.length === 0)
    throw failure('ARGUMENT_INVALID.studiesUnlike', { first: first.name, second: second.name });
  const { estimate, interval, pValue } = resampledMean(paired.map(difference), resampledRatio(first));
  return {
    ...{ test: 'resampledT', pairs: paired.length, difference: estimate, pValue },
    interval: interval === null ? null : [...interval],
  };
}

/**
 * Which of two recipes is better, by the test that fits how they were studied.
 *
 * @param first one for each data set, and `second` the other recipe's in the same order
 * @throws UnrollError ARGUMENT_INVALID
 */
export function compareStudies(first: readonly Study[], second: readonly Study[]): StudyComparison {
  const [a, b] = [first[0]!, second[0]!];
  if (first.length !== second.length)
    throw failure('ARGUMENT_INVALID.studiesUnlike', { first: a.name, second: b.name });
  first.forEach((study, k) => requireAlike(study, second[k]!));
  if ([...first, ...second].some(({ cells }) => cells.length === 0))
    throw failure('ARGUMENT_INVALID.studyEmpty');
  if (first.length === 1) return a.design.kind === 'seeds' ? bySeeds(a, b) : byFolds(a, b);
  const differences = first.map((study, k) => study.summary!.mean - second[k]!.summary!.mean);
  const { pValue } = wilcoxonSignedRank(differences);
  return {
    ...{ test: 'wilcoxon', pairs: differences.length, interval: null, pValue },
    difference: differences.reduce((sum, one) => sum + one, 0) / differences.length,
  };
}
