import { studentQuantile, studentTail } from './student';

/** A mean that may be no more than chance. */
export interface Estimate {
  readonly estimate: number;
  /** 95 %; null of a single value. */
  readonly interval: readonly [number, number] | null;
  /** Two-sided, of the mean being zero; null of a single value. */
  readonly pValue: number | null;
}

/**
 * Mean of scores that were resampled out of the same examples, as folds are, or of their differences: they are not
 * independent, since most of what they learnt from is the same, so that their variance is taken as σ² (1 / J + n₂ / n₁)
 * instead of σ² / J (Nadeau & Bengio 2003, Machine Learning 52, section 5; for repeated folds Bouckaert & Frank 2004), with J − 1
 * degrees of freedom.
 *
 * @param ratio n₂ / n₁, judged examples for each that was learnt from; 0 of independent values, which is the ordinary t
 */
export function resampledMean(values: readonly number[], ratio: number): Estimate {
  const count = values.length;
  const estimate = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { estimate, interval: null, pValue: null };
  const variance = values.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / (count - 1);
  const error = Math.sqrt(variance * (1 / count + ratio));
  const reach = studentQuantile(0.95, count - 1) * error;
  const pValue = error === 0 ? (estimate === 0 ? 1 : 0) : studentTail(estimate / error, count - 1);
  return { estimate, interval: [estimate - reach, estimate + reach], pValue };
}
