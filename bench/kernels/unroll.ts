// Our side of the benchmark: the lab's own network and optimiser, as training runs them.
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs-core';
import { openCandidate } from '../../src/main/engine/kernels/choose/candidates';
import type { RecurrentInputs, RecurrentKernel } from '../../src/main/engine/kernels/kernel';
import { isUnavailable } from '../../src/main/engine/kernels/kernels';
import { loadNativeAddon, threadCount } from '../../src/main/engine/kernels/cpp/native-kernel';
import { crossEntropy } from '../../src/main/engine/models/network/loss';
import { directionsOf } from '../../src/main/engine/models/network/forward';
import type { DirectionRun } from '../../src/main/engine/models/network/forward';
import { Network } from '../../src/main/engine/models/network/network';
import type { NetworkInput } from '../../src/main/engine/models/network/network';
import type { LayerOf } from '../../src/main/engine/models/network/stack';
import { peakJob } from '../../src/main/engine/benchmarks/benchmark-job';
import { trainingWork } from '../../src/main/engine/training/training-work';
import { plainVariants } from '../../src/shared/domain/model';
import type { KernelName } from '../../src/shared/domain/model';
import type { RecurrentNetworkSpec } from '../../src/shared/domain/model';

interface Request {
  readonly do: 'train' | 'kernel' | 'sequence' | 'stream' | 'soak' | 'gemm' | 'forget';
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
/** Until V8's heap and the allocator's have found their size. */
const STRIDE_STEPS = 4000;

const noise = (count: number): Float32Array =>
  Float32Array.from({ length: count }, () => Math.random() * 2 - 1);

/** A GPU that is imitated in software says nothing of GPUs. */
async function openKernel(): Promise<{ kernel: RecurrentKernel; backend: string }> {
  const name = process.env['BENCH_KERNEL'] as KernelName;
  const candidate = await openCandidate(name, { backend: 'auto', kernel: name });
  if (isUnavailable(candidate)) throw new Error(candidate.unavailable);
  const { kernel, backend } = candidate;
  if (kernel.onlyWhenAsked !== undefined) throw new Error(kernel.onlyWhenAsked);
  return { kernel, backend };
}

function specOf({ cell, units }: Request): RecurrentNetworkSpec {
  return {
    ...plainVariants,
    family: 'recurrent',
    ...{ cell, units, activation: 'tanh', layers: 1, bidirectional: false, dropout: 0, pooling: 'last' },
    // TensorFlow's fused GRU has only the other convention; for its own layers Keras has this one.
    ...{ resetAfter: process.env['BENCH_KERNEL'] !== 'tensorflow', forgetBias: 1 },
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
  if (request.do === 'kernel') return kernelAlone(request, network, input);
  const labels = Int32Array.from({ length: request.batch }, (_, k) => k % CLASSES);
  const loss = crossEntropy(labels, CLASSES, { smoothing: 0, classWeights: null });
  const work = trainingWork(network, input, loss);
  let count = 0;
  return {
    end,
    step() {
      if (lengthsAt !== undefined) input.lengths.set(lengthsAt(count++));
      return work.step();
    },
  };
}

/** The first recurrent layer, read forwards, with what goes into it. */
function firstDirection(network: Network, x: tf.Tensor3D, lengths: Int32Array): DirectionRun {
  const layer = network.layers.find(({ kind }) => kind === 'recurrent') as LayerOf<'recurrent'>;
  return directionsOf(network.pass(), layer, { parts: [x], lengths })[0]!;
}

/** Forward and backward of the layer with nothing around it: no tape, no head, no optimiser. */
function kernelAlone(request: Request, network: Network, input: NetworkInput): ReturnType<typeof workOf> {
  const { kernel } = network;
  const { batch, time, inputs, units } = request;
  const x = tf.keep(tf.tensor3d(input.inputs, [batch, time, inputs]));
  const finalHidden = tf.keep(tf.tensor2d(noise(batch * units), [batch, units]));
  return {
    end() {
      tf.dispose([x, finalHidden]);
      network.dispose();
    },
    async step() {
      const { spec, given } = firstDirection(network, x, input.lengths);
      const forward = kernel.forward(spec, given);
      const upstream = { outputs: null, finalHidden, finalCell: null };
      const gradients = kernel.backward(spec, given, forward, upstream, { inputs: false });
      await gradients.bias.data();
      forward.memory.dispose();
      const made = [...Object.values(forward), ...Object.values(gradients)];
      tf.dispose(made.filter((value): value is tf.Tensor => value instanceof tf.Tensor));
      return undefined;
    },
  };
}

/** Steps through a sequence one time step at a time, the state carried along. */
async function stream(request: Request, network: Network, { inputs }: NetworkInput): Promise<void> {
  const { kernel } = network;
  let states: Partial<RecurrentInputs> = {};
  for (let t = 0; t < request.time; t++) {
    const values = inputs.subarray(t * request.inputs, (t + 1) * request.inputs);
    const x = tf.tensor3d(values, [1, 1, request.inputs]);
    const { spec, given } = firstDirection(network, x, Int32Array.of(1));
    const { outputs, finalHidden, finalCell, memory } = kernel.forward(spec, { ...given, ...states });
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
  // What the collector has not yet got to is no leak.
  const sample = (): object => {
    globalThis.gc?.();
    return { rssMb: process.memoryUsage.rss() / 2 ** 20, ...tf.memory() };
  };
  const samples: object[] = [];
  for (let step = 1 - STRIDE_STEPS; step <= steps; step++) {
    await work.step();
    if (step === 0 || step === steps) samples.push(sample());
  }
  work.end();
  return { samples };
}

async function main(): Promise<void> {
  const say = (answer: object): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);
  const { kernel, backend } = await openKernel().catch((error: Error) => {
    say({ error: error.message });
    process.exit(1);
  });
  const addon = loadNativeAddon();
  const simd = { native: 'unavailable' in addon ? '' : addon.select(''), wasm: 'SIMD 128' };
  const detail = simd[kernel.name as keyof typeof simd] ?? `${backend} backend`;
  say({ version: `${kernel.name} kernel, ${detail}`, threads: threadCount() });

  let work: ReturnType<typeof workOf> | null = null;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    if (request.do === 'forget') {
      work?.end();
      work = null;
      say({ peakRssMb: process.resourceUsage().maxRSS / 1024 });
    } else if (request.do === 'soak') say(await soak(request, kernel));
    else if (request.do === 'gemm') say({ gflops: peakJob() });
    else {
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
}

void main().finally(() => process.exit());
