import type { RecurrentKernel } from '../kernels/kernel';
import type { NetworkSpec } from '../../../shared/domain/model';
import { layoutOf } from '../models/network/layout';
import type { BatchLoss } from '../models/network/loss';
import { Network } from '../models/network/network';
import type { NetworkInput } from '../models/network/network';
import type { NetworkShape } from '../models/network/weights';
import { adamFor, adamStep, clipScale } from './optimiser';

/** Training steps on one batch, to be timed. */
export interface TrainingWork {
  /** @returns milliseconds of it that were spent in the recurrent kernel */
  step(): Promise<number>;
  /** Frees what it holds. */
  end(): void;
}

const LEARNING_RATE = 1e-3;
const CLIP_NORM = 1;
const WEIGHT = 0.1;

/** A network whose weights are nothing in particular: an orthogonal start would cost more than what is measured. */
export function plainNetwork(spec: NetworkSpec, shape: NetworkShape, kernel: RecurrentKernel): Network {
  const weights = layoutOf(spec, shape).slots.map((slot, index) => ({
    ...{ name: slot.name, shape: slot.shape },
    data: Float32Array.from({ length: slot.size }, (_, k) => WEIGHT * Math.sin(1.7 * k + index)),
  }));
  return Network.fromWeights({ spec, shape, weights }, kernel);
}

/** Numbers without a pattern that arithmetic could profit from. */
export function plainInput(lengths: Int32Array, features: number): NetworkInput {
  const time = lengths.reduce((most, length) => Math.max(most, length), 1);
  const inputs = Float32Array.from({ length: lengths.length * time * features }, (_, k) => Math.sin(k));
  return { inputs, lengths, size: lengths.length, time };
}

/** Forward, backward, clipping, Adam and the new weights to the backend, as in training. `end` disposes the network. */
export function trainingWork(network: Network, input: NetworkInput, loss: BatchLoss): TrainingWork {
  const parameters = network.parameters.slice();
  const count = parameters.length;
  const moments = { first: new Float32Array(count), second: new Float32Array(count) };
  const decayed = new Uint8Array(count);
  const adam = adamFor(network.kernel);
  let step = 0;
  return {
    async step() {
      let kernelMs = 0;
      const { gradient } = await network.gradient(input, loss, { onKernelTime: (ms) => (kernelMs += ms) });
      const scale = clipScale(adam.norm(gradient), CLIP_NORM);
      step += 1;
      adamStep(adam, parameters, gradient, moments, step, {
        ...{ learningRate: LEARNING_RATE, weightDecay: 0, scale, decayed },
      });
      network.setParameters(parameters);
      return kernelMs;
    },
    end: () => network.dispose(),
  };
}
