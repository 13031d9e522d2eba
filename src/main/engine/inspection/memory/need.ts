import { RandomStream } from '../../random/random-stream';

/** What inputs some steps back tell of an answer. */
export interface TaskNeed {
  /** Steps back, ascending from 0. */
  readonly lags: Int32Array;
  /** [lags] nats that the most telling feature then shares with the answer, less what chance leaves. */
  readonly information: Float32Array;
  /** What chance seldom reaches: three deviations above the mean of shuffled answers. */
  readonly chance: number;
  /** The greatest lag that tells more than chance; null: none does. */
  readonly lag: number | null;
}

export interface NeedSample {
  /** [lags, features] what was read so many steps before. */
  readonly read: Float32Array;
  /** Index of what was true. */
  readonly answer: number;
}

const BINS = 6;
const SHUFFLINGS = 20;
/** Above what shufflings reach in the mean, so that one table in some hundreds deceives. */
const DEVIATIONS = 3;
const LEAST_SAMPLES = 30;

/** Bin of each value by the sample's own quantiles, so that bins are as full as each other. */
function binned(values: Float32Array): Uint8Array {
  const sorted = values.slice().sort();
  const edges = Array.from(
    { length: BINS - 1 },
    (_, k) => sorted[Math.floor(((k + 1) / BINS) * values.length)]!,
  );
  return Uint8Array.from(values, (value) => edges.filter((edge) => value >= edge).length);
}

/** Mutual information of two discrete variables from their counts, nats. */
function information(bins: Uint8Array, answers: Int32Array, kinds: number): number {
  const joint = new Float64Array(BINS * kinds);
  const [ofBin, ofAnswer] = [new Float64Array(BINS), new Float64Array(kinds)];
  bins.forEach((bin, k) => {
    joint[bin * kinds + answers[k]!]!++;
    ofBin[bin]!++;
    ofAnswer[answers[k]!]!++;
  });
  const n = bins.length;
  let sum = 0;
  for (let bin = 0; bin < BINS; bin++)
    for (let kind = 0; kind < kinds; kind++) {
      const count = joint[bin * kinds + kind]!;
      if (count > 0) sum += (count / n) * Math.log((count * n) / (ofBin[bin]! * ofAnswer[kind]!));
    }
  return sum;
}

/**
 * How far back a task makes a network look: mutual information of each feature, some steps back, with the answer, by
 * counts in bins of equal content. What a sample of this size shows by chance is measured by shuffling the answers, which
 * also takes the estimator's bias off.
 *
 * @returns null where there are too few samples or one answer only
 */
export function taskNeed(
  samples: readonly NeedSample[],
  lags: Int32Array,
  features: number,
  seed: number,
): TaskNeed | null {
  const answers = Int32Array.from(samples, ({ answer }) => answer);
  const kinds = answers.reduce((most, answer) => Math.max(most, answer), -1) + 1;
  if (samples.length < LEAST_SAMPLES || new Set(answers).size < 2) return null;
  const shuffled = Array.from({ length: SHUFFLINGS }, (_, k) => {
    const other = answers.slice();
    const random = new RandomStream(seed, 'bootstrap', k);
    for (let i = other.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [other[i], other[j]] = [other[j]!, other[i]!];
    }
    return other;
  });
  const best = new Float32Array(lags.length);
  const bests = shuffled.map(() => 0);
  let bias = 0;
  lags.forEach((_, lag) => {
    const chances = shuffled.map(() => 0);
    for (let feature = 0; feature < features; feature++) {
      const bins = binned(Float32Array.from(samples, ({ read }) => read[lag * features + feature]!));
      best[lag] = Math.max(best[lag]!, information(bins, answers, kinds));
      shuffled.forEach((other, k) => {
        chances[k] = Math.max(chances[k]!, information(bins, other, kinds));
      });
    }
    chances.forEach((value, k) => (bests[k] = Math.max(bests[k]!, value)));
    const mean = chances.reduce((a, b) => a + b, 0) / SHUFFLINGS;
    bias += mean / lags.length;
    best[lag] = best[lag]! - mean;
  });
  // The most that any lag reached in each shuffling: many lags are looked at.
  const mean = bests.reduce((a, b) => a + b, 0) / SHUFFLINGS;
  const deviation = Math.sqrt(bests.reduce((sum, value) => sum + (value - mean) ** 2, 0) / SHUFFLINGS);
  const chance = mean + DEVIATIONS * deviation - bias;
  const telling = [...lags].filter((_, k) => best[k]! > chance);
  return { lags, information: best, chance, lag: telling.at(-1) ?? null };
}
