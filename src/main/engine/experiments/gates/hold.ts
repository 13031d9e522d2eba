import type { GatesResult } from '../../../../shared/domain/experiment-results';
import { correlation } from '../../../../shared/statistics/correlation';
import type { RecurrentKernel } from '../../kernels/kernel';
import { RandomStream } from '../../random/random-stream';
import { fit } from '../fit';
import { squaredError } from '../memory/tasks';
import { specOf } from '../models';
import { SequenceNet } from '../sequence-net';
import { unitTrace } from './unit-trace';

const UNITS = 6;
const STEPS = 60;
const BATCH = 32;
const UPDATES = 600;
const JUDGED = 64;
/** What is smaller than this is no pulse. */
const PULSE = 0.4;

/** Short pulses of random size and sign among small noise, [steps]. */
function randomSignal(random: RandomStream): Float32Array {
  const values = Float32Array.from({ length: STEPS }, () => 0.1 * (2 * random.next() - 1));
  for (let t = random.below(10); t < STEPS; t += 6 + random.below(20)) {
    const size = (random.next() < 0.5 ? -1 : 1) * (0.5 + 0.5 * random.next());
    for (let k = t; k < Math.min(STEPS, t + 1 + random.below(4)); k++) values[k] = size;
  }
  return values;
}

/** The last pulse so far; 0 before the first, [steps]. */
export function heldPulse(signal: ArrayLike<number>): Float32Array {
  let held = 0;
  return Float32Array.from(signal, (x) => {
    if (Math.abs(x) >= PULSE) held = x;
    return held;
  });
}

function drill(size: number, random: RandomStream) {
  const inputs = new Float32Array(size * STEPS);
  const targets = new Float32Array(size * STEPS);
  for (let row = 0; row < size; row++) {
    const signal = randomSignal(random);
    inputs.set(signal, row * STEPS);
    targets.set(heldPulse(signal), row * STEPS);
  }
  return { batch: { inputs, size, time: STEPS }, loss: squaredError(targets), targets };
}

/** Trains a small LSTM to say at each step what the last pulse was, then reads `signal` with it. */
export async function learnToHold(
  kernel: RecurrentKernel,
  signal: readonly number[],
  seed: number,
  onProgress: (share: number) => void,
): Promise<GatesResult['trained']> {
  const shape = { features: 1, outputs: 1, answers: null };
  const net = new SequenceNet(specOf('lstm', UNITS, STEPS), shape, kernel, seed);
  const judged = drill(JUDGED, new RandomStream(seed, 'bootstrap'));
  let error = Number.NaN;
  try {
    await fit(net, {
      updates: UPDATES,
      learningRate: 0.02,
      every: 100,
      drill: (k) => drill(BATCH, new RandomStream(seed, 'order', k)),
      async look(updates) {
        error = judged.loss(await net.answers(judged.batch)).loss;
        onProgress(updates / UPDATES);
        return false;
      },
    });
    const batch = { inputs: Float32Array.from(signal), size: 1, time: signal.length };
    const output = [...(await net.answers(batch))];
    const trace = await net.trace(batch);
    const units = Array.from({ length: UNITS }, (_, unit) => unitTrace(trace, UNITS, unit));
    const likeness = units.map(({ c }) => Math.abs(correlation(c, output) ?? 0));
    const unit = likeness.indexOf(Math.max(...likeness));
    return {
      unit,
      units: UNITS,
      trace: units[unit]!,
      output,
      target: [...heldPulse(signal)],
      error,
      floor: judged.loss(new Float32Array(judged.targets.length)).loss,
    };
  } finally {
    net.dispose();
  }
}
