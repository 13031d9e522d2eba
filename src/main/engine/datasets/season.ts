import { calendarStepsPerYear } from './clock';

const DAY_S = 86_400;
const HOUR_S = 3_600;
/** Smaller correlations come about by chance and by noise. */
const LEAST_CORRELATION = 0.2;
/** A calendar season is believed from here on. */
const LEAST_CALENDAR_CORRELATION = 0.3;
/** A shorter season is taken when it explains nearly as much as the best. */
const NEARLY = 0.85;
const MAX_LAG = 2_000;

/**
 * The season of a series, in steps: the lag with the highest autocorrelation of its first differences (which no
 * trend can fake), preferring what the calendar suggests (12 months, 48 half-hours, 24 hours, 7 days …) and the
 * shorter of two nearly equal ones. 1 when there is none.
 *
 * @param values one series in order, [steps]
 * @param stepSeconds null when unknown
 */
export function findSeason(values: ArrayLike<number>, stepSeconds: number | null): number {
  const maxLag = Math.min(MAX_LAG, Math.floor((values.length - 1) / 2));
  if (maxLag < 2) return 1;
  const correlation = autocorrelation(differences(values), maxLag);
  for (const lag of calendarSeasons(stepSeconds))
    if (lag <= maxLag && isPeak(correlation, lag) && correlation[lag]! >= LEAST_CALENDAR_CORRELATION)
      return lag;
  let best = 0;
  for (let lag = 2; lag <= maxLag; lag++)
    if (isPeak(correlation, lag)) best = Math.max(best, correlation[lag]!);
  if (best < Math.max(LEAST_CORRELATION, 2 / Math.sqrt(values.length))) return 1;
  for (let lag = 2; lag <= maxLag; lag++)
    if (isPeak(correlation, lag) && correlation[lag]! >= NEARLY * best) return lag;
  return 1;
}

function differences(values: ArrayLike<number>): Float64Array {
  const result = new Float64Array(values.length - 1);
  for (let t = 0; t < result.length; t++) result[t] = values[t + 1]! - values[t]!;
  return result;
}

/** Autocorrelation r_k = Σ (x_t − m)(x_{t+k} − m) / Σ (x_t − m)² for k = 0 … maxLag (Box & Jenkins). */
export function autocorrelation(values: Float64Array, maxLag: number): Float64Array {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  const centred = values.map((value) => (Number.isNaN(value) ? 0 : value - mean));
  const result = new Float64Array(maxLag + 1);
  for (let lag = 0; lag <= maxLag; lag++) {
    let sum = 0;
    for (let t = 0; t + lag < centred.length; t++) sum += centred[t]! * centred[t + lag]!;
    result[lag] = sum;
  }
  const variance = result[0]!;
  return variance > 0 ? result.map((sum) => sum / variance) : result.fill(0);
}

/** Higher than both neighbours. */
function isPeak(correlation: Float64Array, lag: number): boolean {
  const own = correlation[lag]!;
  return own > correlation[lag - 1]! && own >= (correlation[lag + 1] ?? -1);
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
