/** Steps back in time up to this share of the rows are new recordings; more of them are rows out of order. */
export const MAX_RESTART_SHARE = 0.02;

/** How a column of times runs. */
export interface Clock {
  /** Steps per second; null for a plain step counter. */
  readonly rateHz: number | null;
  /** Of the median step: what most rows are apart, however the rest lies. */
  readonly medianHz: number;
  readonly isSorted: boolean;
  /** Pauses longer than five steps. */
  readonly gaps: number;
  /** Standard deviation of the steps, as a share of their mean, without the gaps. */
  readonly jitter: number;
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
  if (/(^|[_ ([])(ms|millis|milliseconds)[)\]]?$/i.test(name)) return 1e-3;
  if (/(^|[_ ([])(us|µs|micros|microseconds)[)\]]?$/i.test(name)) return 1e-6;
  if (/(^|[_ ([])(ns|nanos|nanoseconds)[)\]]?$/i.test(name)) return 1e-9;
  const size = Math.abs(first);
  if (size > 1e17) return 1e-9;
  if (size > 1e14) return 1e-6;
  return size > 1e11 ? 1e-3 : 1;
}

/**
 * @param values times in any unit, [rows]; NaN where missing
 * @param unitSeconds seconds in one of that unit
 * @param isCounter whether steps of exactly 1 count rows rather than seconds
 * @returns null for fewer than two times, or times that do not move
 */
export function clockOf(values: Float64Array, unitSeconds: number, isCounter: boolean): Clock | null {
  const times = values.filter((value) => !Number.isNaN(value));
  if (times.length < 2) return null;
  const steps = new Float64Array(times.length - 1);
  let isSorted = true;
  for (let k = 0; k < steps.length; k++) {
    const step = times[k + 1]! - times[k]!;
    if (step < 0) isSorted = false;
    steps[k] = Math.abs(step);
  }
  const positive = steps.filter((step) => step > 0).sort();
  const median = positive[positive.length >> 1];
  if (median === undefined) return null;
  // Stamps may repeat, so that the mean over all but the gaps is the step; the median is one of two neighbours.
  let sum = 0;
  let squares = 0;
  let counted = 0;
  for (const step of steps)
    if (step <= GAP_STEPS * median) {
      sum += step;
      squares += step * step;
      counted++;
    }
  const mean = sum / counted;
  const isIndex = isCounter && positive.every((step) => step === 1);
  const perYear = calendarStepsPerYear(median * unitSeconds);
  const rateHz = perYear === null ? roundRate(mean * unitSeconds) : perYear / YEAR_S;
  return {
    rateHz: isIndex ? null : rateHz,
    medianHz: roundRate(median * unitSeconds),
    isSorted,
    gaps: steps.length - counted,
    jitter: perYear === null ? Math.sqrt(Math.max(0, squares / counted - mean * mean)) / mean : 0,
  };
}

/** Stamps that were cut off to milliseconds give 64.0004 Hz where it was 64. */
const RATE_TOLERANCE = 1e-4;

/** Samples per second; whole where a whole number of them, or a whole number of seconds a sample, is as near. */
function roundRate(stepSeconds: number): number {
  const isWhole = (x: number): boolean => x >= 1 && Math.abs(x - Math.round(x)) <= RATE_TOLERANCE * x;
  if (isWhole(1 / stepSeconds)) return Math.round(1 / stepSeconds);
  return 1 / (isWhole(stepSeconds) ? Math.round(stepSeconds) : Number(stepSeconds.toPrecision(6)));
}
