import type { RandomStream } from '../../random/random-stream';
import type { Drill } from '../fit';
import { squaredError } from '../memory/tasks';

export const STEPS = 60;
/** Chance of a pulse, of each bit at each step. */
const PULSES = 0.12;

export interface FlipFlops extends Drill {
  /** [size, steps, bits]: −1 or 1, what each bit was last set to. */
  readonly targets: Float32Array;
}

/**
 * Bits that pulses of +1 and −1 set, each for itself: what was set last is to be said at every step (Sussillo & Barak
 * 2013, sec. 3.1). The first step sets all bits, so that there always is a right answer.
 */
export function flipFlops(size: number, bits: number, random: RandomStream): FlipFlops {
  const inputs = new Float32Array(size * STEPS * bits);
  const targets = new Float32Array(size * STEPS * bits);
  for (let row = 0; row < size; row++)
    for (let bit = 0; bit < bits; bit++) {
      let held = 0;
      for (let t = 0; t < STEPS; t++) {
        const at = (row * STEPS + t) * bits + bit;
        if (t === 0 || random.next() < PULSES) {
          held = random.next() < 0.5 ? -1 : 1;
          inputs[at] = held;
        }
        targets[at] = held;
      }
    }
  return { batch: { inputs, size, time: STEPS }, loss: squaredError(targets), targets };
}
