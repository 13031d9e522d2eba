import type { Series } from '../series';
import type { QuantCore } from './core';

/** What a channel is looked at as, in this order (Dempster et al. 2023, section 3.1). */
export const representations = ['values', 'slopes', 'bends', 'frequencies'] as const;
export type Representation = (typeof representations)[number];

/** Intervals are halved so many times but one. */
const DEPTH = 6;
/** An interval of m steps gives 1 + ⌊(m − 1) / 4⌋ quantiles. */
export const DIVISOR = 4;
/** Below this there is no second difference. */
export const LEAST_STEPS = 3;

export interface Interval {
  readonly of: Representation;
  readonly begin: number;
  /** First step after it. */
  readonly end: number;
}

/** How long each of a channel's four series is. */
const lengthsFor = (steps: number): readonly number[] => [
  steps,
  steps - 1,
  steps - 2,
  Math.floor(steps / 2) + 1,
];

/** 1, 2, 4 … parts of a series, and the same moved on by half a part, without the last. */
function dyadic(length: number, of: Representation): Interval[] {
  const depth = Math.min(DEPTH, Math.floor(Math.log2(length)) + 1);
  return Array.from({ length: depth }, (_, level) => 2 ** level).flatMap((parts) => {
    const own = Array.from({ length: parts }, (_, k) => ({
      of,
      begin: Math.floor((k * length) / parts),
      end: Math.floor(((k + 1) * length) / parts),
    }));
    const sizes = own.map(({ begin, end }) => end - begin).sort((a, b) => a - b);
    if (parts === 1 || sizes[Math.floor((parts - 1) / 2)]! <= 1) return own;
    const by = Math.ceil(length / parts / 2);
    return [...own, ...own.slice(0, -1).map(({ begin, end }) => ({ of, begin: begin + by, end: end + by }))];
  });
}

export const intervalsFor = (steps: number): Interval[] =>
  lengthsFor(steps).flatMap((length, r) => dyadic(length, representations[r]!));

export const quantilesOf = ({ begin, end }: Interval): number => 1 + Math.floor((end - begin - 1) / DIVISOR);

/** Numbers that describe a channel of so many steps. */
export const featuresPerChannel = (steps: number): number =>
  intervalsFor(steps).reduce((sum, interval) => sum + quantilesOf(interval), 0);

/** Turns series of `steps` steps into features: channel after channel, interval after interval, quantile after quantile. */
export class IntervalTransform {
  readonly features: number;
  readonly #steps: number;
  readonly #size: number;
  readonly #at: readonly [counts: number, bounds: number, roots: number, chirp: number, filter: number];

  /** @param core keeps what is put into it until it is released below what it holds now */
  constructor(
    readonly core: QuantCore,
    steps: number,
    readonly width: number,
  ) {
    const intervals = intervalsFor(steps);
    this.features = width * featuresPerChannel(steps);
    this.#steps = steps;
    const size = (this.#size = 2 ** Math.ceil(Math.log2(2 * steps)));
    const roots = new Float64Array(size);
    for (let k = 0; k < size / 2; k++) {
      roots[2 * k] = Math.cos((2 * Math.PI * k) / size);
      roots[2 * k + 1] = -Math.sin((2 * Math.PI * k) / size);
    }
    const chirp = new Float64Array(2 * steps);
    const filter = new Float64Array(2 * size);
    for (let t = 0; t < steps; t++) {
      // t² mod 2 steps, so that the angle stays small.
      const angle = (Math.PI * ((t * t) % (2 * steps))) / steps;
      const [re, im] = [Math.cos(angle), Math.sin(angle)];
      chirp.set([re, -im], 2 * t);
      filter.set([re, im], 2 * t);
      if (t > 0) filter.set([re, im], 2 * (size - t));
    }
    const rootsAt = core.put(roots);
    const filterAt = core.put(filter);
    core.exports.fourier(filterAt, size, rootsAt);
    const counts = representations.map((one) => intervals.filter(({ of }) => of === one).length);
    const bounds = Int32Array.from(intervals.flatMap(({ begin, end }) => [begin, end]));
    this.#at = [core.put(Int32Array.from(counts)), core.put(bounds), rootsAt, core.put(chirp), filterAt];
  }

  /** Writes the features of one series to outAt, every `stride` numbers one. */
  to({ values, width }: Series, outAt: number, stride = 1): void {
    const { core } = this;
    const mark = core.mark();
    const seriesAt = core.put(values);
    const workAt = core.take(core.exports.workBytes(this.#steps, this.#size));
    const [countsAt, boundsAt, rootsAt, chirpAt, filterAt] = this.#at;
    core.exports.transform(
      ...([seriesAt, this.#steps, width, countsAt, boundsAt, DIVISOR, this.#size, rootsAt] as const),
      ...([chirpAt, filterAt, workAt, outAt, stride] as const),
    );
    core.release(mark);
  }
}
