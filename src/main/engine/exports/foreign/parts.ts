import { UnrollError } from '../../../../shared/domain/error';
import type { Activation, Cell, RecurrentNetworkSpec } from '../../../../shared/domain/model';
import { plainVariants } from '../../../../shared/domain/model';
import { gateCount, layoutOf } from '../../models/layout';
import type { NamedWeight, NetworkShape } from '../../models/weights';

/** One direction of a recurrent layer, Keras' order of gates. */
export interface ForeignDirection {
  /** [inputs, G · units] */
  readonly kernel: Float32Array;
  /** [units, G · units] */
  readonly recurrentKernel: Float32Array;
  /** [G · units], of a GRU with resetAfter [2 · G · units]. */
  readonly bias: Float32Array;
}

/** What a foreign model is made of, in the order in which it is computed. */
export type ForeignPart =
  | {
      readonly kind: 'recurrent';
      readonly cell: Cell;
      readonly activation: Activation;
      readonly resetAfter: boolean;
      readonly units: number;
      readonly inputs: number;
      /** Whether all steps come out, or the final state alone. */
      readonly sequences: boolean;
      readonly directions: readonly ForeignDirection[];
    }
  | { readonly kind: 'mean' }
  | {
      readonly kind: 'dense';
      readonly activation: 'linear' | 'softmax';
      readonly inputs: number;
      readonly outputs: number;
      /** [inputs, outputs] */
      readonly kernel: Float32Array;
      /** [outputs] */
      readonly bias: Float32Array;
    };
export type ForeignRecurrent = Extract<ForeignPart, { kind: 'recurrent' }>;
export type ForeignDense = Extract<ForeignPart, { kind: 'dense' }>;

/** A foreign model as a network of the lab. */
export interface ForeignNetwork {
  readonly spec: RecurrentNetworkSpec;
  readonly shape: NetworkShape;
  readonly weights: readonly NamedWeight[];
  /** What was changed to make it one, for people. */
  readonly remarks: readonly string[];
}

/** @returns never; something that the lab has no counterpart of */
export function refuse(what: string): never {
  throw new UnrollError(
    'MODEL_UNREADABLE',
    `The model has ${what}, which the lab cannot show; it opens stacked RNN, LSTM and GRU layers with a dense head.`,
    { what },
  );
}

const MOST_UNITS = 4096;
const MOST_LAYERS = 8;

/**
 * Stacked recurrent layers of one kind, pooling, a dense head. Layers with fewer units than the widest get silent
 * ones, which stay at rest and reach nothing; linear dense layers one after another become one.
 *
 * @throws UnrollError MODEL_UNREADABLE, naming what does not fit
 */
export function assembleForeign(parts: readonly ForeignPart[]): ForeignNetwork {
  const recurrent = parts.filter((part): part is ForeignRecurrent => part.kind === 'recurrent');
  const rest = parts.slice(recurrent.length);
  const [first] = recurrent;
  if (first === undefined) refuse('no recurrent layer');
  if (parts.some((part, k) => (part.kind === 'recurrent') !== k < recurrent.length))
    refuse('other layers between its recurrent layers');
  const pooling = rest[0]?.kind === 'mean' ? 'mean' : 'last';
  const dense = rest.slice(pooling === 'mean' ? 1 : 0);
  if (dense.some(({ kind }) => kind !== 'dense')) refuse('pooling between dense layers');
  const head = foldDense(dense as ForeignDense[]);
  requireUniform(recurrent, pooling);
  const units = Math.max(...recurrent.map((layer) => layer.units));
  if (units > MOST_UNITS || recurrent.length > MOST_LAYERS)
    refuse(`${recurrent.length} layers of up to ${units} units`);
  const spec: RecurrentNetworkSpec = {
    ...plainVariants,
    family: 'recurrent',
    convolutions: [],
    cell: first.cell,
    activation: first.activation,
    units,
    layers: recurrent.length,
    bidirectional: first.directions.length === 2,
    dropout: 0,
    pooling,
    resetAfter: first.resetAfter,
    forgetBias: 1,
  };
  const shape: NetworkShape = {
    features: first.inputs,
    outputs: head.outputs,
    head: head.activation,
  };
  return {
    spec,
    shape,
    weights: weightsOf(spec, shape, recurrent, head),
    remarks: remarksOf(recurrent, units),
  };
}

function requireUniform(layers: readonly ForeignRecurrent[], pooling: 'mean' | 'last'): void {
  const [first] = layers;
  layers.forEach((layer, k) => {
    const { cell, activation, resetAfter, directions } = first!;
    if (layer.cell !== cell) refuse(`${cell.toUpperCase()} and ${layer.cell.toUpperCase()} layers together`);
    if (cell === 'rnn' && layer.activation !== activation) refuse('RNN layers of different activations');
    if (cell === 'gru' && layer.resetAfter !== resetAfter) refuse('GRU layers of both conventions');
    if (layer.directions.length !== directions.length) refuse('bidirectional layers beside others');
    const width = k === 0 ? layer.inputs : layers[k - 1]!.units * directions.length;
    if (layer.inputs !== width) refuse(`a recurrent layer of ${layer.inputs} inputs behind ${width}`);
    const isLast = k === layers.length - 1;
    if (!isLast && !layer.sequences) refuse('a layer that drops all steps but the last before another');
    if (isLast && layer.sequences !== (pooling === 'mean')) refuse('an answer at every step');
  });
}

function foldDense(layers: readonly ForeignDense[]): ForeignDense {
  const [first, ...later] = layers;
  if (first === undefined) refuse('no dense head');
  return later.reduce((before, layer): ForeignDense => {
    if (before.activation !== 'linear') refuse('dense layers with an activation between them');
    if (layer.inputs !== before.outputs) refuse('dense layers that do not fit one another');
    const bias = multiply(before.bias, layer.kernel, 1, before.outputs, layer.outputs);
    return {
      ...layer,
      inputs: before.inputs,
      kernel: multiply(before.kernel, layer.kernel, before.inputs, before.outputs, layer.outputs),
      bias: bias.map((value, k) => value + layer.bias[k]!),
    };
  }, first);
}

/** [rows, inner] · [inner, columns] */
function multiply(
  a: Float32Array,
  b: Float32Array,
  rows: number,
  inner: number,
  columns: number,
): Float32Array {
  const result = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += a[row * inner + k]! * b[k * columns + column]!;
      result[row * columns + column] = sum;
    }
  return result;
}

function remarksOf(layers: readonly ForeignRecurrent[], units: number): string[] {
  return layers.flatMap((layer, k) =>
    layer.units === units
      ? []
      : [`Layer ${k + 1} has ${layer.units} units; ${units - layer.units} silent ones were added.`],
  );
}

/** Rows [directions · own units] of the layer before, of which each direction now has `units`. */
function weightsOf(
  spec: RecurrentNetworkSpec,
  shape: NetworkShape,
  layers: readonly ForeignRecurrent[],
  head: ForeignDense,
): NamedWeight[] {
  const layout = layoutOf(spec, shape);
  const data = layout.slots.map(({ size }) => new Float32Array(size));
  const gates = gateCount[spec.cell];
  const wide = gates * spec.units;
  let before = { own: shape.features, padded: shape.features };
  const copy = (
    from: Float32Array,
    rows: number,
    own: number,
    into: Float32Array,
    rowAt: (row: number) => number,
  ): void => {
    for (let row = 0; row < rows; row++)
      for (let gate = 0; gate < gates; gate++) {
        const start = (row * gates + gate) * own;
        into.set(from.subarray(start, start + own), rowAt(row) * wide + gate * spec.units);
      }
  };
  layers.forEach((layer, k) => {
    const { own, padded } = before;
    layer.directions.forEach((direction, d) => {
      const slots = layout.layers[k]![d]!;
      const place = (row: number): number => Math.floor(row / own) * padded + (row % own);
      copy(direction.kernel, layer.inputs, layer.units, data[slots.kernel]!, place);
      copy(direction.recurrentKernel, layer.units, layer.units, data[slots.recurrentKernel]!, (row) => row);
      const biases = direction.bias.length / (gates * layer.units);
      copy(direction.bias, biases, layer.units, data[slots.bias]!, (row) => row);
    });
    before = { own: layer.units, padded: spec.units };
  });
  if (head.inputs !== before.own * (spec.bidirectional ? 2 : 1))
    refuse(`a dense head of ${head.inputs} inputs behind ${before.own} units`);
  const kernel = data[layout.head.kernel]!;
  for (let row = 0; row < head.inputs; row++) {
    const place = Math.floor(row / before.own) * before.padded + (row % before.own);
    kernel.set(head.kernel.subarray(row * head.outputs, (row + 1) * head.outputs), place * head.outputs);
  }
  data[layout.head.bias]!.set(head.bias);
  return layout.slots.map(({ name, shape: dimensions }, k) => ({ name, shape: dimensions, data: data[k]! }));
}
