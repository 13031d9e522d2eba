/** At most `most` round numbers (1, 2 or 5 times a power of ten apart) within least … greatest. */
export function roundTicks(least: number, greatest: number, most: number): readonly number[] {
  const span = greatest - least;
  if (!(span > 0) || most < 1) return [least];
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough)!;
  const ticks: number[] = [];
  for (let index = Math.ceil(least / step - 1e-9); index * step <= greatest + step * 1e-9; index += 1) {
    // Rounded to the step's own digits: 3 × 0.1 should read 0.3.
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

/** Time along an axis of `steps` steps; without `stepSeconds` the steps themselves are counted. */
export interface TimeScale {
  readonly steps: number;
  readonly stepSeconds: number | null;
}

/** Ticks as [share of the axis 0 … 1, value in seconds or steps]. */
export function timeTicks(scale: TimeScale, widthPx: number): readonly (readonly [number, number])[] {
  const end = scale.steps * (scale.stepSeconds ?? 1);
  const most = Math.max(1, Math.floor(widthPx / 64));
  return roundTicks(0, end, most)
    .filter((value) => scale.stepSeconds !== null || Number.isInteger(value))
    .map((value) => [end === 0 ? 0 : value / end, value]);
}
