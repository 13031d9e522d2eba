import * as v from 'valibot';

/** What was deleted and can still be brought back. */
export const BinEntry = v.object({
  kind: v.picklist(['run', 'dataset', 'model', 'desk']),
  id: v.string(),
  name: v.string(),
  deletedMs: v.number(),
});
export type BinEntry = v.InferOutput<typeof BinEntry>;
export type BinKind = BinEntry['kind'];

/** How long what was deleted is kept. */
export const BIN_DAYS = 30;
