import { plainVariants } from '../../../shared/domain/model';
import type { BackendName, KernelName } from '../../../shared/domain/model';
import { openCandidate } from '../kernels/choose/candidates';
import { isUnavailable } from '../kernels/kernels';
import type { Unavailable } from '../kernels/kernels';
import { loadNativeAddon, threadCount } from '../kernels/cpp/native-kernel';
import { crossEntropy } from '../models/network/loss';
import { plainInput, plainNetwork, trainingWork } from '../training/training-work';

/** One layer's training step, as in bench/kernels/cases.mjs. */
export interface BenchmarkCase {
  readonly cell: 'lstm' | 'gru';
  readonly batch: number;
  readonly time: number;
  readonly inputs: number;
  readonly units: number;
}

export interface BenchmarkJobInput extends BenchmarkCase {
  readonly kernel: KernelName;
  /** About how long to measure. */
  readonly budgetMs: number;
}

export interface BenchmarkJobOutput {
  readonly backend: BackendName;
  /** Of each step, the first left out. */
  readonly ms: number[];
}

const CLASSES = 10;
const LEAST_STEPS = 3;

/** Times training steps with one kernel, or says why it is not to be had. A job of the compute worker. */
export async function benchmarkJob(input: BenchmarkJobInput): Promise<BenchmarkJobOutput | Unavailable> {
  const { kernel: name, budgetMs, cell, batch, time, inputs, units } = input;
  const candidate = await openCandidate(name, { backend: 'auto', kernel: name });
  if (isUnavailable(candidate)) return candidate;
  const { backend, kernel } = candidate;
  if (kernel.onlyWhenAsked !== undefined) return { unavailable: kernel.onlyWhenAsked };
  const network = plainNetwork(
    {
      ...plainVariants,
      ...{ family: 'recurrent', cell, units, activation: 'tanh', layers: 1, bidirectional: false },
      ...{ dropout: 0, pooling: 'last', resetAfter: true, forgetBias: 1 },
    },
    { features: inputs, outputs: CLASSES, head: 'softmax' },
    kernel,
  );
  const labels = Int32Array.from({ length: batch }, (_, k) => k % CLASSES);
  const loss = crossEntropy(labels, CLASSES, { smoothing: 0, classWeights: null });
  const work = trainingWork(network, plainInput(new Int32Array(batch).fill(time), inputs), loss);
  try {
    await work.step();
    const ms: number[] = [];
    for (let sumMs = 0; ms.length < LEAST_STEPS || sumMs < budgetMs; sumMs += ms.at(-1)!) {
      const startMs = performance.now();
      await work.step();
      ms.push(performance.now() - startMs);
    }
    return { backend, ms };
  } finally {
    work.end();
  }
}

/** Not a power of two: rows of A would fall into the same few cache sets. */
const PRODUCT_SIZE = 1040;
const PRODUCT_TURNS = 12;

/**
 * Billions of floating-point operations per second of a large matrix product with the native kernels, the best of
 * several; null where they are not there. A job of the compute worker.
 */
export function peakJob(): number | null {
  const addon = loadNativeAddon();
  if ('unavailable' in addon) return null;
  const count = PRODUCT_SIZE ** 2;
  const a = Float32Array.from({ length: count }, (_, k) => Math.sin(k));
  const [b, c] = [a.slice().reverse(), new Float32Array(count)];
  let bestMs = Infinity;
  const shape = Int32Array.of(PRODUCT_SIZE, PRODUCT_SIZE, PRODUCT_SIZE, 0, 0, threadCount());
  for (let turn = 0; turn < PRODUCT_TURNS; turn++) {
    const startMs = performance.now();
    addon.product(shape, a, b, c);
    bestMs = Math.min(bestMs, performance.now() - startMs);
  }
  return (2 * PRODUCT_SIZE ** 3) / bestMs / 1e6;
}
