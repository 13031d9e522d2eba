import { extname } from 'node:path';
import { UnrollError } from '../../../shared/domain/error';
import type { LayerTrace, Trace } from '../../../shared/domain/trace';
import { encodeNpz } from '../files/npz';
import type { NamedTensor } from '../files/safetensors';

export const traceFormats = ['npz', 'json'] as const;
export type TraceFormat = (typeof traceFormats)[number];

/** @throws UnrollError ARGUMENT_INVALID when the ending is neither `.npz` nor `.json` */
export function formatOf(file: string): TraceFormat {
  const ending = extname(file).slice(1).toLowerCase();
  const format = traceFormats.find((each) => each === ending);
  if (format === undefined)
    throw new UnrollError('ARGUMENT_INVALID', `${file} must end in .npz or .json.`, { file });
  return format;
}

/**
 * A trace's arrays by name (`docs/file-formats.md`):
 * - `h`, `c`, `i`, `f`, `o`, `g`, `z`, `r` [steps, units] and `gradient_norm` [steps] of the last layer, forwards;
 * - when there are several layers or directions, all of them again as `layer2/backward/h` (layers count from 1);
 * - `inputs` [steps, features], scaled; `probabilities` [steps, outputs].
 */
export function traceTensors(trace: Trace): Map<string, NamedTensor> {
  const { steps, layers } = trace;
  const tensors = new Map<string, NamedTensor>();
  const add = (prefix: string, { units, tensors: gates, gradientNorm }: LayerTrace): void => {
    for (const [name, data] of Object.entries(gates))
      if (data !== undefined) tensors.set(prefix + name, { shape: [steps, units], data });
    tensors.set(`${prefix}gradient_norm`, { shape: [steps], data: gradientNorm });
  };
  const last = layers.filter(({ direction }) => direction === 'forward').at(-1);
  if (last !== undefined) add('', last);
  if (layers.length > 1) for (const each of layers) add(`layer${each.layer + 1}/${each.direction}/`, each);
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
  return task === 'generate' ? [steps, outputs.length] : [truth!.length];
}

/** What the arrays do not say. */
function metadataOf({ run, task, example, steps, stepSeconds, features, outputs, layers }: Trace): object {
  return {
    formatVersion: 1,
    run,
    task,
    example,
    steps,
    stepSeconds,
    features,
    outputs,
    layers: layers.map(({ layer, direction, cell, units }) => ({ layer: layer + 1, direction, cell, units })),
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
    const json = new Uint8Array(Buffer.from(JSON.stringify(metadata)));
    return encodeNpz(new Map([...tensors, ['metadata', { shape: [json.length], data: json }]]));
  }
  const nested = Object.fromEntries([...tensors].map(([name, tensor]) => [name, nest(tensor)]));
  return Buffer.from(JSON.stringify({ ...metadata, tensors: nested }));
}

/** Rows of a [rows, columns] tensor; the numbers themselves of a [rows] tensor. */
function nest({ shape, data }: NamedTensor): number[] | number[][] {
  const [rows = 0, columns] = shape;
  if (columns === undefined) return Array.from(data);
  return Array.from({ length: rows }, (_, row) =>
    Array.from(data.subarray(row * columns, (row + 1) * columns)),
  );
}
