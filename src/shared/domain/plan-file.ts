import * as v from 'valibot';
import type { Understanding } from './dataset';
import type { ImportPlan } from './plan';
import { PlanEdits } from './plan';

export const PLAN_FORMAT_VERSION = 1;

/** `plan.json`: how files become a data set, to be kept, edited and followed again (docs/plan.md). */
export const PlanFile = v.object({
  formatVersion: v.literal(PLAN_FORMAT_VERSION),
  /** The files and folders that it was made for; relative ones lie beside the plan. */
  places: v.optional(v.array(v.string()), []),
  /** Files and folders of what is none of the classes, as `places`; absent where there are none. */
  background: v.optional(v.array(v.string())),
  /** Every field of the plan; whatever is taken out is guessed again from the files. */
  plan: PlanEdits,
  /** The fields that a person set; the others are what the lab made of the files. */
  chosen: v.optional(v.array(v.string()), []),
  /** Why each field is what it is, for whoever reads the file; nothing follows from it. */
  why: v.optional(v.record(v.string(), v.string()), {}),
});
export type PlanFile = v.InferOutput<typeof PlanFile>;

/** Code of the evidence for a field that a person set. */
export const BY_HAND = 'plan.edited';

export function planFileOf(
  { plan, evidence }: Understanding,
  {
    places,
    background = [],
  }: { readonly places: readonly string[]; readonly background?: readonly string[] | undefined },
): PlanFile {
  const why = Object.entries(evidence);
  return {
    formatVersion: PLAN_FORMAT_VERSION,
    places: [...places],
    ...(background.length > 0 && { background: [...background] }),
    plan,
    chosen: why.flatMap(([field, { code }]) => (code === BY_HAND ? [field] : [])),
    why: Object.fromEntries(why.map(([field, { message }]) => [field, message])),
  };
}

type Field = keyof ImportPlan;

/** What is guessed from each field, and so does not outlive a change of it. */
const followers: Readonly<Partial<Record<Field, readonly Field[]>>> = {
  files: [
    'recordings',
    'task',
    'label',
    'group',
    'timeColumn',
    'channels',
    'targets',
    'rateHz',
    'resampled',
    'features',
    'split',
    'forecast',
    'windows',
    'marks',
  ],
  recordings: [
    'task',
    'label',
    'group',
    'timeColumn',
    'channels',
    'targets',
    'rateHz',
    'resampled',
    'features',
    'split',
    'forecast',
    'windows',
    'marks',
  ],
  task: [
    'label',
    'labelSeparator',
    'targets',
    'channels',
    'rateHz',
    'resampled',
    'features',
    'split',
    'forecast',
    'windows',
    'marks',
  ],
  label: ['labelSeparator', 'group', 'spellings', 'channels', 'split', 'windows', 'marks'],
  group: ['channels', 'split'],
  timeColumn: [
    'timeFrom',
    'timeFormat',
    'channels',
    'rateHz',
    'resampled',
    'features',
    'forecast',
    'windows',
    'marks',
  ],
  timeFrom: ['timeColumn', 'channels', 'rateHz', 'resampled', 'features', 'forecast', 'windows'],
  timeFormat: ['rateHz', 'resampled', 'features', 'forecast', 'windows'],
  rows: [
    'task',
    'label',
    'group',
    'timeColumn',
    'timeFrom',
    'timeFormat',
    'spellings',
    'channels',
    'targets',
    'rateHz',
    'resampled',
    'features',
    'split',
    'forecast',
    'windows',
    'marks',
  ],
  spellings: ['split'],
  missing: ['features', 'forecast'],
  channels: ['targets', 'features', 'forecast', 'windows'],
  targets: ['channels', 'features', 'forecast'],
  rateHz: ['resampled', 'features', 'forecast', 'windows'],
  resampled: ['features', 'forecast', 'windows'],
  marks: ['task', 'features', 'split', 'windows'],
  features: ['windows'],
  split: [],
};

/**
 * A kept plan with changes to it. What a person once set stays; what the lab had guessed from a field that changes is guessed
 * again.
 */
export function changedPlan(
  { plan, chosen }: Pick<PlanFile, 'plan' | 'chosen'>,
  changes: PlanEdits,
): PlanEdits {
  const changed = Object.keys(changes) as Field[];
  const dropped = new Set(changed.flatMap((field) => followers[field] ?? []));
  const kept = Object.entries(plan).filter(
    ([field]) => !dropped.has(field as Field) || chosen.includes(field) || changed.includes(field as Field),
  );
  return { ...(Object.fromEntries(kept) as PlanEdits), ...changes };
}
