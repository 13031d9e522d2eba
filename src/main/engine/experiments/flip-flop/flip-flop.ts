import type { FlipFlopResult } from '../../../../shared/domain/experiment-results';
import type { Cell } from '../../../../shared/domain/model';
import { findFixedPoints } from '../../dynamics/find';
import type { FixedPoint } from '../../dynamics/find';
import { planeOf } from '../../dynamics/plane';
import type { Plane } from '../../dynamics/plane';
import { stepMapOf } from '../../dynamics/step-map';
import { selectCompute } from '../../kernels/choose/select';
import { recurrentSpecOf } from '../../models/network/stack';
import { RandomStream } from '../../random/random-stream';
import type { Experiment } from '../experiment';
import { fit } from '../fit';
import { specOf } from '../models';
import { SequenceNet } from '../sequence-net';
import { flipFlopFindings } from './findings';
import { flipFlops, STEPS } from './task';

const BATCH = 48;
const JUDGED = 64;
const WAYS = 24;
const LEARNING_RATE = 0.01;
/** Share of the work that training is. */
const TRAINING = 0.8;
/** A mean squared error below this has learnt it: wrong bits cost 4 each. */
const SOLVED = 0.02;

const modelOf = { rnn: 'rnn-tanh', lstm: 'lstm', gru: 'gru' } as const;

/**
 * A network learns to hold bits, and its fixed points without a pulse are found: one stable point for each word of bits,
 * with saddles between those that differ in one.
 */
export const flipFlop: Experiment = async ({ settings }, progress) => {
  const cell = settings.text<Cell>('cell');
  const [bits, units, seed] = [settings.number('bits'), settings.number('units'), settings.number('seed')];
  const updates = settings.number('updates');
  const { kernel } = await selectCompute({ backend: 'auto', kernel: 'auto' });
  const shape = { features: bits, outputs: bits, answers: null };
  const net = new SequenceNet(specOf(modelOf[cell], units, STEPS), shape, kernel, seed);
  const judged = flipFlops(JUDGED, bits, new RandomStream(seed, 'bootstrap'));
  let result: FlipFlopResult = {
    experiment: 'flip-flop',
    ...{ cell, bits, units, errors: [], every: Math.max(1, Math.round(updates / 30)) },
    ...{ explained: [], points: [], ways: [], outside: 0, starts: settings.number('starts') },
  };
  try {
    await fit(net, {
      ...{ updates, learningRate: LEARNING_RATE, every: result.every },
      drill: (k) => flipFlops(BATCH, bits, new RandomStream(seed, 'order', k)),
      async look(done) {
        const error = judged.loss(await net.answers(judged.batch)).loss;
        result = { ...result, errors: [...result.errors, error] };
        progress.report(result, [], (TRAINING * done) / updates, 1);
        return error < SOLVED / 20;
      },
    });
    result = await settled(net, result, seed, (share) =>
      progress.report(result, [], TRAINING + (1 - TRAINING) * share, 1),
    );
    return { result, findings: flipFlopFindings(result, SOLVED) };
  } finally {
    net.dispose();
  }
};

/** The result with the ways of some sequences through the states, and the points where these stay without a pulse. */
async function settled(
  net: SequenceNet,
  result: FlipFlopResult,
  seed: number,
  onProgress: (share: number) => void,
): Promise<FlipFlopResult> {
  const { bits, units, starts } = result;
  const { inputs } = flipFlops(WAYS, bits, new RandomStream(seed, 'sample')).batch;
  const ways: Float64Array[][] = [];
  for (let way = 0; way < WAYS; way++) {
    const own = inputs.slice(way * STEPS * bits, (way + 1) * STEPS * bits);
    const { h, c } = await net.trace({ inputs: own, size: 1, time: STEPS });
    const parts = c === undefined ? [h!] : [h!, c];
    ways.push(
      Array.from({ length: STEPS }, (_, t) =>
        Float64Array.from(parts.flatMap((part) => [...part.subarray(t * units, (t + 1) * units)])),
      ),
    );
  }
  const visited = ways.flat();
  const plane = planeOf(visited);
  const direction = net.layout.layers[0]![0]!;
  const weight = (slot: number): Float32Array => {
    const { offset, size } = net.layout.slots[slot]!;
    return net.parameters.subarray(offset, offset + size);
  };
  const map = stepMapOf(
    recurrentSpecOf(net.spec, direction),
    {
      kernel: weight(direction.kernel),
      recurrentKernel: weight(direction.recurrentKernel),
      bias: weight(direction.bias),
    },
    new Float64Array(bits),
  );
  const found = findFixedPoints(map, { visited, starts, noise: 0.5, seed, onProgress });
  const [kernel, bias] = [weight(net.layout.head.kernel), weight(net.layout.head.bias)];
  const answer = (state: Float64Array): number[] =>
    Array.from({ length: bits }, (_, bit) => {
      let sum = bias[bit]!;
      for (let k = 0; k < units; k++) sum += state[k]! * kernel[k * bits + bit]!;
      return sum;
    });
  const point = (kind: 'fixed' | 'slow') => (one: FixedPoint) => ({
    ...{ kind, starts: one.starts, unstable: one.unstable, speed: one.speed },
    answer: answer(one.state),
    place: placed(plane, one.state),
  });
  return {
    ...result,
    explained: plane.explained,
    outside: found.outside,
    points: [...found.fixed.map(point('fixed')), ...found.slow.map(point('slow'))],
    ways: ways.map((states) => states.map((state) => placed(plane, state))),
  };
}

const placed = (plane: Plane, state: Float64Array): number[] => [...plane.place(state)];
