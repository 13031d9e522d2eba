import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { openCandidate } from '../../../src/main/engine/kernels/choose/candidates';
import { isUnavailable } from '../../../src/main/engine/kernels/kernels';
import { selectCompute } from '../../../src/main/engine/kernels/choose/select';
import { probabilitiesOverTime, traceNetwork } from '../../../src/main/engine/models/trace/network-trace';
import { crossEntropy } from '../../../src/main/engine/models/network/loss';
import { Network } from '../../../src/main/engine/models/network/network';
import { plainVariants } from '../../../src/shared/domain/model';
import type { BackendName, KernelName, RecurrentNetworkSpec } from '../../../src/shared/domain/model';
import { hasSwiftShader } from './kernels';
import { uniform } from './problems';

// CI installs Chromium, whose SwiftShader stands in for a GPU there (vitest.config.ts).
describe.skipIf(!hasSwiftShader)('webgpu', () => {
  const spec: RecurrentNetworkSpec = {
    ...plainVariants,
    ...{ family: 'recurrent', cell: 'lstm', activation: 'tanh', units: 7, layers: 2, bidirectional: true },
    ...{ dropout: 0, pooling: 'mean', resetAfter: false, forgetBias: 1 },
  };
  const shape = { features: 3, outputs: 4, head: 'softmax' } as const;
  const input = {
    ...{ inputs: uniform(5, 2 * 6 * 3, 1), lengths: Int32Array.of(6, 4), size: 2, time: 6 },
  };
  const loss = crossEntropy(Int32Array.of(1, 3), 4, { smoothing: 0.1, classWeights: null });

  async function networkOn(backend: BackendName, kernel: KernelName, changes = {}): Promise<Network> {
    const candidate = await openCandidate(kernel, { backend, kernel });
    if (isUnavailable(candidate)) throw new Error(candidate.unavailable);
    return Network.create({ ...spec, ...changes }, shape, candidate.kernel, 3);
  }

  /** All that the lab asks of a network, as plain numbers. */
  async function answersOf(network: Network, dropped: boolean): Promise<Map<string, ArrayLike<number>>> {
    const dropout = (layer: number, rows: number, columns: number): Float32Array =>
      uniform(layer, rows * columns, 1).map((value) => (value < 0 ? 0 : 2));
    const { gradient, logits } = await network.gradient(input, loss, dropped ? { dropout } : {});
    const example = { inputs: input.inputs.slice(18, 30), steps: 4 };
    const one = crossEntropy(Int32Array.of(2), 4, { smoothing: 0, classWeights: null });
    const trace = await traceNetwork(network, example, one);
    const answers = new Map<string, ArrayLike<number>>([
      ...([['gradient', gradient] as const, ['logits', logits] as const] as const),
      ['prediction', await network.predict(input)],
    ]);
    if (network.spec.pooling === 'last')
      answers.set('over time', await probabilitiesOverTime(network, trace, example.steps));
    for (const { layer, direction, tensors, gradientNorm } of trace.layers)
      for (const [name, values] of Object.entries({ ...tensors, gradientNorm }))
        answers.set(`${layer} ${direction} ${name}`, values!);
    return answers;
  }

  test.each([
    ['two layers both ways, means, dropout', {}, true],
    [
      'a GRU, its last state',
      { cell: 'gru', resetAfter: true, bidirectional: false, pooling: 'last' },
      false,
    ],
  ] as const)('trains, predicts and traces as on wasm: %s', async (_, changes, dropped) => {
    const expected = await answersOf(await networkOn('wasm', 'wasm', changes), dropped);
    const network = await networkOn('webgpu', 'webgpu', changes);
    const actual = await answersOf(network, dropped);
    expect([...actual.keys()]).toEqual([...expected.keys()]);
    for (const [name, values] of expected) {
      const found = actual.get(name)!;
      expect(found.length, name).toBe(values.length);
      Array.from(values).forEach((value, k) => expect(found[k], `${name}[${k}]`).toBeCloseTo(value, 4));
    }
    // The same bits again: tfjs' own products must not add up in an order of the GPU's.
    for (const [name, values] of await answersOf(network, dropped)) expect(values).toEqual(actual.get(name));
    network.dispose();
  });

  test('keeps tensors and the memory of the GPU flat over batches of changing lengths', async () => {
    const network = await networkOn('webgpu', 'webgpu', { layers: 1, bidirectional: false });
    const step = async (time: number): Promise<void> => {
      await network.gradient(
        { inputs: uniform(time, 2 * time * 3, 1), lengths: Int32Array.of(time, 2), size: 2, time },
        loss,
      );
      network.parametersChanged();
    };
    const used = (): number => (tf.memory() as unknown as { numBytesInGPU: number }).numBytesInGPU;
    await step(3);
    const before = { tensors: tf.memory().numTensors, bytes: used() };
    for (let time = 4; time < 12; time++) await step(time);
    await step(3);
    expect(tf.memory().numTensors).toBe(before.tensors);
    expect(used()).toBe(before.bytes);
  });

  test('is never what auto takes, and is what its own backend takes', async () => {
    const auto = await selectCompute({ backend: 'auto', kernel: 'auto' });
    expect([auto.backend, auto.kernel.name]).not.toContain('webgpu');
    const asked = await selectCompute({ backend: 'webgpu', kernel: 'auto' });
    expect([asked.backend, asked.kernel.name]).toEqual(['webgpu', 'webgpu']);
    expect(asked.kernel.onlyWhenAsked).toContain('software');
  });

  test.each([
    ['wasm', 'webgpu'],
    ['webgpu', 'native'],
    ['webgpu', 'wasm'],
  ] as const)('refuses backend %s with kernel %s', async (backend, kernel) => {
    await expect(selectCompute({ backend, kernel })).rejects.toMatchObject({
      code: 'KERNEL_UNAVAILABLE',
      message: expect.stringContaining(`does not compute on the ${backend} backend`) as string,
    });
  });

  test('says what went wrong on the GPU when numbers are asked for, once', async () => {
    await useBackend('webgpu');
    const { numbers } = await import('../../../src/main/engine/kernels/numbers');
    const { device } = tf.backend() as unknown as { device: GPUDevice };
    device.createBuffer({ size: 12, usage: 0x8000_0000 });
    const tensor = tf.square(tf.tensor1d([1, 2, 3]));
    // The failure comes when the GPU gets to it.
    await expect(device.queue.onSubmittedWorkDone().then(() => numbers(tensor))).rejects.toMatchObject({
      code: 'COMPUTE_FAILED',
    });
    expect(await numbers(tensor)).toEqual(Float32Array.of(1, 4, 9));
    tensor.dispose();
  });

  beforeAll(() => useBackend('wasm'));
});
