import * as v from 'valibot';
import type { WeightSlot } from '../models/network/layout';
import type { NamedWeight } from '../models/network/weights';
import { failure } from '../../../shared/sentences/failure';

/** Named as the TensorFlow converter names them. */
export const TFJS_FILE = 'model.json';
export const TFJS_WEIGHTS_FILE = 'group1-shard1of1.bin';
export const WEIGHT_BYTES = 4;

/** A file beside model.json: no folders, no `..`, no address. */
const plainName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/, 'not a plain file name'));

const WeightEntry = v.object({
  name: v.string(),
  shape: v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
  dtype: v.literal('float32'),
  quantization: v.optional(v.undefined()),
});
type WeightEntry = v.InferOutput<typeof WeightEntry>;

/**
 * What the lab reads of a tfjs model.json; the topology is not: the network's shape is in model-card.json.
 * Source: https://github.com/tensorflow/tfjs/blob/master/tfjs-core/src/io/types.ts (`ModelJSON`)
 */
export const TfjsModelFile = v.object({
  format: v.literal('layers-model'),
  weightsManifest: v.pipe(
    v.array(v.object({ paths: v.array(plainName), weights: v.array(WeightEntry) })),
    v.minLength(1),
  ),
});

/** The shape of a weight in tfjs: its convolutions over time cannot be causal, so those over pictures one pixel wide are. */
export function stockShape({ name, shape }: Pick<WeightSlot, 'name' | 'shape'>): readonly number[] {
  return /^conv_\d+\/kernel$/.test(name) ? [shape[0]!, 1, ...shape.slice(1)] : shape;
}

/**
 * Weights of a tfjs model under the lab's names. tfjs lists them as Keras does, which is the lab's order too.
 *
 * @throws UnrollError MODEL_UNREADABLE when shapes or sizes do not fit
 */
export function matchWeights(
  entries: readonly WeightEntry[],
  bytes: Uint8Array,
  slots: readonly WeightSlot[],
): NamedWeight[] {
  if (entries.length !== slots.length)
    throw failure('MODEL_UNREADABLE.tfjsCount', { count: entries.length, expected: slots.length });
  const wanted = slots.reduce((sum, { size }) => sum + size, 0) * WEIGHT_BYTES;
  if (bytes.length !== wanted)
    throw failure('MODEL_UNREADABLE.tfjsBytes', { bytes: bytes.length, expected: wanted });
  const values = new Float32Array(new Uint8Array(bytes).buffer);
  return slots.map((slot, k) => {
    const { name, shape, offset, size } = slot;
    const entry = entries[k]!;
    const wantedShape = stockShape(slot);
    if (entry.shape.join() !== wantedShape.join())
      throw failure('MODEL_UNREADABLE.tfjsShape', {
        weight: entry.name,
        shape: entry.shape.join(),
        wanted: wantedShape.join(),
      });
    return { name, shape, data: values.slice(offset, offset + size) };
  });
}
