import type { NetworkSpec } from '../../../../shared/domain/model';
import type { PreparedData } from '../../prepare/prepared';
import { exampleWindow } from '../scale/forecast-scale';
import type { Window } from '../scale/forecast-scale';
import { stepsAfter } from './layout';
import type { NetworkInput } from './network';
import type { RandomStream } from '../../random/random-stream';
import { scaleInto } from '../scale/scaling';
import type { Scaling } from '../scale/scaling';

/** Scales sequences and pads them to the longest of them; their lengths go along, so that padding is never read. */
export function assemble(windows: readonly Window[], scaling: Scaling): NetworkInput {
  const time = windows.reduce((longest, { steps }) => Math.max(longest, steps), 0);
  const width = scaling.mean.length;
  const inputs = new Float32Array(windows.length * time * width);
  windows.forEach((window, k) => scaleInto(window, scaling, inputs, k * time * width));
  return {
    inputs,
    lengths: Int32Array.from(windows, ({ steps }) => steps),
    size: windows.length,
    time,
  };
}

export function windowsOf(data: PreparedData, examples: ArrayLike<number>): Window[] {
  const width = data.featureNames.length;
  return Array.from(examples, (example) => exampleWindow(data, example, width));
}

/** So many batches are cut from examples sorted by length; more would pad less and shuffle less. */
const BATCHES_PER_POOL = 8;

function cut(examples: Int32Array, batch: number): Int32Array[] {
  // Equal batches instead of a last one of one or two examples, whose gradient would be mostly noise.
  const count = Math.ceil(examples.length / batch);
  return Array.from({ length: count }, (_, k) =>
    examples.slice(
      Math.round((k * examples.length) / count),
      Math.round(((k + 1) * examples.length) / count),
    ),
  );
}

/**
 * One epoch's batches: examples shuffled, then sorted by length within pools of a few batches, so that examples of
 * like length meet and little is padded, then the batches shuffled. Every example occurs once.
 */
export function epochBatches(
  examples: Int32Array,
  lengths: Int32Array,
  batch: number,
  random: RandomStream,
): Int32Array[] {
  const shuffled = random.shuffle<Int32Array, number>(examples.slice());
  const pools = cut(shuffled, batch * BATCHES_PER_POOL);
  const batches = pools.flatMap((pool) =>
    cut(
      pool.sort((a, b) => lengths[a]! - lengths[b]!),
      batch,
    ),
  );
  return random.shuffle<Int32Array[], Int32Array>(batches);
}

/** Optimiser steps of one epoch. */
export function stepsPerEpoch(examples: number, batch: number): number {
  return epochBatches(
    Int32Array.from({ length: examples }, (_, k) => k),
    new Int32Array(examples),
    batch,
    { shuffle: <T>(values: T) => values } as RandomStream,
  ).length;
}

/** Elements of a batch for prediction: bounds memory, not results. */
const PREDICTION_ELEMENTS = 4_000_000;
const PREDICTION_BATCH = 128;

/** Numbers that the largest tensor of a forward pass has for one example. */
function elementsOf({ steps, width }: Window, spec: NetworkSpec | null): number {
  if (spec === null || spec.family === 'recurrent') return steps * width;
  const left = stepsAfter(spec, steps);
  // Weights of the attention, or what a block's convolutions read, side by side.
  const within = spec.family === 'transformer' ? spec.heads * left : spec.kernelSize * spec.width;
  return Math.max(steps * width, within * left);
}

/** Batches for prediction: by length, as large as is comfortable. Indexes into `windows`. */
export function predictionBatches(windows: readonly Window[], spec: NetworkSpec | null = null): number[][] {
  const order = windows.map((_, k) => k).sort((a, b) => windows[a]!.steps - windows[b]!.steps);
  const batches: number[][] = [];
  let current: number[] = [];
  for (const index of order) {
    const elements = elementsOf(windows[index]!, spec);
    const full = current.length >= PREDICTION_BATCH || (current.length + 1) * elements > PREDICTION_ELEMENTS;
    if (full && current.length > 0) {
      batches.push(current);
      current = [];
    }
    current.push(index);
  }
  if (current.length > 0) batches.push(current);
  return batches;
}
