import type { RecurrentKernel } from '../compute/kernel';
import type { Trial } from '../compute/trial';
import type { RecurrentNetworkSpec } from '../../../shared/domain/model';
import { layoutOf } from '../models/layout';
import { Network } from '../models/network';
import type { NetworkInput } from '../models/network';
import type { NetworkShape } from '../models/weights';
import { adamFor, adamStep } from './optimiser';

/** Multiplications and additions of a step that is tried; longer sequences are tried by their beginning. */
const MOST_OPERATIONS = 1e9;
/** Forward one product with each weight and row, backward two. */
const OPERATIONS_PER_WEIGHT = 6;
const LEAST_STEPS = 8;
const WEIGHT = 0.01;

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
  const time = tried.reduce((most, length) => Math.max(most, length), 1);
  const inputs = Float32Array.from({ length: tried.length * time * features }, (_, k) => Math.sin(k));
  return { inputs, lengths: tried, size: tried.length, time };
}

/**
 * A training step of a network, by which `auto` chooses its kernel.
 *
 * @param lengths time steps of each training example
 */
export function kernelTrial(
  spec: RecurrentNetworkSpec,
  shape: NetworkShape,
  lengths: Int32Array,
  batch: number,
): Trial {
  const layout = layoutOf(spec, shape);
  const input = inputOf(typicalLengths(lengths, batch), shape.features, layout.parameters);
  const network = [spec.cell, `${spec.layers}×${spec.units}`, spec.bidirectional ? 'both ways' : 'one way'];
  const rows = input.lengths.reduce((sum, length) => sum + length, 0);
  return {
    shape: [
      ...network,
      ...[spec.cell === 'gru' && spec.resetAfter ? 'reset after' : spec.activation, spec.pooling],
      ...[shape.features, shape.outputs, input.size, roughly(input.time), roughly(rows)],
    ].join(' '),
    batch: input.size,
    time: input.time,
    prepare: (kernel) => workOf(spec, shape, input, kernel),
  };
}

function workOf(
  spec: RecurrentNetworkSpec,
  shape: NetworkShape,
  input: NetworkInput,
  kernel: RecurrentKernel,
): ReturnType<Trial['prepare']> {
  const weights = layoutOf(spec, shape).slots.map((slot) => ({
    ...{ name: slot.name, shape: slot.shape },
    data: new Float32Array(slot.size).fill(WEIGHT),
  }));
  const network = Network.fromWeights({ spec, shape, weights }, kernel);
  const parameters = network.parameters.slice();
  const count = parameters.length;
  const moments = { first: new Float32Array(count), second: new Float32Array(count) };
  const decayed = new Uint8Array(count);
  const adam = adamFor(kernel);
  let step = 0;
  return {
    async step() {
      const { gradient } = await network.gradient(input, (logits) => ({
        loss: 0,
        gradient: new Float32Array(logits.length).fill(1 / logits.length),
      }));
      step += 1;
      adam.norm(gradient);
      adamStep(adam, parameters, gradient, moments, step, {
        ...{ scale: 1, learningRate: 1e-3, weightDecay: 0, decayed },
      });
      network.setParameters(parameters);
    },
    end: () => network.dispose(),
  };
}
