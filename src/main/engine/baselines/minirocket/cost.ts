import { failure } from '../../../../shared/sentences/failure';
import type { FitContext } from '../family';

/** The ridge regression compares every pair of examples, in memory. */
export const MOST_EXAMPLES = 2500;
/** Comparisons with a bias a second, measured on one core of 2026. */
const COMPARISONS_PER_SECOND = 1e9;
const MOST_SECONDS = 1800;

type Given = Pick<FitContext<'minirocket'>, 'data' | 'parts'>;

/** How long features, fit and scores take. */
export function miniRocketSeconds({ data, parts }: Given, features = 10_000): number {
  const examples = [...parts.train, ...parts.validation, ...parts.test];
  const steps = examples.reduce((sum, example) => sum + data.lengths[example]!, 0);
  const solved = Math.min(parts.train.length, MOST_EXAMPLES) ** 3 * 4;
  return (steps * features + solved) / COMPARISONS_PER_SECOND;
}

/** @throws UnrollError MODEL_TOO_LARGE when a fit and its scores would take hours */
export function requireTime(given: Given, features: number): void {
  const seconds = miniRocketSeconds(given, features);
  if (seconds <= MOST_SECONDS) return;
  const { train, validation, test } = given.parts;
  const sequences = train.length + validation.length + test.length;
  throw failure('MODEL_TOO_LARGE.kernelTime', { sequences, minutes: Math.round(seconds / 60) });
}
