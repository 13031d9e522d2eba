import type { Memory } from '../../../../shared/domain/insight';
import { answersSteps, answersWhole, hasOneClass } from '../../../../shared/domain/task';
import { RandomStream } from '../../random/random-stream';
import { examplesOf } from '../../prepare/examples-of';
import type { Insight } from '../insight-data';
import { taskNeed } from './need';
import type { NeedSample } from './need';
import { lagsBelow } from './whole';

const MOST_SAMPLES = 1500;
/** Columns that are looked at; of more, evenly spaced ones. */
const MOST_FEATURES = 16;
/** A shorter example than this share of the others' middle leaves longer lags without samples. */
const MOST_LAG = 2000;

/**
 * {@link taskNeed} of what a network learnt, on its training part: steps back from the end where the whole is one class,
 * from each step where every step has one. Null for values and forecasts.
 */
export function needOf({ data, example }: Insight, seed: number): Memory['need'] {
  if (!hasOneClass(data.task)) return null;
  const train = [...examplesOf(data, 'train')];
  const random = new RandomStream(seed, 'sample', 1);
  const ends = answersWhole(data.task)
    ? evenly(train, MOST_SAMPLES).map((index) => ({ index, end: data.lengths[index]! - 1 }))
    : answersSteps(data.task) && data.stepLabels.length > 0
      ? Array.from({ length: train.length === 0 ? 0 : MOST_SAMPLES }, () => {
          const index = train[random.below(train.length)]!;
          return { index, end: random.below(data.lengths[index]!) };
        })
      : [];
  if (ends.length === 0) return null;
  const reach = ends.map(({ end }) => end + 1).sort((a, b) => a - b);
  const lags = lagsBelow(Math.min(MOST_LAG, reach[Math.floor(reach.length / 4)]!));
  const deepest = lags.at(-1)!;
  const columns = evenly([...data.featureNames.keys()], MOST_FEATURES);
  const width = data.featureNames.length;
  const samples = ends
    .filter(({ end }) => end >= deepest)
    .map(({ index, end }): NeedSample => {
      const { inputs } = example(index);
      const read = new Float32Array(lags.length * columns.length);
      lags.forEach((lag, k) =>
        columns.forEach((column, j) => {
          read[k * columns.length + j] = inputs[(end - lag) * width + column]!;
        }),
      );
      const answer = answersWhole(data.task)
        ? data.labels[index]!
        : data.stepLabels[data.starts[index]! + end]!;
      return { read, answer };
    })
    .filter(({ answer }) => answer >= 0);
  return taskNeed(samples, lags, columns.length, seed);
}

function evenly<T>(all: readonly T[], most: number): T[] {
  const count = Math.min(most, all.length);
  return Array.from({ length: count }, (_, k) => all[Math.floor((k * all.length) / count)]!);
}
