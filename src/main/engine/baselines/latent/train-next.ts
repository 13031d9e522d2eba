import { plainVariants } from '../../../../shared/domain/model';
import type { RecurrentNetworkSpec } from '../../../../shared/domain/model';
import type { RecurrentKernel } from '../../kernels/kernel';
import { selectCompute } from '../../kernels/choose/select';
import { Network } from '../../models/network/network';
import type { NetworkInput } from '../../models/network/network';
import { RandomStream } from '../../random/random-stream';
import { adamW } from '../adam-w';
import type { FitContext } from '../family';
import { coefficients, lagged } from '../ar/least-squares';
import { predictSteps } from '../ar/predictor';
import type { Sequence } from '../sequences';
import { netOf } from './next-net';
import type { NextNet } from './next-net';

/** Longer stretches are cut: the gradient of a state so far back is lost anyway. */
const MOST_PIECE = 256;
const FEWEST_STEPS_AN_EPOCH = 8;
const CLIP_NORM = 1;

/** A stretch and what the line leaves of its steps in their own units, [steps, width]; nothing of the first. */
interface Piece extends Sequence {
  readonly left: Float64Array;
}

function cut(sequence: Sequence): Sequence[] {
  const { values, steps, width } = sequence;
  const count = Math.ceil(steps / MOST_PIECE);
  const length = Math.ceil(steps / count);
  return Array.from({ length: count }, (_, k) => {
    const end = Math.min(steps, (k + 1) * length);
    return { values: values.subarray(k * length * width, end * width), steps: end - k * length, width };
  }).filter((piece) => piece.steps > 1);
}

function spec(cell: NextNet['cell'], units: number): RecurrentNetworkSpec {
  return {
    ...plainVariants,
    family: 'recurrent',
    ...{ cell, units, activation: 'tanh', layers: 1, bidirectional: false },
    ...{ dropout: 0, pooling: 'none', resetAfter: false, forgetBias: 1 },
  };
}

/** Half the mean squared error of what is said after each step but the last of a piece. */
function lossOf(pieces: readonly Piece[], width: number) {
  const count = pieces.reduce((sum, { steps }) => sum + steps - 1, 0) * width;
  return (said: Float32Array): { loss: number; gradient: Float32Array } => {
    const gradient = new Float32Array(said.length);
    let loss = 0;
    let at = 0;
    for (const { left, steps } of pieces) {
      for (let k = 0; k < (steps - 1) * width; k++) {
        const error = said[at + k]! - left[k + width]!;
        loss += (0.5 * error * error) / count;
        gradient[at + k] = error / count;
      }
      at += steps * width;
    }
    return { loss, gradient };
  };
}

function inputOf(pieces: readonly Piece[], width: number): NetworkInput {
  const lengths = Int32Array.from(pieces, ({ steps }) => steps);
  const time = lengths.reduce((most, steps) => Math.max(most, steps), 1);
  const inputs = new Float32Array(pieces.length * time * width);
  pieces.forEach(({ values }, k) => inputs.set(values, k * time * width));
  return { inputs, lengths, size: pieces.length, time };
}

/** One class's net, or the forecast's only one, while it is trained. */
class Learner {
  readonly network: Network;
  readonly #pieces: readonly Piece[];
  readonly #judged: readonly Piece[];
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  readonly #size: Float64Array;
  readonly #line: Float64Array;
  #best: Float32Array;
  #done = 0;

  private constructor(
    private readonly context: FitContext<'latent'>,
    private readonly group: number,
    kernel: RecurrentKernel,
    line: Float64Array,
    groups: readonly Sequence[],
    judged: readonly Sequence[],
  ) {
    const { width } = groups[0]!;
    const leftOf = (sequence: Sequence): Float64Array => {
      const straight = predictSteps({ order: 1, width, weights: line, hidden: null, line: null }, sequence);
      return sequence.values.map((value, k) => (k < width ? 0 : value - straight[k]!));
    };
    const pieces = groups.flatMap(cut).map((one) => ({ ...one, left: leftOf(one) }));
    const rows = pieces.reduce((sum, { steps }) => sum + steps - 1, 0);
    const squares = new Float64Array(width);
    for (const { left } of pieces) left.forEach((value, k) => (squares[k % width]! += value ** 2 / rows));
    this.#line = line;
    this.#size = squares.map((square) => (square > 1e-24 ? Math.sqrt(square) : 1));
    const inUnits = (piece: Piece): Piece => ({
      ...piece,
      left: piece.left.map((value, k) => value / this.#size[k % width]!),
    });
    this.#pieces = pieces.map(inUnits);
    this.#judged = judged.flatMap(cut).map((one) => inUnits({ ...one, left: leftOf(one) }));
    const { spec: model, training } = context;
    const cell = model.transition === 'rnn' ? 'rnn' : 'gru';
    this.network = Network.create(
      spec(cell, model.states),
      { features: width, outputs: width, head: 'linear' },
      kernel,
      training.seed + 1000 * group,
    );
    const { length } = this.network.parameters;
    this.#first = new Float64Array(length);
    this.#second = new Float64Array(length);
    this.#best = this.network.parameters.slice();
  }

  static async create(
    context: FitContext<'latent'>,
    group: number,
    kernel: RecurrentKernel,
    groups: readonly Sequence[],
    judged: readonly Sequence[],
  ): Promise<Learner> {
    const { width } = groups[0]!;
    const system = await lagged(groups, width, 1, 1, () => context.report(0));
    return new Learner(context, group, kernel, coefficients(system, 1e-4), groups, judged);
  }

  /** Mean training loss of one epoch. */
  async epoch(round: number): Promise<number> {
    const { training } = this.context;
    const order = Int32Array.from(this.#pieces.keys());
    new RandomStream(training.seed, 'order', round, this.group).shuffle<Int32Array, number>(order);
    const batch = Math.max(1, Math.min(training.batch, Math.ceil(order.length / FEWEST_STEPS_AN_EPOCH)));
    let sum = 0;
    for (let from = 0; from < order.length; from += batch) {
      const own = Array.from(order.subarray(from, from + batch), (k) => this.#pieces[k]!);
      const { width } = own[0]!;
      const { loss, gradient } = await this.network.gradient(inputOf(own, width), lossOf(own, width));
      const norm = Math.sqrt(gradient.reduce((all, value) => all + value * value, 0));
      sum += loss * own.length;
      if (!Number.isFinite(norm)) continue;
      this.#done++;
      const { parameters } = this.network;
      const state = { parameters, first: this.#first, second: this.#second };
      adamW(
        state,
        gradient.map((value) => value * Math.min(1, CLIP_NORM / norm)),
        this.#done,
        round,
        training,
      );
      this.network.parametersChanged();
    }
    return sum / Math.max(1, order.length);
  }

  /** Mean loss on the validation part and its weight; of nothing where there is none. */
  async judge(): Promise<{ loss: number; rows: number }> {
    const rows = this.#judged.reduce((sum, { steps }) => sum + steps - 1, 0);
    if (rows === 0) return { loss: 0, rows };
    const { width } = this.#judged[0]!;
    const said = await this.network.logits(inputOf(this.#judged, width));
    return { loss: lossOf(this.#judged, width)(said).loss, rows };
  }

  keep(): void {
    this.#best = this.network.parameters.slice();
  }

  end(): NextNet {
    this.network.setParameters(this.#best);
    const { transition } = this.context.spec;
    const net = netOf(this.network.weights(), transition === 'rnn' ? 'rnn' : 'gru', this.#size, this.#line);
    this.network.dispose();
    return net;
  }
}

/**
 * A recurrent net for each group, trained on the lab's kernels to say the next step, epoch by epoch together until the
 * validation loss stops falling; training loss decides where there is no validation part.
 */
export async function trainNext(
  context: FitContext<'latent'>,
  groups: readonly (readonly Sequence[])[],
  judged: readonly (readonly Sequence[])[],
): Promise<NextNet[]> {
  const { kernel } = await selectCompute(context.compute);
  const learners: Learner[] = [];
  for (const [k, sequences] of groups.entries())
    learners.push(await Learner.create(context, k, kernel, sequences, judged[k] ?? []));
  const { epochs, patience } = context.training;
  let best = Infinity;
  let waited = 0;
  for (let round = 1; round <= epochs && waited < patience; round++) {
    let trainLoss = 0;
    const found: { loss: number; rows: number }[] = [];
    for (const learner of learners) {
      trainLoss += (await learner.epoch(round)) / learners.length;
      found.push(await learner.judge());
    }
    const rows = found.reduce((sum, one) => sum + one.rows, 0);
    const validationLoss =
      rows === 0 ? Number.NaN : found.reduce((sum, one) => sum + one.loss * one.rows, 0) / rows;
    const loss = rows === 0 ? trainLoss : validationLoss;
    waited = loss < best ? 0 : waited + 1;
    if (loss < best) {
      best = loss;
      learners.forEach((learner) => learner.keep());
    }
    const metrics = { trainMetric: Number.NaN, validationMetric: Number.NaN };
    if (!(await context.epoch({ trainLoss, validationLoss, ...metrics }))) break;
  }
  return learners.map((learner) => learner.end());
}
