import type { Remark } from '../../../../shared/domain/dataset';
import type { RoadResult } from '../../../../shared/domain/experiment-results';
import { finding } from '../experiment';

const text = (value: number): string => (Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(3));

/** Who is best, who cannot be told from it on this test part, and who is not above the floor. */
export function roadFindings({ rows, metric, floor, testExamples }: RoadResult): Remark[] {
  const done = rows.flatMap(({ model, score, interval }) =>
    score === null || interval === null ? [] : [{ model, score, interval }],
  );
  if (done.length === 0) return [];
  const sign = metric === 'mae' ? -1 : 1;
  const sorted = [...done].sort((a, b) => sign * (b.score - a.score));
  const best = sorted[0]!;
  const near = sorted
    .slice(1)
    .filter(({ interval }) => interval[0] <= best.interval[1] && interval[1] >= best.interval[0])
    .map(({ model }) => model);
  const facts = { model: best.model, score: text(best.score), metric, test: testExamples };
  const remarks = [
    near.length === 0
      ? finding('road.best', facts)
      : finding('road.near', { ...facts, near: near.join(', ') }),
  ];
  if (floor === null) return remarks;
  const below = done.filter(({ score }) => sign * (score - floor.value) <= 0).map(({ model }) => model);
  remarks.push(
    below.length === 0
      ? finding('road.above', {
          floor: text(floor.value),
        })
      : finding('road.below', {
          floor: text(floor.value),
          models: below.join(', '),
        }),
  );
  return remarks;
}
