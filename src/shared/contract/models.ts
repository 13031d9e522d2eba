import * as v from 'valibot';
import { Unreadable } from '../domain/dataset';
import { Run } from '../domain/run';
import { Done, Id, Nothing, procedure } from './base';
import { ModelCard } from './model-card';

/** A model that came as a file and needs no run: its id stands wherever a run's does to predict and to stream. */
export const KeptModel = v.object({
  id: v.string(),
  addedMs: v.number(),
  /** Of the bundle. */
  bytes: v.number(),
  card: ModelCard,
});
export type KeptModel = v.InferOutput<typeof KeptModel>;

export const models = {
  /** Models that were opened from `.unroll` files and are kept without a run, newest first. */
  list: procedure.input(Nothing).output(v.array(KeptModel)),
  /** What `list` leaves out, and why; `remove` takes it. */
  unreadable: procedure.input(Nothing).output(v.array(Unreadable)),
  /** Keeps a bundle as it is; the same one once. */
  add: procedure.input(v.strictObject({ path: v.string() })).output(KeptModel),
  /** Into the bin, out of which `restore` takes it. */
  remove: procedure.input(v.strictObject({ model: Id })).output(Done),
  restore: procedure.input(v.strictObject({ model: Id })).output(KeptModel),
  /** Whether an HDF5 file is a model of Keras; else it is data. A file that cannot be read is for `import` to refuse. */
  recognise: procedure.input(v.strictObject({ path: v.string() })).output(v.object({ isModel: v.boolean() })),
  /**
   * Takes in a model that was made elsewhere (`.keras`, Keras H5, ONNX, tfjs model.json) as a run of this data set, so that it
   * can be looked into. `unscaled`: it wants features as they are.
   */
  import: procedure
    .input(
      v.strictObject({
        path: v.string(),
        dataset: Id,
        name: v.optional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(200))),
        unscaled: v.optional(v.boolean()),
      }),
    )
    .output(v.object({ run: Run, remarks: v.array(v.string()) })),
};
