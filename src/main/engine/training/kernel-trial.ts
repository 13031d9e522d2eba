import type { Trial } from '../kernels/choose/trial';
import type { NetworkSpec } from '../../../shared/domain/model';
import { layoutOf } from '../models/network/layout';
import type { BatchLoss } from '../models/network/loss';
import type { NetworkInput } from '../models/network/network';
import type { NetworkShape } from '../models/network/weights';
import { plainInput, plainNetwork, trainingWork } from './training-work';

/** Multiplications and additions of a step that is tried; longer sequences are tried by their beginning. */
const MOST_OPERATIONS = 1e9;
/** Forward one product with each weight and row, backward two. */
const OPERATIONS_PER_WEIGHT = 6;
const LEAST_STEPS = 8;

/** Lengths of a typical batch: evenly over the sorted lengths of the training part, at most `batch` of them. */
function typicalLengths(lengths: Int32Array, batch: number): Int32Array {
  const sorted = lengths.slice().sort();
  const size = Math.min(batch, sorted.length);
  return Int32Array.from({ length: size }, (_, k) => sorted[Math.floor(((k + 0.5) * sorted.length) / size)]!);
}

/** Two significant digits, so that data sets of nearly the same lengths share a decision. */
const roughly = (value: number): number => Number(value.toPrecision(2));

function inputOf(lengths: Int32Array, features: number, parameters: number): NetworkInput {
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const share = Math.min(1, MOST_OPERATIONS / (OPERATIONS_PER_WEIGHT * rows * parameters));
  const tried = lengths.map((length) =>
    Math.min(length, Math.max(LEAST_STEPS, roughly(Math.round(length * share)))),
  );
  return plainInput(tried, features);
}

/** Which way the loss goes makes no difference to how long a step takes. */
const evenLoss: BatchLoss = ({ length }) => ({
  loss: 0,
  gradient: new Float32Array(length).fill(1 / length),
});

function wordsOf(spec: NetworkSpec): string[] {
  const front = spec.convolutions.map(({ filters, width, stride }) => `conv ${filters}/${width}/${stride}`);
  if (spec.family === 'transformer') {
    const { layers, width, heads, feedForward } = spec;
    return [...front, `transformer ${layers}×${width}/${heads}/${feedForward}`, spec.pooling];
  }
  if (spec.family !== 'recurrent') {
    const { family, layers, width, kernelSize } = spec;
    const separable = family === 'tcn' && spec.separable ? ['separable'] : [];
    return [...front, `${family} ${layers}×${width}/${kernelSize}`, ...separable, spec.pooling];
  }
  const variants = [
    ...(spec.cell === 'lstm' && spec.peepholes ? ['peepholes'] : []),
    ...(spec.cell === 'lstm' && spec.coupled ? ['coupled'] : []),
    ...(spec.layerNorm ? ['norm'] : []),
  ];
  return [
    ...front,
    ...[spec.cell, `${spec.layers}×${spec.units}`, spec.bidirectional ? 'both ways' : 'one way', ...variants],
    ...[spec.cell === 'gru' && spec.resetAfter ? 'reset after' : spec.activation, spec.pooling],
  ];
}

/**
 * A training step of a network, by which `auto` chooses its kernel.
 *
 * @param lengths time steps of each training example
 */
export function kernelTrial(
  spec: NetworkSpec,
  shape: NetworkShape,
  lengths: Int32Array,
  batch: number,
): Trial {
  const layout = layoutOf(spec, shape);
  const input = inputOf(typicalLengths(lengths, batch), shape.features, layout.parameters);
  const rows = input.lengths.reduce((sum, length) => sum + length, 0);
  return {
    shape: [
      ...wordsOf(spec),
      ...[shape.features, shape.outputs, input.size, roughly(input.time), roughly(rows)],
    ].join(' '),
    batch: input.size,
    time: input.time,
    prepare: (kernel) => trainingWork(plainNetwork(spec, shape, kernel), input, evenLoss),
  };
}
