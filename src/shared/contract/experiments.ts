import { eventIterator } from '@orpc/contract';
import * as v from 'valibot';
import {
  ExperimentEvent,
  ExperimentInfo,
  ExperimentName,
  ExperimentReport,
  SettingValues,
} from '../domain/experiment';
import { Unreadable } from '../domain/dataset';
import { Id, named, Nothing, procedure, Whole } from './base';

export const experiments = {
  list: procedure.input(Nothing).output(v.array(ExperimentInfo)),
  /** What is not set keeps its default. Answers at once with the activity, which `activities.cancel` ends. */
  start: procedure.input(v.strictObject({ name: ExperimentName, settings: named(SettingValues) })).output(
    v.object({
      activity: Id,
      /** All settings as they are used. */
      settings: SettingValues,
    }),
  ),
  /** The newest report after `after` (0: from the beginning), then each as it grows; ends with the experiment. */
  watch: procedure
    .input(v.strictObject({ activity: Id, after: v.optional(Whole) }))
    .output(eventIterator(ExperimentEvent)),
  /** What this home's last finished run of each experiment came to. */
  latest: procedure.input(Nothing).output(v.array(ExperimentReport)),
  /** What `latest` leaves out, and why; by the experiment's name. Running it again writes it anew. */
  unreadable: procedure.input(Nothing).output(v.array(Unreadable)),
};
