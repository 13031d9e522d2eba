import type { TaggingScores } from '../../../../shared/domain/tasks/tag';
import { bootstrap } from '../bootstrap';
import type { Interval, Weights } from '../bootstrap';
import { detectionNumbers, rank } from '../label/detection';

/** What a network says of some examples, and what is so. */
export interface TaggedExamples {
  /** [examples, labels] */
  readonly probabilities: Float32Array;
  /** [examples, labels] 1 where an example has the label. */
  readonly truth: Uint8Array;
}

/** Of one label, with weights of examples. */
interface Counts {
  readonly support: number;
  readonly predicted: number;
  readonly hits: number;
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
const f1Of = ({ hits, support, predicted }: Counts): number => ratio(2 * hits, support + predicted);
const meanOf = (values: readonly number[]): number =>
  ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );

/**
 * Average precision, precision, recall and F1 of each label as scikit-learn has them, with 0 for a precision of what was
 * never said. A label that nobody has is no part of the mean average precision.
 *
 * @param thresholds [labels]
 */
export function taggingScores(
  { probabilities, truth }: TaggedExamples,
  labels: readonly string[],
  thresholds: readonly number[],
  loss: number,
): TaggingScores {
  const width = labels.length;
  const examples = truth.length / width;
  const columns = labels.map((_, label) => {
    const own = Float32Array.from({ length: examples }, (_row, e) => probabilities[e * width + label]!);
    const has = Uint8Array.from({ length: examples }, (_row, e) => truth[e * width + label]!);
    const said = Uint8Array.from(own, (value) => Number(value >= thresholds[label]!));
    return { ranking: rank(own), has, said };
  });
  const numbers = (weights: Weights): { means: number[]; perLabel: number[] } => {
    const perLabel = columns.map(({ ranking, has, said }) => {
      const counts = countsOf(has, said, weights);
      const { averagePrecision } = detectionNumbers(ranking, has, weights);
      return { counts, averagePrecision };
    });
    const known = perLabel.map(({ averagePrecision }) => averagePrecision).filter((ap) => !Number.isNaN(ap));
    const occurring = perLabel.filter(({ counts }) => counts.support + counts.predicted > 0);
    const all = perLabel.reduce(
      (sum, { counts }) => ({
        support: sum.support + counts.support,
        predicted: sum.predicted + counts.predicted,
        hits: sum.hits + counts.hits,
      }),
      { support: 0, predicted: 0, hits: 0 },
    );
    return {
      means: [
        known.length === 0 ? Number.NaN : meanOf(known),
        meanOf(occurring.map(({ counts }) => f1Of(counts))),
        f1Of(all),
      ],
      perLabel: perLabel.flatMap(({ counts, averagePrecision }) => [
        ratio(counts.hits, counts.predicted),
        ratio(counts.hits, counts.support),
        f1Of(counts),
        averagePrecision,
      ]),
    };
  };
  const whole = new Int32Array(examples).fill(1);
  const { means, perLabel } = numbers(whole);
  const intervals = bootstrap(examples, 1, (weights) => {
    const drawn = numbers(weights);
    return [...drawn.means, ...drawn.perLabel];
  });
  const measured = (value: number, at: number): { value: number; interval: Interval } => ({
    value,
    interval: intervals[at]!,
  });
  const wrong = Array.from({ length: examples }, (_, e) =>
    columns.some(({ has, said }) => has[e] !== said[e]),
  );
  const supports = columns.map(({ has }) => has.reduce((sum, one) => sum + one, 0));
  const occurring = supports.filter((support) => support > 0);
  return {
    task: 'tag',
    examples,
    meanAveragePrecision: measured(Number.isNaN(means[0]!) ? 0 : means[0]!, 0),
    macroF1: measured(means[1]!, 1),
    microF1: measured(means[2]!, 2),
    exactMatch: ratio(wrong.filter((one) => !one).length, examples),
    baseRate: meanOf(occurring.map((support) => ratio(support, examples))),
    loss,
    perLabel: labels.map((label, k) => {
      const [precision, recall, f1, averagePrecision] = perLabel.slice(4 * k, 4 * k + 4) as [
        number,
        number,
        number,
        number,
      ];
      const at = 3 + 4 * k;
      return {
        label,
        support: supports[k]!,
        predicted: columns[k]!.said.reduce((sum, one) => sum + one, 0),
        threshold: thresholds[k]!,
        ...{ precision, recall, f1 },
        intervals: {
          precision: intervals[at]!,
          recall: intervals[at + 1]!,
          f1: intervals[at + 2]!,
        },
        averagePrecision: Number.isNaN(averagePrecision) ? null : measured(averagePrecision, at + 3),
      };
    }),
  };
}

function countsOf(has: Uint8Array, said: Uint8Array, weights: Weights): Counts {
  let support = 0;
  let predicted = 0;
  let hits = 0;
  weights.forEach((weight, e) => {
    support += weight * has[e]!;
    predicted += weight * said[e]!;
    hits += weight * has[e]! * said[e]!;
  });
  return { support, predicted, hits };
}

/** Mean average precision over the labels that occur; 0 where none does. */
export function meanAveragePrecision({ probabilities, truth }: TaggedExamples, labels: number): number {
  const examples = truth.length / labels;
  const weights = new Int32Array(examples).fill(1);
  const known = Array.from({ length: labels }, (_, label) => {
    const own = Float32Array.from({ length: examples }, (_row, e) => probabilities[e * labels + label]!);
    const has = Uint8Array.from({ length: examples }, (_row, e) => truth[e * labels + label]!);
    return detectionNumbers(rank(own), has, weights).averagePrecision;
  }).filter((ap) => !Number.isNaN(ap));
  return meanOf(known);
}
