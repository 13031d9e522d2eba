import type { Prediction } from '../contract/predict';

/** Values at every step, each with its time; null where steps have none. */
export function stepRows({
  stepSeconds,
  values,
  everySteps = 1,
}: Pick<Extract<Prediction, { kind: 'values' }>, 'stepSeconds' | 'values' | 'everySteps'>): {
  readonly step: number;
  readonly seconds: number | null;
  readonly value: number;
}[] {
  return values.map((value, k) => {
    const step = (k + 1) * everySteps - 1;
    return { step, seconds: stepSeconds === null ? null : step * stepSeconds, value };
  });
}
