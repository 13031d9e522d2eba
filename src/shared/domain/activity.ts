import * as v from 'valibot';
import { ErrorShape } from './error';

/** Long work that is not a run: its progress stands in the activity bar and it can be cancelled. */
export const Activity = v.object({
  id: v.string(),
  kind: v.picklist([
    'scan',
    'import',
    'predict',
    'export',
    'sample',
    'experiment',
    'benchmark',
    'setup',
    'floors',
    'study',
    'choice',
    'insight',
  ]),
  /** What it works on, for people: a folder's name, a run's name. */
  subject: v.string(),
  status: v.picklist(['running', 'done', 'failed', 'cancelled']),
  /** 0 … 1; null while the amount of work is unknown. */
  progress: v.nullable(v.number()),
  done: v.number(),
  total: v.nullable(v.number()),
  startedMs: v.number(),
  /** Seconds left, estimated; null while unknown. */
  secondsLeft: v.nullable(v.number()),
  error: v.nullable(ErrorShape),
});
export type Activity = v.InferOutput<typeof Activity>;

export const ActivityEvent = v.object({ seq: v.number(), activity: Activity });
export type ActivityEvent = v.InferOutput<typeof ActivityEvent>;
