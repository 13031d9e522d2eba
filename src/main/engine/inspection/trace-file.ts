import { continues } from '../../../shared/domain/task';
import { extname } from 'node:path';
import type { LayerTrace, Trace } from '../../../shared/domain/trace';
import { encodeNpz } from '../files/npz';
import type { NamedTensor } from '../files/safetensors';
import { jsonOf } from '../../../shared/domain/measured';
import { failure } from '../../../shared/sentences/failure';

const traceFormats = ['npz', 'json'] as const;
export type TraceFormat = (typeof traceFormats)[number];

/** @throws UnrollError ARGUMENT_INVALID when the ending is neither `.npz` nor `.json` */
export function formatOf(file: string): TraceFormat {
  const ending = extname(file).slice(1).toLowerCase();
  const format = traceFormats.find((each) => each === ending);
  if (format === undefined) throw failure('ARGUMENT_INVALID.traceEnding', { file });
  return format;
}

/**
 * A trace's arrays by name (`docs/file-formats.md`):
 * - `h`, `c`, `i`, `f`, `o`, `g`, `z`, `r` [steps, units] and `gradient_norm` [steps] of the last layer, forwards;
 * - when there are several layers or directions, all of them again as `layer2/backward/h` (layers count from 1);
 * - `attention_1`, … [heads, rows, rows], where each block of a Transformer looked; `pooling_weights` [layer steps];
 * - `inputs` [steps, features], scaled; `probabilities` [steps, outputs].
 */
export function traceTensors(trace: Trace): Map<string, NamedTensor> {
  const { steps, layers } = trace;
  const tensors = new Map<string, NamedTensor>();
  const add = (prefix: string, { units, tensors: gates, gradientNorm }: LayerTrace): void => {
    for (const [name, data] of Object.entries(gates))
      if (data !== undefined) tensors.set(prefix + name, { shape: [data.length / units, units], data });
    tensors.set(`${prefix}gradient_norm`, { shape: [gradientNorm.length], data: gradientNorm });
  };
  const last = layers.filter(({ direction }) => direction === 'forward').at(-1);
  if (last !== undefined) add('', last);
  if (layers.length > 1) for (const each of layers) add(`layer${each.layer + 1}/${each.direction}/`, each);
  for (const { layer, heads, rows, weights } of trace.attention)
    tensors.set(`attention_${layer + 1}`, { shape: [heads, rows, rows], data: weights });
  const { poolingWeights } = trace;
  if (poolingWeights !== null)
    tensors.set('pooling_weights', { shape: [poolingWeights.length], data: poolingWeights });
  tensors.set('inputs', { shape: [steps, trace.features.length], data: trace.inputs });
  tensors.set('probabilities', { shape: [steps, trace.outputs.length], data: trace.probabilities });
  if (trace.truth !== undefined) tensors.set('truth', { shape: truthShape(trace), data: trace.truth });
  if (trace.quantiles !== undefined) {
    const { levels, values } = trace.quantiles;
    tensors.set('quantiles', { shape: [trace.outputs.length, levels.length], data: values });
  }
  return tensors;
}

function truthShape({ task, steps, outputs, truth }: Trace): number[] {
  return continues(task) ? [steps, outputs.length] : [truth!.length];
}

/** What the arrays do not say. */
function metadataOf(trace: Trace): object {
  const { run, task, example, steps, stepSeconds, features, outputs, layers, clamp } = trace;
  return {
    formatVersion: 1,
    run,
    task,
    example,
    steps,
    stepSeconds,
    features,
    outputs,
    layers: layers.map(({ layer, direction, cell, units, stride }) => ({
      ...{ layer: layer + 1, direction, cell, units, stride },
    })),
    clamp,
  };
}

/**
 * `.npz` for NumPy, with the metadata as UTF-8 JSON in the array `metadata`; or one JSON object with the same
 * metadata and `tensors` as nested arrays.
 */
export function encodeTrace(trace: Trace, format: TraceFormat): Uint8Array {
  const tensors = traceTensors(trace);
  const metadata = metadataOf(trace);
  if (format === 'npz') {
    const json = new Uint8Array(Buffer.from(jsonOf(metadata)));
    return encodeNpz(new Map([...tensors, ['metadata', { shape: [json.length], data: json }]]));
  }
  const nested = Object.fromEntries([...tensors].map(([name, tensor]) => [name, nest(tensor)]));
  return Buffer.from(jsonOf({ ...metadata, tensors: nested }));
}

type Nested = number[] | Nested[];

/** A tensor as arrays within arrays, first dimension outside. */
function nest({ shape, data }: NamedTensor): Nested {
  const [rows = 0, ...inner] = shape;
  if (inner.length === 0) return Array.from(data);
  const size = inner.reduce((product, n) => product * n, 1);
  return Array.from({ length: rows }, (_, row) =>
    nest({ shape: inner, data: data.subarray(row * size, (row + 1) * size) }),
  );
}
