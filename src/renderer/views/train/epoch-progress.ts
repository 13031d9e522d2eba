import type { Run } from '../../../shared/domain/run';

/**
 * The epoch that is being trained and how far it is, in the units of the time axis; null when nothing is trained.
 * @param steps [n] step numbers so far
 */
export function epochProgress(
  run: Run,
  steps: Int32Array,
  axis: 'step' | 'epoch',
): { readonly from: number; readonly at: number; readonly to: number } | null {
  if ((run.status !== 'running' && run.status !== 'paused') || run.stepsPerEpoch === 0) return null;
  const at = steps[steps.length - 1] ?? 0;
  const from = Math.floor(Math.max(0, at - 1) / run.stepsPerEpoch) * run.stepsPerEpoch;
  const scale = axis === 'step' ? 1 : 1 / run.stepsPerEpoch;
  return { from: from * scale, at: at * scale, to: (from + run.stepsPerEpoch) * scale };
}
