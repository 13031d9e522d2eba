import type { BatchLoss } from '../models/network/loss';
import { adamFor, adamStep, clipScale } from '../training/optimiser';
import type { SequenceBatch, SequenceNet } from './sequence-net';

export interface Drill {
  readonly batch: SequenceBatch;
  readonly loss: BatchLoss;
}

export interface FitOptions {
  readonly updates: number;
  readonly learningRate: number;
  /** Fresh sequences for update `k`, which counts from 1. */
  readonly drill: (k: number) => Drill;
  /** Called every `every` updates and after the last; true ends the fit. */
  readonly look: (updates: number) => boolean | Promise<boolean>;
  readonly every: number;
}

const CLIP_NORM = 1;
/** Share of the updates over which the learning rate falls to zero at the end. */
const COOL_DOWN = 0.3;

/** Adam on sequences that are never seen twice. @returns updates done */
export async function fit(net: SequenceNet, options: FitOptions): Promise<number> {
  const { updates, learningRate, drill, look, every } = options;
  const adam = adamFor(net.kernel);
  const moments = {
    first: new Float32Array(net.parameters.length),
    second: new Float32Array(net.parameters.length),
  };
  const decayed = new Uint8Array(net.parameters.length);
  for (let k = 1; k <= updates; k++) {
    const { batch, loss } = drill(k);
    const { gradient } = await net.gradient(batch, loss);
    const norm = adam.norm(gradient);
    // A gradient that is no longer finite teaches nothing; the next batch may.
    if (Number.isFinite(norm)) {
      const cooling = Math.min(1, (updates - k + 1) / (COOL_DOWN * updates));
      adamStep(adam, net.parameters, gradient, moments, k, {
        learningRate: learningRate * cooling,
        weightDecay: 0,
        scale: clipScale(norm, CLIP_NORM),
        decayed,
      });
      net.parametersChanged();
    }
    if ((k % every === 0 || k === updates) && (await look(k))) return k;
  }
  return updates;
}
