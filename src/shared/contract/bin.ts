import * as v from 'valibot';
import { BinEntry } from '../domain/bin';
import { Done, Id, Nothing, procedure } from './base';

/** What was deleted: runs, data sets and models, for 30 days. */
export const bin = {
  /** Newest first. */
  list: procedure.input(Nothing).output(v.array(BinEntry)),
  /** The same as `restore` of its own domain. */
  restore: procedure.input(v.strictObject({ kind: BinEntry.entries.kind, id: Id })).output(Done),
  /** All of it is gone for good. Answers with how many. */
  empty: procedure.input(Nothing).output(v.object({ removed: v.number() })),
};
