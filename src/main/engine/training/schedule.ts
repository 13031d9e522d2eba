import type { TrainingSpec } from '../../../shared/domain/model';

/** What the plateau schedule remembers between epochs. */
export interface PlateauState {
  /** Product of all reductions so far. */
  readonly scale: number;
  /** Epochs since the best loss. */
  readonly waited: number;
  readonly best: number;
}

export const freshPlateau: PlateauState = { scale: 1, waited: 0, best: Number.MAX_VALUE };

/** Smaller reductions would stop the network without saying so. */
const LEAST_SCALE = 1e-3;

/** The plateau after one more epoch with this loss. */
export function plateauAfter(
  { scale, waited, best }: PlateauState,
  loss: number,
  { kind, patience, factor }: TrainingSpec['schedule'],
): PlateauState {
  if (loss < best) return { scale, waited: 0, best: loss };
  if (kind !== 'plateau' || waited + 1 < patience) return { scale, waited: waited + 1, best };
  return { scale: Math.max(scale * factor, LEAST_SCALE), waited: 0, best };
}

/**
 * Learning rate of an optimiser step.
 *
 * @param step counts from 1
 */
export function learningRateAt(
  step: number,
  stepsPerEpoch: number,
  { learningRate, schedule, epochs }: TrainingSpec,
  plateau: PlateauState,
): number {
  const warmupSteps = schedule.warmupEpochs * stepsPerEpoch;
  const warmup = Math.min(1, step / Math.max(1, warmupSteps));
  if (schedule.kind === 'cosine') {
    // Loshchilov & Hutter 2017 without restarts.
    const done = (step - 1 - warmupSteps) / Math.max(1, epochs * stepsPerEpoch - warmupSteps);
    return learningRate * warmup * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, Math.max(0, done))));
  }
  return learningRate * warmup * plateau.scale;
}
