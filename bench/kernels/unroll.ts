// Our side of the benchmark: the lab's own network and optimiser, as training runs them.
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../../src/main/engine/compute/backend';
import { createFusedAdam } from '../../src/main/engine/compute/fused-adam';
import type { RecurrentInputs, RecurrentKernel, RecurrentSpec } from '../../src/main/engine/compute/kernel';
import {
  createNativeKernel,
  loadNativeAddon,
  threadCount,
} from '../../src/main/engine/compute/native-kernel';
import { createWasmKernel } from '../../src/main/engine/compute/wasm-kernel';
import { crossEntropy } from '../../src/main/engine/models/loss';
import { Network } from '../../src/main/engine/models/network';
import type { NetworkInput } from '../../src/main/engine/models/network';
import { adamStep, clipScale, plainAdam } from '../../src/main/engine/training/optimiser';
import type { RecurrentNetworkSpec } from '../../src/shared/domain/model';

interface Request {
  readonly do: 'train' | 'sequence' | 'stream' | 'soak' | 'forget';
  readonly cell: 'lstm' | 'gru';
  readonly batch: number;
  readonly time: number;
  readonly inputs: number;
  readonly units: number;
  readonly lengthOf: readonly number[];
  readonly steps: number;
}

interface Answer {
  /** Milliseconds of each step. */
  readonly ms: number[];
  /** Of each step, the part spent in the kernel. */
  readonly kernelMs?: number[];
}

const CLASSES = 10;
const LEARNING_RATE = 1e-3;
const CLIP_NORM = 1;
/** Until V8's heap and the allocator's have found their size. */
const STRIDE_STEPS = 4000;

const noise = (count: number): Float32Array =>
  Float32Array.from({ length: count }, () => Math.random() * 2 - 1);

async function openKernel(): Promise<RecurrentKernel> {
  await useBackend('wasm');
  const kernel = process.env['BENCH_KERNEL'] === 'wasm' ? await createWasmKernel() : createNativeKernel();
  if ('unavailable' in kernel) throw new Error(kernel.unavailable);
  return kernel;
}

function specOf({ cell, units }: Request): RecurrentNetworkSpec {
  return {
    family: 'recurrent',
    ...{ cell, units, activation: 'tanh', layers: 1, bidirectional: false, dropout: 0, pooling: 'last' },
    ...{ resetAfter: true, forgetBias: 1 },
  };
}

function networkOf(request: Request, kernel: RecurrentKernel): { network: Network; input: NetworkInput } {
  const { batch, time, inputs, lengthOf } = request;
  const shape = { features: inputs, outputs: CLASSES, head: 'softmax' } as const;
  const network = Network.create(specOf(request), shape, kernel, 1);
  const values = noise(batch * time * inputs);
  return { network, input: { inputs: values, lengths: Int32Array.from(lengthOf), size: batch, time } };
}

/** What is asked again and again, ready to be timed. */
function workOf(
  request: Request,
  kernel: RecurrentKernel,
  lengthsAt?: (step: number) => number[],
): { step: () => Promise<number | undefined>; end: () => void } {
  const { network, input } = networkOf(request, kernel);
  const end = (): void => network.dispose();
  if (request.do === 'sequence') return { step: async () => void (await network.predict(input)), end };
  if (request.do === 'stream') return { step: async () => void (await stream(request, network, input)), end };
  const parameters = network.parameters.slice();
  const moments = { first: new Float32Array(parameters.length), second: new Float32Array(parameters.length) };
  const decayed = new Uint8Array(parameters.length);
  const labels = Int32Array.from({ length: request.batch }, (_, k) => k % CLASSES);
  const loss = crossEntropy(labels, CLASSES, { smoothing: 0, classWeights: null });
  const adam = (kernel.name === 'native' ? createFusedAdam() : null) ?? plainAdam;
  let count = 0;
  return {
    end,
    async step() {
      let kernelMs = 0;
      if (lengthsAt !== undefined) input.lengths.set(lengthsAt(count));
      const { gradient } = await network.gradient(input, loss, { onKernelTime: (ms) => (kernelMs += ms) });
      const scale = clipScale(adam.norm(gradient), CLIP_NORM);
      count += 1;
      adamStep(adam, parameters, gradient, moments, count, {
        ...{ learningRate: LEARNING_RATE, weightDecay: 0, scale, decayed },
      });
      network.setParameters(parameters);
      return kernelMs;
    },
  };
}

/** Steps through a sequence one time step at a time, the state carried along. */
async function stream(request: Request, network: Network, { inputs }: NetworkInput): Promise<void> {
  const { kernel } = network;
  const direction = network.layout.layers[0]![0]!;
  const spec: RecurrentSpec = network.recurrentSpec(direction);
  let states: Partial<RecurrentInputs> = {};
  for (let t = 0; t < request.time; t++) {
    const values = inputs.subarray(t * request.inputs, (t + 1) * request.inputs);
    const x = tf.tensor3d(values, [1, 1, request.inputs]);
    const given = { ...network.recurrentInputs(direction, x, Int32Array.of(1)), ...states };
    const { outputs, finalHidden, finalCell, memory } = kernel.forward(spec, given);
    memory.dispose();
    tf.dispose([outputs, x, ...Object.values(states).filter((state) => state instanceof tf.Tensor)]);
    states = { initialHidden: finalHidden, ...(finalCell && { initialCell: finalCell }) };
  }
  const logits = network.head(states.initialHidden!);
  await logits.data();
  tf.dispose([logits, ...Object.values(states)] as tf.Tensor[]);
}

/** Resident megabytes and tensors before and after `steps` steps, each with lengths of its own, of a process in its stride. */
async function soak(request: Request, kernel: RecurrentKernel): Promise<object> {
  const { steps, time, batch } = request;
  const lengths = Array<number>(batch).fill(time);
  const work = workOf({ ...request, do: 'train', lengthOf: lengths }, kernel, (step) =>
    lengths.map((_, k) => 1 + ((k * 31 + step * 17) % time)),
  );
  const sample = (): object => ({ rssMb: process.memoryUsage.rss() / 2 ** 20, ...tf.memory() });
  const samples: object[] = [];
  for (let step = 1 - STRIDE_STEPS; step <= steps; step++) {
    await work.step();
    if (step === 0 || step === steps) samples.push(sample());
  }
  work.end();
  return { samples };
}

async function main(): Promise<void> {
  const kernel = await openKernel();
  const addon = loadNativeAddon();
  const simd = kernel.name === 'wasm' ? 'SIMD 128' : 'unavailable' in addon ? '' : addon.select('');
  const say = (answer: object): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);
  say({ version: `${kernel.name} kernel, ${simd}`, threads: threadCount() });

  let work: ReturnType<typeof workOf> | null = null;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    if (request.do === 'forget') {
      work?.end();
      work = null;
      say({ peakRssMb: process.resourceUsage().maxRSS / 1024 });
      continue;
    }
    if (request.do === 'soak') {
      say(await soak(request, kernel));
      continue;
    }
    work ??= workOf(request, kernel);
    const ms: number[] = [];
    const kernelMs: number[] = [];
    for (let step = 0; step < request.steps; step++) {
      const start = performance.now();
      kernelMs.push((await work.step()) ?? 0);
      ms.push(performance.now() - start);
    }
    say({ ms, ...(request.do === 'train' && { kernelMs }) } satisfies Answer);
  }
}

void main().finally(() => process.exit());
