/** Steps back in time up to this share of the rows are new recordings; more of them are rows out of order. */
export const MAX_RESTART_SHARE = 0.02;

/** How a column of times runs. */
export interface Clock {
  /** Steps per second; null for a plain step counter. */
  readonly rateHz: number | null;
  /** Of the median step: what most rows are apart, however the rest lies. */
  readonly medianHz: number;
  readonly isSorted: boolean;
  /** Stamps that are the same as the one before, where stamps are not cut off as a rule. */
  readonly doubled?: number;
  /** Steps back. */
  readonly backwards?: number;
  /** Pauses longer than five steps. */
  readonly gaps: number;
  /** Standard deviation of the steps, as a share of their mean, without the gaps. */
  readonly jitter: number;
  /** The earliest and the latest time. */
  readonly spanSeconds?: readonly [number, number];
}

const DAY_S = 86_400;
const YEAR_S = 365.2425 * DAY_S;
const GAP_STEPS = 5;
/** Calendar steps are not equally long: a month has 28 to 31 days. */
const calendar: readonly { readonly minDays: number; readonly maxDays: number; readonly perYear: number }[] =
  [
    { minDays: 28, maxDays: 31, perYear: 12 },
    { minDays: 90, maxDays: 92, perYear: 4 },
    { minDays: 365, maxDays: 366, perYear: 1 },
  ];

/** Steps of this calendar unit in a year when `stepSeconds` is one; null for steps of equal length. */
export function calendarStepsPerYear(stepSeconds: number): number | null {
  const days = stepSeconds / DAY_S;
  return calendar.find(({ minDays, maxDays }) => days >= minDays && days <= maxDays)?.perYear ?? null;
}

/**
 * Numbers as seconds: by the column's name where it names a unit, else by their size, since times since 1970 are
 * about 1.7e9 s, 1.7e12 ms, 1.7e15 µs, 1.7e18 ns; anything smaller is taken as seconds.
 */
export function secondsPerUnit(name: string, first: number): number {
  if (/(^|[_ ([])(ms|msecs?|millis|milliseconds)[)\]]?$/i.test(name)) return 1e-3;
  if (/(^|[_ ([])(us|µs|usecs?|micros|microseconds)[)\]]?$/i.test(name)) return 1e-6;
  if (/(^|[_ ([])(ns|nanos|nanoseconds)[)\]]?$/i.test(name)) return 1e-9;
  const size = Math.abs(first);
  if (size > 1e17) return 1e-9;
  if (size > 1e14) return 1e-6;
  return size > 1e11 ? 1e-3 : 1;
}

/** A step of a sensor lies between these, in seconds. */
const SENSOR_STEP: readonly [number, number] = [1e-4, 10];
const LONGEST_UPTIME_S = YEAR_S;

/**
 * Seconds in one of a column's numbers where its first ones alone mislead: times since a device was started are too small for
 * a date, and their steps tell the unit. Null where {@link secondsPerUnit} is right.
 */
export function uptimeUnit(name: string, values: Float64Array): number | null {
  const first = values.find((value) => !Number.isNaN(value));
  if (first === undefined || secondsPerUnit(name, 1) !== 1) return null;
  if (Math.abs(first) <= 1e11) return countsMilliseconds(name, values) ? 1e-3 : null;
  // As large as a time since 1970 in some unit.
  if ([1e-3, 1e-6, 1e-9].some((unit) => first * unit > 20 * YEAR_S && first * unit < 130 * YEAR_S))
    return null;
  const steps = new ClockSteps();
  steps.add(values, 0, Math.min(values.length, 2000));
  const step = steps.usual()?.mode;
  if (step === undefined) return null;
  return (
    [1e-3, 1e-6, 1e-9].find(
      (unit) =>
        step * unit >= SENSOR_STEP[0] && step * unit <= SENSOR_STEP[1] && first * unit <= LONGEST_UPTIME_S,
    ) ?? null
  );
}

const UNNAMED = /^column ?\d+$/;

/**
 * Whole numbers that grow by about 20 count milliseconds rather than seconds: people and programs that count seconds take round
 * numbers of them, and clocks of seconds do not jitter. Without a name, 10 and 50 are milliseconds as well.
 */
function countsMilliseconds(name: string, values: Float64Array): boolean {
  const some = values.subarray(0, 2000);
  if (/sec/i.test(name) || !some.every((value) => Number.isNaN(value) || Number.isInteger(value)))
    return false;
  const steps: number[] = [];
  for (let k = 1; k < some.length; k++) {
    const step = some[k]! - some[k - 1]!;
    if (step < 0) return false;
    if (step > 0) steps.push(step);
  }
  const median = steps.sort((a, b) => a - b)[steps.length >> 1] ?? 0;
  if (steps.length < 10 || median < 4 || median > 1000) return false;
  const varied = steps.filter((step) => step !== median && step < 2 * median).length;
  if (varied >= 0.1 * steps.length) return true;
  const isRound = UNNAMED.test(name) ? median % 60 === 0 : median % 5 === 0 || median % 12 === 0;
  return !isRound && (UNNAMED.test(name) || median >= 7);
}

/**
 * @param values times in any unit, [rows]; NaN where missing
 * @param unitSeconds seconds in one of that unit
 * @param isCounter whether steps of exactly 1 count rows rather than seconds
 * @returns null for fewer than two times, or times that do not move
 */
export function clockOf(values: Float64Array, unitSeconds: number, isCounter: boolean): Clock | null {
  const steps = new ClockSteps();
  steps.add(values, 0, values.length);
  return steps.clock(unitSeconds, isCounter);
}

/** So many repeated stamps are no accident. */
const MIN_CUT_OFF_SHARE = 0.2;
/** Steps that are the commonest one, give or take what clocks and rounding do to it; others are pauses or doubled rows. */
const NEAR_LEAST = 0.5;
const NEAR_MOST = 1.5;
/** Steps are counted in classes that are so wide, as a share of their length. */
const CLASS_WIDTH = 0.02;

/** Steps of about one length. */
interface StepClass {
  count: number;
  sum: number;
  squares: number;
}

/** Counts the steps of a column of times as they come, in memory that does not grow with the rows. */
export class ClockSteps {
  readonly #classes = new Map<number, StepClass>();
  #last = Number.NaN;
  #lastStep = Number.NaN;
  #lastClass: StepClass | null = null;
  #steps = 0;
  #repeats = 0;
  #backwards = 0;
  #isCounting = true;
  #earliest = Infinity;
  #latest = -Infinity;

  /** Times `start` … `end`, which follow those that were given before. */
  add(values: Float64Array, start: number, end: number): void {
    for (let row = start; row < end; row++) {
      const value = values[row]!;
      if (value !== value) continue;
      if (value < this.#earliest) this.#earliest = value;
      if (value > this.#latest) this.#latest = value;
      const step = value - this.#last;
      this.#last = value;
      if (step === step) this.#count(step);
    }
  }

  #count(step: number): void {
    this.#steps++;
    if (step < 0) this.#backwards++;
    if (step !== 1 && step !== 0) this.#isCounting = false;
    if (step === 0) {
      this.#repeats++;
      return;
    }
    if (step !== this.#lastStep) {
      const key = Math.round(Math.log(Math.abs(step)) / CLASS_WIDTH);
      let own = this.#classes.get(key);
      if (own === undefined) this.#classes.set(key, (own = { count: 0, sum: 0, squares: 0 }));
      this.#lastClass = own;
      this.#lastStep = step;
    }
    const size = Math.abs(step);
    const own = this.#lastClass!;
    own.count++;
    own.sum += size;
    own.squares += size * size;
  }

  /** As {@link clockOf}. */
  clock(unitSeconds: number, isCounter: boolean): Clock | null {
    const usual = this.usual();
    if (usual === null) return null;
    const { mode, median } = usual;
    // Where stamps are cut off, to whole seconds for example, they repeat, and the mean over all but the gaps is the step.
    const isCutOff = this.#repeats >= MIN_CUT_OFF_SHARE * this.#steps;
    const all = this.#between(0, GAP_STEPS * median, true);
    const near = isCutOff ? all : this.#between(NEAR_LEAST * mode, NEAR_MOST * mode, false);
    const perYear = calendarStepsPerYear(mode * unitSeconds);
    const rateHz = perYear === null ? roundRate(near.mean * unitSeconds) : perYear / YEAR_S;
    return {
      rateHz: isCounter && this.#isCounting ? null : rateHz,
      medianHz: roundRate(median * unitSeconds),
      isSorted: this.#backwards === 0,
      doubled: isCutOff ? 0 : this.#repeats,
      backwards: this.#backwards,
      gaps: this.#steps - all.count,
      jitter: perYear === null ? all.deviation / all.mean : 0,
      spanSeconds: [this.#earliest * unitSeconds, this.#latest * unitSeconds],
    };
  }

  /** The commonest and the median step; null where none is above 0. */
  usual(): { mode: number; median: number } | null {
    const sorted = [...this.#classes].sort(([a], [b]) => a - b);
    if (sorted.length === 0) return null;
    const total = this.#steps - this.#repeats;
    const count = (key: number): number => this.#classes.get(key)?.count ?? 0;
    let best = -Infinity;
    let mode = 0;
    let median = 0;
    let seen = 0;
    for (const [key, own] of sorted) {
      const score = count(key - 1) + own.count + count(key + 1) + own.count / total;
      if (score > best) {
        best = score;
        mode = own.sum / own.count;
      }
      if (2 * seen <= total) median = own.sum / own.count;
      seen += own.count;
    }
    return { mode, median };
  }

  /** Mean and deviation of the steps between two lengths, with those of none if wanted. */
  #between(
    least: number,
    most: number,
    hasRepeats: boolean,
  ): { count: number; mean: number; deviation: number } {
    let count = hasRepeats ? this.#repeats : 0;
    let sum = 0;
    let squares = 0;
    for (const own of this.#classes.values()) {
      const length = own.sum / own.count;
      if (length < least || length > most) continue;
      count += own.count;
      sum += own.sum;
      squares += own.squares;
    }
    const mean = sum / count;
    return { count, mean, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
  }
}

/** Stamps that were cut off to milliseconds give 64.0004 Hz where it was 64. */
const RATE_TOLERANCE = 1e-4;

/** Samples per second; whole where a whole number of them, or a whole number of seconds a sample, is as near. */
function roundRate(stepSeconds: number): number {
  const isWhole = (x: number): boolean => x >= 1 && Math.abs(x - Math.round(x)) <= RATE_TOLERANCE * x;
  if (isWhole(1 / stepSeconds)) return Math.round(1 / stepSeconds);
  return 1 / (isWhole(stepSeconds) ? Math.round(stepSeconds) : Number(stepSeconds.toPrecision(6)));
}
