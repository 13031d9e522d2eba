import type { RecurrentNetworkSpec } from '../../../shared/domain/model';
import { plainVariants } from '../../../shared/domain/model';
import { gateCount, layoutOf } from '../models/network/layout';
import type { NamedWeight, NetworkShape } from '../models/network/weights';
import type {
  ForeignConvolution,
  ForeignDense,
  ForeignNetwork,
  ForeignNorm,
  ForeignPart,
  ForeignRecurrent,
} from './parts';
import { refuse } from './parts';

const MOST_UNITS = 4096;
const MOST_LAYERS = 8;
const MOST_CONVOLUTIONS = 3;

/**
 * Causal convolutions, stacked recurrent layers of one kind (behind each a layer norm, or behind none), pooling, a dense
 * head. Layers with fewer units than the widest get silent ones, which stay at rest and reach nothing; linear dense layers
 * one after another become one.
 *
 * @throws UnrollError MODEL_UNREADABLE, naming what does not fit
 */
export function assembleForeign(parts: readonly ForeignPart[]): ForeignNetwork {
  const { convolutions, recurrent, norms, rest } = sorted(parts);
  const [first] = recurrent;
  if (first === undefined) refuse('no recurrent layer');
  const hasMean = rest[0]?.kind === 'mean';
  const dense = rest.slice(hasMean ? 1 : 0);
  if (dense.some(({ kind }) => kind !== 'dense')) refuse('pooling between dense layers');
  const head = foldDense(dense as ForeignDense[]);
  const everyStep = !hasMean && recurrent.at(-1)!.sequences;
  const pooling = hasMean ? 'mean' : everyStep ? 'none' : 'last';
  if (everyStep && convolutions.some(({ stride }) => stride > 1))
    refuse('an answer to steps that convolutions have left out');
  requireUniform(recurrent, pooling);
  requireChain(convolutions, first);
  const units = Math.max(...recurrent.map((layer) => layer.units));
  if (units > MOST_UNITS || recurrent.length > MOST_LAYERS)
    refuse(`${recurrent.length} layers of up to ${units} units`);
  if (norms.length > 0 && recurrent.some((layer) => layer.units !== units))
    refuse('layer norms over layers of different widths');
  const spec: RecurrentNetworkSpec = {
    ...plainVariants,
    family: 'recurrent',
    convolutions: convolutions.map(({ filters, width, stride }) => ({ filters, width, stride })),
    layerNorm: norms.length > 0,
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
    features: (convolutions[0] ?? first).inputs,
    outputs: head.outputs,
    head: head.activation,
  };
  return {
    spec,
    shape,
    weights: weightsOf(spec, shape, { convolutions, recurrent, norms, head }),
    remarks: remarksOf(recurrent, units),
  };
}

interface Sorted {
  readonly convolutions: readonly ForeignConvolution[];
  readonly recurrent: readonly ForeignRecurrent[];
  readonly norms: readonly ForeignNorm[];
}

/** What comes first, what is in the middle, and the rest. */
function sorted(parts: readonly ForeignPart[]): Sorted & { readonly rest: readonly ForeignPart[] } {
  const firstOther = parts.findIndex(({ kind }) => kind !== 'convolution');
  const convolutions = parts.slice(0, Math.max(0, firstOther)) as ForeignConvolution[];
  if (convolutions.length > MOST_CONVOLUTIONS) refuse(`${convolutions.length} convolutions`);
  const layers = parts.slice(convolutions.length);
  const last = layers.map(({ kind }) => kind === 'recurrent' || kind === 'norm').lastIndexOf(true);
  const middle = layers.slice(0, last + 1);
  const recurrent = middle.filter((part) => part.kind === 'recurrent');
  const norms = middle.filter((part) => part.kind === 'norm');
  if (recurrent.length + norms.length < middle.length) refuse('other layers between its recurrent layers');
  const each = norms.length > 0 ? 2 : 1;
  const isRegular = middle.every(({ kind }, k) => (kind === 'norm') === (each === 2 && k % 2 === 1));
  if (!isRegular || middle.length !== each * recurrent.length) refuse('layer norms behind some layers alone');
  return { convolutions, recurrent, norms, rest: layers.slice(last + 1) };
}

function requireChain(convolutions: readonly ForeignConvolution[], first: ForeignRecurrent): void {
  convolutions.forEach(({ filters }, k) => {
    const { inputs } = convolutions[k + 1] ?? first;
    if (inputs !== filters) refuse(`a layer of ${inputs} inputs behind ${filters} filters`);
  });
}

function requireUniform(layers: readonly ForeignRecurrent[], pooling: 'mean' | 'last' | 'none'): void {
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
    if (isLast && layer.sequences !== (pooling !== 'last')) refuse('pooling over one state');
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
  { convolutions, recurrent: layers, norms, head }: Sorted & { readonly head: ForeignDense },
): NamedWeight[] {
  const layout = layoutOf(spec, shape);
  const data = layout.slots.map(({ size }) => new Float32Array(size));
  const gates = gateCount[spec.cell];
  const wide = gates * spec.units;
  layout.convolutions.forEach(({ kernel, bias }, k) => {
    data[kernel]!.set(convolutions[k]!.kernel);
    data[bias]!.set(convolutions[k]!.bias);
  });
  layout.norms.forEach(({ gamma, beta }, k) => {
    data[gamma]!.set(norms[k]!.gamma);
    data[beta]!.set(norms[k]!.beta);
  });
  const { inputs } = layers[0]!;
  let before = { own: inputs, padded: inputs };
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
