import * as v from 'valibot';
import { BackendName, Cell, KernelName } from './model';

/** Whole training steps (forward, backward, clipping, Adam) of one layer with a softmax of ten classes on its last state. */
export const BenchmarkEntry = v.object({
  cell: Cell,
  batch: v.number(),
  time: v.number(),
  inputs: v.number(),
  units: v.number(),
  kernel: KernelName,
  backend: BackendName,
  minMs: v.number(),
  medianMs: v.number(),
  /** From the median. */
  stepsPerSecond: v.number(),
  /** Billions of floating-point operations of the step's matrix products per second, from the least time. */
  gflops: v.number(),
  /** `gflops` ÷ the machine's own peak; null where that could not be measured. */
  peakShare: v.nullable(v.number()),
});
export type BenchmarkEntry = v.InferOutput<typeof BenchmarkEntry>;

export const Benchmark = v.object({
  version: v.string(),
  platform: v.string(),
  cpu: v.string(),
  threads: v.number(),
  /** Of a large matrix product with the native kernels, in the same run. Null without them. */
  peakGflops: v.nullable(v.number()),
  entries: v.array(BenchmarkEntry),
  /** Kernels that were not measured, and why. */
  missing: v.array(v.object({ kernel: KernelName, reason: v.string() })),
});
export type Benchmark = v.InferOutput<typeof Benchmark>;
