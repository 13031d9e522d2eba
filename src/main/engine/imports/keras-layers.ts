import { headNames } from '../../../shared/domain/tasks/task-facts';
import * as v from 'valibot';
import { Activation } from '../../../shared/domain/model';
import type { Cell } from '../../../shared/domain/model';
import { failure } from '../../../shared/sentences/failure';
import { foreign } from '../../../shared/sentences/why';
import { NORM_EPSILON } from '../models/network/layers/layer-norm';
import { gateCount } from '../models/network/layout';
import type { ForeignDirection, ForeignPart } from './parts';
import { refuse } from './parts';

export interface ForeignTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Where a layer's weights are found; Keras' order: forward before backward, kernel, recurrent kernel, bias. */
export type LayerTensors = (
  layer: { name: string; className: string },
  count: number,
) => readonly ForeignTensor[];

export const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));
export const Layer = v.object({ class_name: v.string(), config: v.record(v.string(), v.unknown()) });
const Dense = v.object({
  name: v.string(),
  units: size,
  activation: v.nullish(v.string(), 'linear'),
  use_bias: v.optional(v.boolean(), true),
});
const Recurrent = v.object({
  units: size,
  activation: v.optional(v.string(), 'tanh'),
  recurrent_activation: v.optional(v.string()),
  use_bias: v.optional(v.boolean(), true),
  return_sequences: v.optional(v.boolean(), false),
  go_backwards: v.optional(v.boolean(), false),
  reset_after: v.optional(v.boolean()),
});
const Convolution = v.object({
  name: v.string(),
  filters: size,
  kernel_size: v.tuple([size]),
  strides: v.optional(v.tuple([size]), [1]),
  padding: v.optional(v.string(), 'valid'),
  data_format: v.nullish(v.string(), 'channels_last'),
  dilation_rate: v.optional(v.tuple([size]), [1]),
  groups: v.optional(v.number(), 1),
  activation: v.nullish(v.string(), 'linear'),
  use_bias: v.optional(v.boolean(), true),
});
const Norm = v.object({
  name: v.string(),
  axis: v.optional(v.union([v.number(), v.tuple([v.number()])]), -1),
  epsilon: v.optional(v.number(), 1e-3),
  center: v.optional(v.boolean(), true),
  scale: v.optional(v.boolean(), true),
});
const Wrapped = v.object({ name: v.string(), merge_mode: v.nullish(v.string()), layer: Layer });
const Named = v.object({ name: v.string() });

/** What the lab's own convolutions may have. */
const MOST_FILTERS = 1024;
const MOST_WIDTH = 256;
const MOST_STRIDE = 64;
const cells: Readonly<Record<string, Cell>> = { SimpleRNN: 'rnn', LSTM: 'lstm', GRU: 'gru' };
/** Of a GRU that does not say; tfjs differs from Keras. */
export interface Dialect {
  readonly resetAfter: boolean;
  readonly recurrentActivation: string;
}
export const kerasDialect: Dialect = { resetAfter: true, recurrentActivation: 'sigmoid' };
export const tfjsDialect: Dialect = { resetAfter: false, recurrentActivation: 'hard_sigmoid' };

export function checked<T>(schema: v.GenericSchema<unknown, T>, value: unknown, what: string): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw failure('MODEL_UNREADABLE.part', {
    what,
    at: v.getDotPath(issue) ?? '–',
    problem: foreign(issue.message),
  });
}

export function convolutionPart(raw: unknown, inputs: number, tensorsOf: LayerTensors): ForeignPart {
  const given = checked(Convolution, raw, 'layer Conv1D');
  const { name, filters, activation, padding, use_bias: hasBias } = given;
  const [width, stride] = [given.kernel_size[0], given.strides[0]];
  if (padding !== 'causal' || activation !== 'relu')
    refuse(`a Conv1D with ${padding} padding and ${activation}`);
  if (given.dilation_rate[0] !== 1 || given.groups !== 1 || given.data_format !== 'channels_last')
    refuse('a Conv1D with dilation, groups or channels first');
  if (filters > MOST_FILTERS || width > MOST_WIDTH || stride > MOST_STRIDE)
    refuse(`a Conv1D of ${filters} filters of ${width} steps every ${stride}`);
  const tensors = tensorsOf({ name, className: 'Conv1D' }, hasBias ? 2 : 1);
  return {
    kind: 'convolution',
    ...{ inputs, filters, width, stride },
    kernel: shaped(tensors[0], [width, inputs, filters], name),
    bias: hasBias ? shaped(tensors[1], [filters], name) : new Float32Array(filters),
  };
}

export function normPart(raw: unknown, inputs: number, tensorsOf: LayerTensors): ForeignPart {
  const { name, axis, epsilon, center, scale } = checked(Norm, raw, 'layer LayerNormalization');
  if (![-1, 2].includes(Array.isArray(axis) ? axis[0]! : axis)) refuse('a layer norm over time');
  if (Math.abs(epsilon - NORM_EPSILON) > 1e-9) refuse(`a layer norm with ε = ${epsilon}`);
  const tensors = [...tensorsOf({ name, className: 'LayerNormalization' }, Number(center) + Number(scale))];
  return {
    kind: 'norm',
    gamma: scale ? shaped(tensors.shift(), [inputs], name) : new Float32Array(inputs).fill(1),
    beta: center ? shaped(tensors.shift(), [inputs], name) : new Float32Array(inputs),
  };
}

export function densePart(raw: unknown, inputs: number, tensorsOf: LayerTensors): ForeignPart {
  const { name, units, activation, use_bias: hasBias } = checked(Dense, raw, 'dense layer');
  const known = headNames.find((name) => name === activation);
  if (known === undefined) refuse(`a dense layer with ${activation}`);
  const tensors = tensorsOf({ name, className: 'Dense' }, hasBias ? 2 : 1);
  return {
    kind: 'dense',
    activation: known,
    inputs,
    outputs: units,
    kernel: shaped(tensors[0], [inputs, units], name),
    bias: hasBias ? shaped(tensors[1], [units], name) : new Float32Array(units),
  };
}

export function recurrentPart(
  className: string,
  raw: Readonly<Record<string, unknown>>,
  inputs: number,
  tensorsOf: LayerTensors,
  dialect: Dialect,
): ForeignPart {
  const isBoth = className === 'Bidirectional';
  const wrapped = isBoth ? checked(Wrapped, raw, 'bidirectional layer') : null;
  if (wrapped !== null && (wrapped.merge_mode ?? 'concat') !== 'concat')
    refuse(`a bidirectional layer that merges by ${String(wrapped.merge_mode)}`);
  const inner = wrapped?.layer.class_name ?? className;
  const cell = Object.hasOwn(cells, inner) ? cells[inner]! : refuse(`the layer ${inner}`);
  const config = checked(Recurrent, wrapped?.layer.config ?? raw, `layer ${inner}`);
  const { name } = wrapped ?? checked(Named, raw, 'layer');
  const gates = config.recurrent_activation ?? dialect.recurrentActivation;
  if (config.go_backwards) refuse('a layer that reads backwards alone');
  if (cell !== 'rnn' && (config.activation !== 'tanh' || gates !== 'sigmoid'))
    refuse(`${inner} with ${config.activation} and ${gates}`);
  const activation = v.safeParse(Activation, config.activation);
  if (!activation.success) refuse(`the activation ${config.activation}`);
  const resetAfter = cell === 'gru' && (config.reset_after ?? dialect.resetAfter);
  const each = config.use_bias ? 3 : 2;
  const count = isBoth ? 2 : 1;
  const tensors = tensorsOf({ name, className }, each * count);
  const { units } = config;
  const columns = gateCount[cell] * units;
  const directions = Array.from({ length: count }, (_, k): ForeignDirection => {
    const [kernel, recurrentKernel, bias] = tensors.slice(k * each, (k + 1) * each);
    const biasShape = resetAfter ? [2, columns] : [columns];
    return {
      kernel: shaped(kernel, [inputs, columns], name),
      recurrentKernel: shaped(recurrentKernel, [units, columns], name),
      bias: config.use_bias
        ? shaped(bias, biasShape, name)
        : new Float32Array(columns * (resetAfter ? 2 : 1)),
    };
  });
  return {
    kind: 'recurrent',
    cell,
    activation: activation.output,
    resetAfter,
    units,
    inputs,
    sequences: config.return_sequences,
    directions,
  };
}

function shaped(tensor: ForeignTensor | undefined, shape: readonly number[], layer: string): Float32Array {
  if (tensor?.shape.join() !== shape.join())
    throw failure('MODEL_UNREADABLE.weightShape', {
      layer,
      shape: tensor?.shape.join(', ') ?? '',
      wanted: shape.join(', '),
    });
  return tensor.data;
}
