import type { LabellingScores } from '../../../../shared/domain/tasks/label';
import { blockLength, bootstrap } from '../bootstrap';
import type { Interval, Weights } from '../bootstrap';
import { argmax, classificationScores } from '../classify/scores';
import { detectionNumbers, rank } from './detection';
import { eventScores, eventsOf } from './events';

/** What a network says of every judged step of a part, in the order of time, one series after the other. */
export interface LabelledSteps {
  /** [steps, classes] */
  readonly probabilities: Float32Array;
  /** [steps] */
  readonly truth: Int32Array;
  /** Steps at which another series begins. */
  readonly borders: ReadonlySet<number>;
}

export interface LabellingFacts {
  readonly classes: readonly string[];
  /** Steps of each class in the training part, [classes]. */
  readonly trainSteps: ArrayLike<number>;
  /** Steps that are drawn together for intervals: what the network sees at once. */
  readonly windowSteps: number;
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Accuracy, balanced accuracy and macro F1 of weighted steps, as {@link classificationScores}. */
function classNumbers(predicted: Int32Array, truth: Int32Array, k: number, weights: Weights): number[] {
  const hits = new Float64Array(k);
  const support = new Float64Array(k);
  const said = new Float64Array(k);
  let total = 0;
  truth.forEach((label, step) => {
    const weight = weights[step]!;
    total += weight;
    support[label]! += weight;
    said[predicted[step]!]! += weight;
    if (label === predicted[step]) hits[label]! += weight;
  });
  const all = [...hits.keys()];
  const meanOver = (classes: readonly number[], value: (c: number) => number): number =>
    ratio(
      classes.reduce((sum, c) => sum + value(c), 0),
      classes.length,
    );
  return [
    ratio(
      hits.reduce((a, b) => a + b, 0),
      total,
    ),
    meanOver(
      all.filter((c) => support[c]! > 0),
      (c) => hits[c]! / support[c]!,
    ),
    meanOver(
      all.filter((c) => support[c]! + said[c]! > 0),
      (c) => (2 * hits[c]!) / (support[c]! + said[c]!),
    ),
  ];
}

/** Per-step and event-based scores of labelled steps. */
export function labellingScores(steps: LabelledSteps, facts: LabellingFacts): LabellingScores {
  const { probabilities, truth, borders } = steps;
  const { classes, trainSteps } = facts;
  const k = classes.length;
  const n = truth.length;
  const predicted = truth.map((_, step) => argmax(probabilities, step * k, k));
  const plain = classificationScores(
    probabilities.map((p) => Math.log(Math.max(p, 1e-30))),
    truth,
    classes,
  );
  const counts = Array.from(trainSteps);
  const background = counts.indexOf(Math.max(...counts));
  // A block shorter than an event would take it apart; one as long as the series would draw the same every time.
  const block = Math.max(blockLength(n), Math.min(facts.windowSteps, Math.floor(n / 10)));
  const positive = k === 2 ? 1 - background : null;
  const detection = positive === null ? null : detect(probabilities, truth, positive, k);
  const intervals = bootstrap(n, block, (weights) => [
    ...classNumbers(predicted, truth, k, weights),
    ...(detection?.(weights) ?? []),
  ]);
  const [averagePrecision, rocAuc] = detection?.(new Int32Array(n).fill(1)) ?? [];
  const measured = (value: number, at: number): { value: number; interval: Interval } => ({
    value,
    interval: intervals[at]!,
  });
  return {
    task: 'label',
    steps: n,
    accuracy: plain.accuracy,
    accuracyInterval: intervals[0]!,
    balancedAccuracy: measured(plain.balancedAccuracy, 1),
    macroF1: measured(plain.macroF1, 2),
    detection:
      positive === null || Number.isNaN(rocAuc)
        ? null
        : {
            positive: classes[positive]!,
            baseRate: ratio(truth.filter((label) => label === positive).length, n),
            averagePrecision: measured(averagePrecision!, 3),
            rocAuc: measured(rocAuc!, 4),
          },
    events: eventScores(eventsOf(truth, background, borders), eventsOf(predicted, background, borders)),
    loss: plain.loss,
    perClass: plain.perClass,
    confusion: plain.confusion,
  };
}

function detect(
  probabilities: Float32Array,
  truth: Int32Array,
  positive: number,
  k: number,
): (weights: Weights) => number[] {
  const ranking = rank(Float32Array.from(truth, (_, step) => probabilities[step * k + positive]!));
  const isPositive = Uint8Array.from(truth, (label) => Number(label === positive));
  return (weights) => {
    const { averagePrecision, rocAuc } = detectionNumbers(ranking, isPositive, weights);
    return [averagePrecision, rocAuc];
  };
}
