import * as v from 'valibot';
import { Measured } from './measured';
import { RecipeChoices } from './model';
import { Remark } from './plan';

/** What a run's numbers may come to; of several that hold, the first is said. */
const findingNames = [
  'leak',
  'chance',
  'belowFloor',
  'stillImproving',
  'overfitted',
  'classDragging',
  'tooWide',
  'unmeasured',
  'nothingToAdd',
] as const;

/** What was found, in words, and the numbers that it follows from. */
export const Finding = v.object({
  name: v.picklist(findingNames),
  remark: Remark,
  evidence: v.record(v.string(), Measured),
});
export type Finding = v.InferOutput<typeof Finding>;

/** What a step does where it is taken. */
const StepAction = v.variant('kind', [
  /** The run's own recipe with these choices on top, ready to train. */
  v.object({ kind: v.literal('train'), choices: RecipeChoices }),
  /** Goes on with a run that was stopped. */
  v.object({ kind: v.literal('resume') }),
  /** Measures what nobody has measured yet. */
  v.object({ kind: v.literal('floors') }),
  v.object({ kind: v.literal('show'), view: v.picklist(['data', 'look', 'models']) }),
]);
type StepAction = v.InferOutput<typeof StepAction>;

export const NextStep = v.object({
  /** On its button. */
  remark: Remark,
  action: StepAction,
  /** The same on the command line. */
  command: v.string(),
  /** The finding that it follows from. */
  because: v.picklist(findingNames),
});
export type NextStep = v.InferOutput<typeof NextStep>;

/** One sentence that follows from a run's numbers, what else holds, and at most three things to do next. */
export const Verdict = v.object({
  finding: Finding,
  others: v.array(Finding),
  steps: v.pipe(v.array(NextStep), v.maxLength(3)),
});
export type Verdict = v.InferOutput<typeof Verdict>;
