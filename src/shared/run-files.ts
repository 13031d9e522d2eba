import type { SplitName } from './domain/dataset';

/** The files of a run's folder, `runs/<id>/`; docs/file-formats.md says what each holds. */
export const runFiles = {
  /** The run, for people and for rebuilding the catalog. */
  run: 'run.json',
  /** All that training needs to go on. */
  checkpoint: 'checkpoint.safetensors',
  /** The one before, for when that is damaged. */
  previousCheckpoint: 'checkpoint.previous.safetensors',
  /** An epoch that is under way, on top of the newest checkpoint. */
  withinEpoch: 'checkpoint.within.safetensors',
  /** The best weights, with all that is needed to run raw features through them. */
  weights: 'weights.safetensors',
  /** A model without a network before it was fitted again to the validation part too: for judging that part. */
  trainingWeights: 'weights.training.safetensors',
  /** The curves. */
  metrics: 'metrics.safetensors',
  /** A few examples as the network saw them while it learnt. */
  probes: 'probes.safetensors',
} as const;

/** A cache of the run's answers to one part of its data. */
export const predictionsFile = (part: SplitName): `predictions.${SplitName}.safetensors` =>
  `predictions.${part}.safetensors`;
