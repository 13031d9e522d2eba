import { expect } from 'vitest';
import type { BatchLoss } from '../../../src/main/engine/models/network/loss';
import type { Network, NetworkInput } from '../../../src/main/engine/models/network/network';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import type {
  InceptionSpec,
  RecurrentNetworkSpec,
  TcnSpec,
  TransformerSpec,
} from '../../../src/shared/domain/model';
import { plainVariants } from '../../../src/shared/domain/model';

export const shape = { features: 3, outputs: 4, head: 'softmax' } as const;

/** An LSTM of one direction, with the mean over time. */
export const recurrent: RecurrentNetworkSpec = {
  ...plainVariants,
  family: 'recurrent',
  cell: 'lstm',
  activation: 'tanh',
  units: 4,
  layers: 1,
  bidirectional: false,
  dropout: 0,
  pooling: 'mean',
  resetAfter: false,
  forgetBias: 1,
};

export const transformer: TransformerSpec = {
  family: 'transformer',
  convolutions: [],
  width: 8,
  heads: 2,
  layers: 2,
  feedForward: 12,
  dropout: 0,
  causal: false,
  pooling: 'mean',
};

export const tcn: TcnSpec = {
  family: 'tcn',
  convolutions: [],
  width: 5,
  layers: 2,
  kernelSize: 3,
  separable: false,
  causal: false,
  dropout: 0,
  pooling: 'mean',
};

export const inception: InceptionSpec = {
  family: 'inception',
  convolutions: [],
  width: 3,
  layers: 1,
  kernelSize: 8,
  dropout: 0,
  pooling: 'mean',
};

/** Every parameter drawn anew, so that none hides behind what networks begin with; variances are positive. */
export function redraw(network: Network, draw: (value: number) => number): void {
  network.setParameters(network.parameters.map(draw));
  for (const { name, offset, size } of network.layout.slots)
    if (name.endsWith('/moving_variance'))
      for (let k = offset; k < offset + size; k++)
        network.parameters[k] = 0.5 + Math.abs(network.parameters[k]!);
  network.parametersChanged();
}

/** Noise of three features, padded to the longest. */
export function makeInput(lengths: readonly number[], seed = 1): NetworkInput {
  const random = new RandomStream(seed, 'noise', 5);
  const time = Math.max(...lengths);
  return {
    inputs: Float32Array.from({ length: lengths.length * time * 3 }, () => random.normal()),
    lengths: Int32Array.from(lengths),
    size: lengths.length,
    time,
  };
}

/** The answer for the second example of a padded batch is the answer for it alone. */
export async function expectAnswersAlone(
  network: Network,
  [longer, shorter]: readonly [number, number],
  rowsPerExample = 1,
): Promise<void> {
  const input = makeInput([longer, shorter]);
  const together = await network.logits(input);
  const alone = await network.logits({
    inputs: input.inputs.slice(longer * 3, (longer + shorter) * 3),
    lengths: Int32Array.of(shorter),
    size: 1,
    time: shorter,
  });
  alone.forEach((value, k) => expect(together[4 * rowsPerExample + k]).toBeCloseTo(value, 5));
}

/** ∂loss/∂parameter k by central differences. */
export async function centralDifference(
  network: Network,
  input: NetworkInput,
  loss: BatchLoss,
  k: number,
  step = 1e-2,
): Promise<number> {
  const at = async (change: number): Promise<number> => {
    const value = network.parameters[k]!;
    network.parameters[k] = value + change;
    network.parametersChanged();
    const result = loss(await network.logits(input)).loss;
    network.parameters[k] = value;
    return result;
  };
  return ((await at(step)) - (await at(-step))) / (2 * step);
}
