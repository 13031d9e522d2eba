import * as tf from '@tensorflow/tfjs-core';
import type { GatesResult, UnitTrace } from '../../../../shared/domain/experiment-results';
import type { RecurrentKernel } from '../../kernels/kernel';
import { disposingAsync } from '../../kernels/scope';
import { selectCompute } from '../../kernels/choose/select';
import type { Experiment } from '../experiment';
import { specOf } from '../models';
import type { Settings } from '../settings';
import { gatesFindings } from './findings';
import { learnToHold } from './hold';
import { unitTrace } from './unit-trace';

/** x times this goes into the candidate g = tanh(·), which keeps the sign and about the size of a pulse. */
const CANDIDATE_WEIGHT = 2;

/** One LSTM unit whose gates see x alone: the lab's kernel with weights set by hand. */
async function handSet(
  kernel: RecurrentKernel,
  signal: readonly number[],
  settings: Settings,
): Promise<UnitTrace> {
  const { cell, activation, resetAfter } = specOf('lstm', 1, signal.length);
  const gates = ['input', 'forget', 'output'].map((gate) => ({
    bias: settings.number(`${gate}Bias`),
    weight: settings.number(`${gate}Weight`),
  }));
  const [input, forget, output] = gates as [(typeof gates)[0], (typeof gates)[0], (typeof gates)[0]];
  const trace = await disposingAsync(() =>
    kernel.trace(
      { cell, activation, resetAfter, units: 1, reverse: false },
      {
        // A pulse opens the gates by its size, whatever its sign: the second feature is |x|.
        inputs: tf.tensor3d(
          signal.flatMap((x) => [x, Math.abs(x)]),
          [1, signal.length, 2],
        ),
        lengths: Int32Array.of(signal.length),
        kernel: tf.tensor2d([
          [0, 0, CANDIDATE_WEIGHT, 0],
          [input.weight, forget.weight, 0, output.weight],
        ]),
        recurrentKernel: tf.zeros([1, 4]),
        bias: tf.tensor1d([input.bias, forget.bias, 0, output.bias]),
      },
    ),
  );
  return unitTrace(trace, 1, 0);
}

/** What gates do, set by hand on a drawn signal; beside it what a network makes of its gates by itself. */
export const gates: Experiment = async ({ settings }, progress) => {
  const { kernel } = await selectCompute({ backend: 'auto', kernel: 'auto' });
  const signal = settings.numbers('signal');
  const hand = await handSet(kernel, signal, settings);
  const half: GatesResult = { experiment: 'gates', signal, hand, trained: null };
  progress.report(half, [], 0, 1);
  const trained = settings.flag('trained')
    ? await learnToHold(kernel, signal, settings.number('seed'), (done) => progress.report(half, [], done, 1))
    : null;
  const result = { ...half, trained };
  return { result, findings: gatesFindings(result) };
};
