import type { NetworkSpec, RecurrentNetworkSpec } from '../../../../shared/domain/model';
import { gatesOf } from '../../kernels/kernel';
import type { ConvolutionUnitLayout, DirectionLayout, NetworkLayout, WeightSlot } from './layout';
import { RandomStream } from '../../random/random-stream';
import { spectralRadius } from './spectral-radius';
import { heads } from './heads';
import type { NetworkShape } from './weights';

/** Uniform in ±√(6 / (fan in + fan out)), gate by gate (Glorot & Bengio 2010). */
function glorot(values: Float32Array, fanIn: number, fanOut: number, random: RandomStream): void {
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  for (let k = 0; k < values.length; k++) values[k] = (2 * random.next() - 1) * limit;
}

/** Rows of a random orthogonal matrix [n, n]: normal rows, each freed of the earlier ones (modified Gram–Schmidt). */
function orthogonalRows(n: number, random: RandomStream): Float64Array[] {
  const rows: Float64Array[] = [];
  while (rows.length < n) {
    const row = Float64Array.from({ length: n }, () => random.normal());
    // Twice is enough for orthogonality to rounding (Giraud et al. 2005).
    for (let pass = 0; pass < 2; pass++)
      for (const earlier of rows) {
        const overlap = row.reduce((sum, value, k) => sum + value * earlier[k]!, 0);
        for (let k = 0; k < n; k++) row[k] = row[k]! - overlap * earlier[k]!;
      }
    const norm = Math.hypot(...row);
    if (norm > 1e-6) rows.push(row.map((value) => value / norm));
  }
  return rows;
}

/** Gaussian entries, scaled to a spectral radius of 1 (Jaeger 2001). */
function normalRows(n: number, random: RandomStream): Float64Array[] {
  const entries = Float64Array.from({ length: n * n }, () => random.normal() / Math.sqrt(n));
  const radius = spectralRadius(entries, n);
  return Array.from({ length: n }, (_, row) =>
    entries.slice(row * n, (row + 1) * n).map((value) => value / radius),
  );
}

/** Le, Jaitly & Hinton 2015: the identity keeps a ReLU network's state as it is. */
const identityRows = (n: number): Float64Array[] =>
  Array.from({ length: n }, (_, row) =>
    Float64Array.from({ length: n }, (_, column) => Number(row === column)),
  );

/** Every gate's [units, units] block orthogonal (Saxe et al. 2014); a plain RNN's as its recipe says. */
function recurrent(values: Float32Array, spec: RecurrentNetworkSpec, random: RandomStream): void {
  const { units, cell } = spec;
  const gates = gatesOf(spec);
  const kind = cell === 'rnn' ? spec.recurrentInit : 'orthogonal';
  const scale = cell === 'rnn' ? spec.spectralRadius : 1;
  for (let gate = 0; gate < gates; gate++) {
    const rows =
      kind === 'orthogonal'
        ? orthogonalRows(units, random)
        : kind === 'identity'
          ? identityRows(units)
          : normalRows(units, random);
    for (let row = 0; row < units; row++)
      for (let column = 0; column < units; column++)
        values[row * gates * units + gate * units + column] = scale * rows[row]![column]!;
  }
}

/** The gates' first biases, so that the cell begins by remembering (`RecurrentNetworkSpec.forgetInit`). */
function openForgetGate(bias: Float32Array, spec: RecurrentNetworkSpec, random: RandomStream): void {
  const { units, forgetInit, forgetBias, chronoSteps, coupled } = spec;
  for (let unit = 0; unit < units; unit++) {
    const b =
      forgetInit === 'constant'
        ? forgetBias
        : forgetInit === 'longest'
          ? Math.log(chronoSteps)
          : Math.log(1 + random.next() * (chronoSteps - 2));
    // A coupled cell has f = 1 − i = σ(−aᵢ).
    if (coupled || forgetInit === 'chrono') bias[unit] = -b;
    if (!coupled) bias[units + unit] = b;
  }
}

const unitKernels = ({ bottleneck, paths, pooled }: ConvolutionUnitLayout): number[] =>
  [bottleneck, ...paths.flatMap(({ depthwise, kernel }) => [depthwise, kernel]), pooled].filter(
    (slot) => slot !== null,
  );

/**
 * Initial parameters: kernels Glorot-uniform, recurrent kernels orthogonal gate by gate, convolutions as for ReLU (He et
 * al. 2015), norms the identity, biases zero but for the LSTM's forget gate. A linear head starts at zero, so that a
 * forecast starts as its baseline.
 */
export function initialise(
  layout: NetworkLayout,
  spec: NetworkSpec,
  shape: NetworkShape,
  seed: number,
): Float32Array {
  const parameters = new Float32Array(layout.parameters);
  const view = ({ offset, size }: WeightSlot): Float32Array => parameters.subarray(offset, offset + size);
  const streamOf = (slot: number): RandomStream => new RandomStream(seed, 'weights', slot);
  const at = (slot: number): Float32Array => view(layout.slots[slot]!);
  const matrix = (slot: number, fanOut = layout.slots[slot]!.shape[1]!): void =>
    glorot(at(slot), layout.slots[slot]!.shape[0]!, fanOut, streamOf(slot));

  /** As for ReLU: [size, inputs, filters], or [size, inputs] where each channel is convolved by itself. */
  const convolution = (slot: number): void => {
    const [size, inputs, filters] = layout.slots[slot]!.shape;
    glorot(at(slot), filters === undefined ? size! : size! * inputs!, 0, streamOf(slot));
  };

  for (const { kernel } of layout.convolutions) convolution(kernel);
  for (const { units, shortcut } of layout.blocks) {
    units.flatMap(unitKernels).forEach(convolution);
    if (shortcut !== null) convolution(shortcut.kernel);
  }
  if (spec.family === 'recurrent')
    layout.layers.flat().forEach((direction) => initialiseDirection(direction, spec));
  else if (layout.encoder !== null) {
    const { embedding, blocks } = layout.encoder;
    matrix(embedding.kernel);
    for (const { query, key, value, output, widen, narrow } of blocks)
      [query, key, value, output, widen, narrow].forEach(({ kernel }) => matrix(kernel));
  }
  for (const [slot, { name }] of layout.slots.entries())
    if (/\/(gamma|moving_variance)$/.test(name)) at(slot).fill(1);
  if (layout.pooling !== null) {
    const { scorer, context } = layout.pooling;
    matrix(scorer.kernel);
    matrix(context, 1);
  }
  if (heads[shape.head].startsAt === 'glorot') matrix(layout.head.kernel);
  return parameters;

  function initialiseDirection(
    { kernel, recurrentKernel, bias }: DirectionLayout,
    cellSpec: RecurrentNetworkSpec,
  ): void {
    matrix(kernel, cellSpec.units);
    recurrent(at(recurrentKernel), cellSpec, streamOf(recurrentKernel));
    if (cellSpec.cell === 'lstm') openForgetGate(at(bias), cellSpec, streamOf(bias));
  }
}
