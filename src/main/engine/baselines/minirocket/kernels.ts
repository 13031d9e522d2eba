import type { RandomStream } from '../../random/random-stream';
import type { Series } from '../series';
import { RocketCore } from './core';

/** Length of every kernel. */
const KERNEL = 9;

/** [84, 3]: where a kernel weighs 2; everywhere else it weighs −1. All ways to choose three of nine. */
const triples = new Int32Array(84 * 3);
for (let a = 0, at = 0; a < KERNEL; a++)
  for (let b = a + 1; b < KERNEL; b++)
    for (let c = b + 1; c < KERNEL; c++, at += 3) triples.set([a, b, c], at);
export const KERNELS = triples.length / 3;

/** The three places at which kernel `kernel` weighs 2. */
export const tripleOf = (kernel: number): readonly number[] => [
  ...triples.subarray(3 * kernel, 3 * kernel + 3),
];

const MOST_DILATIONS = 32;
/** Channels that one kernel adds up. */
const MOST_CHANNELS = 9;

/** Everything that turns a series into features; kernel k with dilation d is combination d · 84 + k. */
export interface Kernels {
  /** [dilations] steps between two weights. */
  readonly dilations: Int32Array;
  /** [dilations] biases of each kernel with this dilation. */
  readonly biasesEach: Int32Array;
  /** [combinations + 1] where each combination's channels begin in `channels`. */
  readonly channelStarts: Int32Array;
  readonly channels: Int32Array;
  /** [features], by combination. */
  readonly biases: Float32Array;
}

/**
 * Dilations up to the longest that fits into `steps`, exponentially spaced, and how many of a kernel's features each gets
 * (Dempster et al. 2021, section 4.1).
 *
 * @param features of all kernels together
 */
export function dilationsFor(steps: number, features: number): Pick<Kernels, 'dilations' | 'biasesEach'> {
  const each = Math.max(1, Math.floor(features / KERNELS));
  const tried = Math.min(each, MOST_DILATIONS);
  const most = Math.log2((Math.max(steps, KERNEL) - 1) / (KERNEL - 1));
  const counts = new Map<number, number>();
  for (let k = 0; k < tried; k++) {
    const dilation = Math.floor(2 ** (tried === 1 ? 0 : (most * k) / (tried - 1)));
    counts.set(dilation, (counts.get(dilation) ?? 0) + 1);
  }
  const biasesEach = Int32Array.from(counts.values(), (count) => Math.floor((count * each) / tried));
  let left = each - biasesEach.reduce((sum, own) => sum + own, 0);
  for (let k = 0; left > 0; k = (k + 1) % biasesEach.length, left--) biasesEach[k]!++;
  return { dilations: Int32Array.from(counts.keys()), biasesEach };
}

/** Which channels each combination adds up: 2^u of them, u uniform up to log₂(channels + 1). */
function drawChannels(
  combinations: number,
  width: number,
  random: RandomStream,
): Pick<Kernels, 'channelStarts' | 'channels'> {
  const most = Math.log2(Math.min(width, MOST_CHANNELS) + 1);
  const channelStarts = new Int32Array(combinations + 1);
  const channels: number[] = [];
  const all = Int32Array.from({ length: width }, (_, k) => k);
  for (let c = 0; c < combinations; c++) {
    const count = width === 1 ? 1 : Math.floor(2 ** (most * random.next()));
    if (width > 1) random.shuffle(all);
    channels.push(...all.subarray(0, count));
    channelStarts[c + 1] = channels.length;
  }
  return { channelStarts, channels: Int32Array.from(channels) };
}

/** The value below which a share q of sorted `values` lies, with lines between them (Hyndman & Fan's type 7). */
function quantile(sorted: Float32Array, q: number): number {
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const next = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return sorted[below]! + (at - below) * (next - sorted[below]!);
}

const GOLDEN = (Math.sqrt(5) + 1) / 2;

/**
 * The kernels for these series: dilations from the length, biases from the quantiles of what each kernel makes of one series
 * drawn at random (Dempster, Schmidt & Webb 2021, "MiniRocket", arXiv 2012.08791).
 *
 * @param steps the length that dilations are spread over; series may be of any length
 */
export function fitKernels(
  series: readonly Series[],
  {
    steps,
    features,
    random,
  }: { readonly steps: number; readonly features: number; readonly random: RandomStream },
): Kernels {
  const spread = dilationsFor(steps, features);
  const { dilations, biasesEach } = spread;
  const { width } = series[0]!;
  const drawn = drawChannels(dilations.length * KERNELS, width, random);
  const core = new RocketCore();
  const { exports } = core;
  const triplesAt = core.put(triples);
  const channelsAt = core.put(drawn.channels);
  const kept = core.mark();
  const biases: number[] = [];
  dilations.forEach((dilation, d) => {
    for (let kernel = 0; kernel < KERNELS; kernel++) {
      const one = series[random.below(series.length)]!;
      const begin = drawn.channelStarts[d * KERNELS + kernel]!;
      const count = drawn.channelStarts[d * KERNELS + kernel + 1]! - begin;
      core.release(kept);
      const seriesAt = core.put(one.values);
      const workAt = core.take(4 * exports.workFloats(one.steps, width));
      const outAt = core.take(4 * one.steps);
      exports.convolution(
        ...[seriesAt, one.steps, width, dilation, triplesAt + 12 * kernel, channelsAt + 4 * begin, count],
        ...([workAt, outAt] as const),
      );
      const sorted = core.view(Float32Array, outAt, one.steps).slice().sort();
      for (let k = 0; k < biasesEach[d]!; k++)
        biases.push(quantile(sorted, (GOLDEN * (biases.length + 1)) % 1));
    }
  });
  return { ...spread, ...drawn, biases: Float32Array.from(biases) };
}

/** Turns series into features: the share of steps at which each kernel's output is above each of its biases. */
export class Transform {
  readonly #core = new RocketCore();
  readonly #at: readonly number[];
  readonly #kept: number;
  readonly features: number;

  constructor(readonly kernels: Kernels) {
    const { dilations, biasesEach, channelStarts, channels, biases } = kernels;
    this.features = biases.length;
    this.#at = [dilations, biasesEach, triples, channelStarts, channels, biases].map((one) =>
      this.#core.put(one),
    );
    this.#kept = this.#core.mark();
  }

  /** @returns [features], until the next call */
  of({ values, steps, width }: Series): Float32Array {
    const { exports } = this.#core;
    this.#core.release(this.#kept);
    const seriesAt = this.#core.put(values);
    const workAt = this.#core.take(4 * exports.workFloats(steps, width));
    const outAt = this.#core.take(4 * this.features);
    const [dilationAt, eachAt, triplesAt, startsAt, channelsAt, biasesAt] = this.#at as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const count = this.kernels.dilations.length;
    exports.transform(
      ...([seriesAt, steps, width, count, dilationAt, eachAt, triplesAt, startsAt] as const),
      ...([channelsAt, biasesAt, workAt, outAt] as const),
    );
    return this.#core.view(Float32Array, outAt, this.features);
  }
}
