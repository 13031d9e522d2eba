import * as v from 'valibot';
import { Measured } from './measured';
import { ModelChoices } from './model';
import { Remark } from './plan';

/** A model that was tried, and what its folds scored. */
export const Candidate = v.object({
  name: v.string(),
  model: ModelChoices,
  mean: Measured,
  interval: v.nullable(v.tuple([Measured, Measured])),
  folds: v.number(),
  seconds: v.number(),
});
export type Candidate = v.InferOutput<typeof Candidate>;

/** The lab's search for the best model within a time. */
export const Choice = v.object({
  datasetId: v.string(),
  activity: v.string(),
  budgetSeconds: v.number(),
  /** Since it began, by the clock on the wall. */
  seconds: v.number(),
  /** Every step, in order. */
  told: v.array(Remark),
  /** The best first. */
  candidates: v.array(Candidate),
  /** The one run that follows; null before, and where nothing could be chosen. */
  run: v.nullable(v.string()),
  ended: v.boolean(),
});
export type Choice = v.InferOutput<typeof Choice>;
