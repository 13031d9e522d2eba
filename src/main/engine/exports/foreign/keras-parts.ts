import * as v from 'valibot';
import { UnrollError } from '../../../../shared/domain/error';
import { Activation } from '../../../../shared/domain/model';
import type { Cell } from '../../../../shared/domain/model';
import { gateCount } from '../../models/layout';
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

const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));
const Layer = v.object({ class_name: v.string(), config: v.record(v.string(), v.unknown()) });
const Model = v.object({
  class_name: v.string(),
  config: v.union([v.object({ layers: v.array(v.unknown()) }), v.array(v.unknown())]),
});
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
const Wrapped = v.object({ name: v.string(), merge_mode: v.nullish(v.string()), layer: Layer });
const Named = v.object({ name: v.string() });

const MOST_LAYERS = 100;
const cells: Readonly<Record<string, Cell>> = { SimpleRNN: 'rnn', LSTM: 'lstm', GRU: 'gru' };
/** They do nothing when a model is used. */
const silent = new Set([
  'Dropout',
  'SpatialDropout1D',
  'GaussianNoise',
  'GaussianDropout',
  'Masking',
  'ActivityRegularization',
]);
/** Of a GRU that does not say; tfjs differs from Keras. */
export interface Dialect {
  readonly resetAfter: boolean;
  readonly recurrentActivation: string;
}
export const kerasDialect: Dialect = { resetAfter: true, recurrentActivation: 'sigmoid' };
export const tfjsDialect: Dialect = { resetAfter: false, recurrentActivation: 'hard_sigmoid' };

function checked<T>(schema: v.GenericSchema<unknown, T>, value: unknown, what: string): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new UnrollError(
    'MODEL_UNREADABLE',
    `The model's ${what} is damaged at ${v.getDotPath(issue) ?? 'its start'}: ${issue.message}.`,
    { what },
  );
}

/**
 * The layers of a Keras (or tfjs) model configuration with their weights. Names of classes are compared, nothing is
 * built from them.
 *
 * @throws UnrollError MODEL_UNREADABLE
 */
export function kerasParts(config: unknown, tensorsOf: LayerTensors, dialect: Dialect): ForeignPart[] {
  const model = checked(Model, config, 'configuration');
  if (!['Sequential', 'Functional', 'Model'].includes(model.class_name))
    refuse(`the class ${model.class_name}`);
  const layers = Array.isArray(model.config) ? model.config : model.config.layers;
  if (layers.length > MOST_LAYERS) refuse(`${layers.length} layers`);
  if (model.class_name !== 'Sequential') requireChain(layers);
  const parts: ForeignPart[] = [];
  let width = 0;
  for (const raw of layers) {
    const { class_name: className, config: own } = checked(Layer, raw, 'layer');
    if (width === 0) width = inputWidth(own) ?? width;
    if (className === 'InputLayer' || silent.has(className)) continue;
    if (width === 0) refuse('no fixed number of features');
    if (className === 'GlobalAveragePooling1D') parts.push({ kind: 'mean' });
    else if (className === 'Activation' || className === 'Softmax') activateLast(parts, own, className);
    else if (className === 'Dense') parts.push(densePart(own, width, tensorsOf));
    else parts.push(recurrentPart(className, own, width, tensorsOf, dialect));
    width = outputWidth(parts.at(-1)!, width);
  }
  return parts;
}

/** Every layer behind the one before it, and no other connection. */
function requireChain(layers: readonly unknown[]): void {
  layers.forEach((raw, k) => {
    const layer = checked(
      v.object({ name: v.optional(v.string()), inbound_nodes: v.array(v.unknown()) }),
      raw,
      'layer',
    );
    const text = JSON.stringify(layer.inbound_nodes);
    const before = k === 0 ? null : checked(v.object({ name: v.string() }), layers[k - 1], 'layer').name;
    const isLinked =
      before === null
        ? layer.inbound_nodes.length === 0
        : layer.inbound_nodes.length === 1 && text.includes(JSON.stringify(before));
    const others = layers.filter(
      (other, j) => j !== k - 1 && text.includes(JSON.stringify((other as { name?: unknown }).name)),
    );
    if (!isLinked || others.length > 0) refuse('branches');
  });
}

function inputWidth(config: Readonly<Record<string, unknown>>): number | null {
  const shape = config['batch_shape'] ?? config['batch_input_shape'];
  if (!Array.isArray(shape)) return null;
  if (shape.length !== 3) refuse(`an input of ${shape.length} dimensions`);
  return checked(size, shape[2], 'input shape');
}

function outputWidth(part: ForeignPart, before: number): number {
  if (part.kind === 'mean') return before;
  return part.kind === 'dense' ? part.outputs : part.units * part.directions.length;
}

function activateLast(
  parts: ForeignPart[],
  config: Readonly<Record<string, unknown>>,
  className: string,
): void {
  const last = parts.at(-1);
  const activation = className === 'Softmax' ? 'softmax' : config['activation'];
  if (last?.kind !== 'dense' || last.activation !== 'linear' || activation !== 'softmax')
    refuse(`the layer ${className} (${String(activation)})`);
  parts[parts.length - 1] = { ...last, activation: 'softmax' };
}

function densePart(raw: unknown, inputs: number, tensorsOf: LayerTensors): ForeignPart {
  const { name, units, activation, use_bias: hasBias } = checked(Dense, raw, 'dense layer');
  if (activation !== 'linear' && activation !== 'softmax') refuse(`a dense layer with ${activation}`);
  const tensors = tensorsOf({ name, className: 'Dense' }, hasBias ? 2 : 1);
  return {
    kind: 'dense',
    activation,
    inputs,
    outputs: units,
    kernel: shaped(tensors[0], [inputs, units], name),
    bias: hasBias ? shaped(tensors[1], [units], name) : new Float32Array(units),
  };
}

function recurrentPart(
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
    throw new UnrollError(
      'MODEL_UNREADABLE',
      `A weight of ${layer} has the shape [${tensor?.shape.join(', ') ?? ''}] instead of [${shape.join(', ')}].`,
      { layer },
    );
  return tensor.data;
}
