import type { TrainingSpec } from '../../../shared/domain/model';

/** What early stopping remembers between epochs. */
export interface BestSoFar {
  /** Epochs done. */
  epoch: number;
  /** 0 until an epoch was the best. */
  bestEpoch: number;
  bestLoss: number;
}

export const nothingYet: BestSoFar = { epoch: 0, bestEpoch: 0, bestLoss: Number.MAX_VALUE };

/** Notes the loss of the epoch just done. @returns whether no epoch's was less: its weights are then to be kept */
export function noteLoss(so: BestSoFar, loss: number): boolean {
  // Also of a loss that is no number.
  if (!(loss < so.bestLoss)) return false;
  so.bestLoss = loss;
  so.bestEpoch = so.epoch;
  return true;
}

/** Whether the epochs are used up, or the loss has not improved for `patience` of them (Prechelt 1998). */
export const isOver = (
  { epoch, bestEpoch }: BestSoFar,
  { epochs, patience }: Pick<TrainingSpec, 'epochs' | 'patience'>,
): boolean => epoch >= epochs || epoch - Math.max(1, bestEpoch) >= patience;
