import type { KernelName } from '../../src/shared/domain/model';
import { selectCompute } from '../../src/main/engine/kernels/choose/select';
import { CarriedAnswers } from '../../src/main/engine/inference/streaming/answers';
import type { SteppingKernel } from '../../src/main/engine/inference/streaming/carried-network';
import { modelOf } from './model';

/** Microseconds a step of the lab's own stream, features in and probabilities out: least of the rounds. */
async function timeStep(cell: 'gru' | 'lstm', units: number, name: KernelName): Promise<number> {
  const { kernel } = await selectCompute({ backend: 'auto', kernel: name });
  const answers = new CarriedAnswers(modelOf(cell, units), kernel as SteppingKernel, 100);
  const x = new Float32Array(40);
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    answers.reset();
    let steps = 0;
    const start = performance.now();
    while (performance.now() - start < roundMs)
      for (let n = 0; n < 20; n++, steps++) {
        for (let k = 0; k < 40; k++) x[k] = ((steps * 7 + k * 13) % 31) / 15 - 1;
        await answers.push(x);
      }
    best = Math.min(best, ((performance.now() - start) * 1000) / steps);
  }
  return best;
}

const [cell = '', units = '', roundsGiven = '', roundMsGiven = ''] = process.argv.slice(2);
const rounds = Number(roundsGiven);
const roundMs = Number(roundMsGiven);
const times: Record<string, number> = {};
for (const name of ['native', 'wasm'] as const)
  times[name] = await timeStep(cell as 'gru' | 'lstm', Number(units), name);
console.log(JSON.stringify(times));
process.exit();
