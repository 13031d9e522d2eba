import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resourcesDir } from '../files/places';
import { calendarStepsPerYear } from '../readers/table/clock';

const DAY_S = 86_400;
const HOUR_S = 3_600;
/** A season must explain this much of what is left beside the trend … */
const LEAST_CORRELATION = 0.3;
/** … and show in the steps from value to value too, which no trend and no random walk can fake. */
const LEAST_STEP_CORRELATION = 0.1;
/** A shorter season is taken when it explains nearly as much as the best. */
const NEARLY = 0.85;
const MAX_LAG = 2_000;

/**
 * The season of a series, in steps: the lag with the highest autocorrelation beside a quadratic trend, confirmed by
 * that of the first differences; preferring what the calendar suggests (12 months, 48 half-hours, 24 hours, 7 days …)
 * and the shorter of two nearly equal ones. 1 when there is none.
 *
 * @param values one series in order, [steps]
 * @param stepSeconds null when unknown
 */
export function findSeason(values: ArrayLike<number>, stepSeconds: number | null): number {
  const maxLag = Math.min(MAX_LAG, Math.floor((values.length - 1) / 2));
  if (maxLag < 3) return 1;
  const residual = withoutTrend(values);
  const level = autocorrelation(residual, maxLag);
  const steps = autocorrelation(differences(residual), maxLag);
  const leastStep = Math.max(LEAST_STEP_CORRELATION, 3 / Math.sqrt(values.length));
  const isSeason = (lag: number): boolean =>
    lag <= maxLag && nearPeak(level, lag) >= LEAST_CORRELATION && nearPeak(steps, lag) >= leastStep;
  for (const lag of calendarSeasons(stepSeconds)) if (isSeason(lag)) return lag;
  // Before the correlation first falls below zero it tells of smoothness, not of a season.
  const start = level.findIndex((correlation) => correlation < 0);
  if (start === -1) return 1;
  const lags: number[] = [];
  for (let lag = Math.max(2, start); lag < maxLag; lag++)
    if (isPeak(level, lag) && isSeason(lag)) lags.push(lag);
  const best = lags.reduce((most, lag) => Math.max(most, level[lag]!), 0);
  const found = lags.find((lag) => level[lag]! >= NEARLY * best);
  if (found === undefined) return 1;
  // Neighbours are told apart by the steps, whose peaks are sharper, and by the seasons after, which drift apart.
  const multiples = [1, 2, 3, 4].filter((count) => count * (found + 1) <= maxLag);
  const score = (lag: number): number =>
    multiples.reduce((sum, count) => sum + level[count * lag]! + steps[count * lag]!, 0);
  return [found - 1, found + 1].reduce((a, b) => (b >= 2 && score(b) > score(a) ? b : a), found);
}

/**
 * The week instead of the day where repeating last week's value errs less than repeating yesterday's, as where people
 * rest at weekends: the season is what the naive forecast, and with it the floor, repeats.
 */
export function weeklySeason(values: Float64Array, seasonSteps: number, stepSeconds: number | null): number {
  const isDay = stepSeconds !== null && Math.abs(seasonSteps * stepSeconds - DAY_S) < 1;
  const week = 7 * seasonSteps;
  if (!isDay || values.length < 4 * week) return seasonSteps;
  const errorOf = (lag: number): number => {
    let sum = 0;
    for (let t = week; t < values.length; t++) {
      const error = Math.abs(values[t]! - values[t - lag]!);
      sum += Number.isNaN(error) ? 0 : error;
    }
    return sum;
  };
  return errorOf(week) < errorOf(seasonSteps) ? week : seasonSteps;
}

function differences(values: ArrayLike<number>): Float64Array {
  const result = new Float64Array(values.length - 1);
  for (let t = 0; t < result.length; t++) result[t] = values[t + 1]! - values[t]!;
  return result;
}

/** Residuals of a least-squares fit by the first three orthogonal (discrete Legendre) polynomials. */
function withoutTrend(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  const middle = (n - 1) / 2;
  const linear = Float64Array.from({ length: n }, (_, t) => t - middle);
  const meanSquare = linear.reduce((sum, x) => sum + (x * x) / n, 0);
  const polynomials = [new Float64Array(n).fill(1), linear, linear.map((x) => x * x - meanSquare)];
  const residual = Float64Array.from(values);
  for (const polynomial of polynomials) {
    let product = 0;
    let norm = 0;
    for (let t = 0; t < n; t++) {
      product += residual[t]! * polynomial[t]!;
      norm += polynomial[t]! ** 2;
    }
    const weight = product / norm;
    // What is left of an exact polynomial is rounding, and would correlate.
    for (let t = 0; t < n; t++) {
      const rest = residual[t]! - weight * polynomial[t]!;
      residual[t] = Math.abs(rest) > 1e-9 * Math.abs(values[t]!) ? rest : 0;
    }
  }
  return residual;
}

interface SeasonExports {
  readonly memory: WebAssembly.Memory;
  heapStart(): number;
  correlate(valuesAt: number, count: number, lags: number, sumsAt: number): void;
}

const PAGE = 65536;
/** Zeros behind the values, and room behind the sums. */
const BESIDE = 16;
let loaded: SeasonExports | null = null;

/** Autocorrelation r_k = Σ (x_t − m)(x_{t+k} − m) / Σ (x_t − m)² for k = 0 … maxLag (Box & Jenkins). */
export function autocorrelation(values: Float64Array, maxLag: number): Float64Array {
  let mean = 0;
  for (let t = 0; t < values.length; t++) mean += values[t]! / values.length;
  loaded ??= new WebAssembly.Instance(
    new WebAssembly.Module(readFileSync(join(resourcesDir(), 'kernels/season.wasm'))),
  ).exports as unknown as SeasonExports;
  const { memory } = loaded;
  const valuesAt = Math.ceil(loaded.heapStart() / BESIDE) * BESIDE;
  const sumsAt = valuesAt + 8 * (values.length + BESIDE);
  const missing = sumsAt + 8 * (maxLag + 1 + BESIDE) - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  const centred = new Float64Array(memory.buffer, valuesAt, values.length + BESIDE).fill(0);
  for (let t = 0; t < values.length; t++) {
    const value = values[t]!;
    centred[t] = Number.isNaN(value) ? 0 : value - mean;
  }
  loaded.correlate(valuesAt, values.length, maxLag + 1, sumsAt);
  const result = new Float64Array(memory.buffer, sumsAt, maxLag + 1).slice();
  const variance = result[0]!;
  return variance > 0 ? result.map((sum) => sum / variance) : result.fill(0);
}

/** Higher than both neighbours. */
function isPeak(correlation: Float64Array, lag: number): boolean {
  const own = correlation[lag]!;
  return own > correlation[lag - 1]! && own >= (correlation[lag + 1] ?? -1);
}

/** The correlation at a lag if it or a neighbour is a peak, since noise moves peaks by a step; else −1. */
function nearPeak(correlation: Float64Array, lag: number): number {
  const isNear = [lag - 1, lag, lag + 1].some((near) => near >= 2 && isPeak(correlation, near));
  return isNear ? correlation[lag]! : -1;
}

/** Seasons that this step suggests, the likeliest first. */
function calendarSeasons(stepSeconds: number | null): number[] {
  if (stepSeconds === null) return [];
  const perYear = calendarStepsPerYear(stepSeconds);
  if (perYear !== null) return perYear > 1 ? [perYear] : [];
  const whole = (periodSeconds: number): number[] => {
    const steps = periodSeconds / stepSeconds;
    return steps >= 2 && Math.abs(steps - Math.round(steps)) < 1e-3 ? [Math.round(steps)] : [];
  };
  if (stepSeconds >= 7 * DAY_S) return [Math.round((365.2425 * DAY_S) / stepSeconds)];
  if (stepSeconds >= DAY_S) return whole(7 * DAY_S);
  return stepSeconds >= 60 ? [...whole(DAY_S), ...whole(HOUR_S)] : [];
}
