import type { TrainingSpec } from '../../../../shared/domain/model';
import { RandomStream } from '../../random/random-stream';
import type { FitEpoch } from '../family';
import { adamW } from '../adam-w';
import { isKnown } from '../sequences';
import type { Sequence } from '../sequences';
import type { Autoregression } from './predictor';
import { predictSteps } from './predictor';

/** Lags and what the line leaves of the step that follows them, of all measured steps that have enough of a past. */
interface Pairs {
  /** [rows, order · width] */
  readonly inputs: Float64Array;
  /** [rows, width] */
  readonly targets: Float64Array;
  readonly rows: number;
}

function pairsOf(sequences: readonly Sequence[], line: Autoregression): Pairs {
  const { width, order } = line;
  const learnt = sequences.map((sequence) =>
    Int32Array.from({ length: Math.max(0, sequence.steps - order) }, (_, k) => order + k).filter((t) =>
      isKnown(sequence, t),
    ),
  );
  const rows = learnt.reduce((sum, steps) => sum + steps.length, 0);
  const inputs = new Float64Array(rows * order * width);
  const targets = new Float64Array(rows * width);
  let row = 0;
  for (const [k, sequence] of sequences.entries()) {
    const { values } = sequence;
    const straight = predictSteps(line, sequence);
    for (const t of learnt[k]!) {
      for (let lag = 1; lag <= order; lag++)
        for (let f = 0; f < width; f++)
          inputs[row * order * width + (lag - 1) * width + f] = values[(t - lag) * width + f]!;
      for (let f = 0; f < width; f++)
        targets[row * width + f] = values[t * width + f]! - straight[t * width + f]!;
      row++;
    }
  }
  return { inputs, targets, rows };
}

/** Root mean square of each channel of the targets, [width]; 1 where nothing is left. */
function sizeOf({ targets, rows }: Pairs, width: number): Float64Array {
  const squares = new Float64Array(width);
  targets.forEach((value, k) => (squares[k % width]! += (value * value) / Math.max(1, rows)));
  return squares.map((square) => (square > 1e-24 ? Math.sqrt(square) : 1));
}

const scaled = (pairs: Pairs, size: Float64Array): Pairs => ({
  ...pairs,
  targets: pairs.targets.map((value, k) => value / size[k % size.length]!),
});

/** The two layers in one block: hidden [1 + inputs, units], then next [1 + units, width]; biases first. */
export interface MlpShape {
  readonly inputs: number;
  readonly units: number;
  readonly width: number;
}

export function mlpParameters({ inputs, units, width }: MlpShape): number {
  return (1 + inputs) * units + (1 + units) * width;
}

/**
 * Mean over `rows` and channels of half the squared error of tanh(x W₁ + b₁) W₂ + b₂; its gradient is added up in
 * `gradient`.
 */
export function mlpLoss(
  { inputs, units, width }: MlpShape,
  parameters: Float64Array,
  pairs: Pick<Pairs, 'inputs' | 'targets'>,
  rows: ArrayLike<number>,
  gradient: Float64Array | null,
): number {
  const split = (1 + inputs) * units;
  const state = new Float64Array(units);
  const error = new Float64Array(width);
  const scale = 1 / (rows.length * width);
  let loss = 0;
  for (let r = 0; r < rows.length; r++) {
    const x = rows[r]! * inputs;
    for (let u = 0; u < units; u++) state[u] = parameters[u]!;
    for (let k = 0; k < inputs; k++) {
      const value = pairs.inputs[x + k]!;
      const at = (1 + k) * units;
      for (let u = 0; u < units; u++) state[u]! += value * parameters[at + u]!;
    }
    for (let u = 0; u < units; u++) state[u] = Math.tanh(state[u]!);
    for (let f = 0; f < width; f++) {
      let sum = parameters[split + f]!;
      for (let u = 0; u < units; u++) sum += state[u]! * parameters[split + (1 + u) * width + f]!;
      error[f] = sum - pairs.targets[rows[r]! * width + f]!;
      loss += 0.5 * error[f]! ** 2 * scale;
    }
    if (gradient === null) continue;
    for (let f = 0; f < width; f++) gradient[split + f]! += error[f]! * scale;
    for (let u = 0; u < units; u++) {
      let back = 0;
      const at = split + (1 + u) * width;
      for (let f = 0; f < width; f++) {
        gradient[at + f]! += state[u]! * error[f]! * scale;
        back += error[f]! * parameters[at + f]!;
      }
      const inner = back * (1 - state[u]! ** 2) * scale;
      gradient[u]! += inner;
      for (let k = 0; k < inputs; k++) gradient[(1 + k) * units + u]! += inner * pairs.inputs[x + k]!;
    }
  }
  return loss;
}

interface Net {
  readonly line: Autoregression;
  /** [width] Unit of what the line leaves. */
  readonly size: Float64Array;
  readonly pairs: Pairs;
  readonly judged: Pairs;
  readonly parameters: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  best: Float64Array;
}

const allRows = ({ rows }: Pairs): Int32Array => Int32Array.from({ length: rows }, (_, k) => k);

/** Mean loss over the rows of all nets; NaN where there are none. */
function meanLoss(shape: MlpShape, nets: readonly Net[], part: 'pairs' | 'judged'): number {
  const rows = nets.reduce((sum, net) => sum + net[part].rows, 0);
  const sum = nets.reduce((all, net) => {
    const pairs = net[part];
    const loss = pairs.rows === 0 ? 0 : mlpLoss(shape, net.parameters, pairs, allRows(pairs), null);
    return all + loss * pairs.rows;
  }, 0);
  return rows === 0 ? Number.NaN : sum / rows;
}

/**
 * One small network per group that corrects the group's linear autoregression, so that where no training example was, such as
 * beyond the highest level of a growing series, the forecast goes on along the line and not along a flat tanh. It begins
 * as the line itself. All are trained together, epoch by epoch, with AdamW (Loshchilov & Hutter 2019) until the
 * validation loss stops falling.
 *
 * @param lines linear, one a group
 * @param judged sequences of the validation part, group by group; training loss decides where there are none
 */
export async function fitMlp(
  lines: readonly Autoregression[],
  groups: readonly (readonly Sequence[])[],
  judged: readonly (readonly Sequence[])[],
  units: number,
  training: TrainingSpec,
  epoch: (row: FitEpoch) => Promise<boolean>,
): Promise<Autoregression[]> {
  const { order, width } = lines[0]!;
  const shape: MlpShape = { inputs: order * width, units, width };
  const count = mlpParameters(shape);
  const nets = groups.map((sequences, group): Net => {
    const line = lines[group]!;
    const parameters = initial(shape, training.seed, group);
    const pairs = pairsOf(sequences, line);
    const size = sizeOf(pairs, width);
    return {
      line,
      size,
      pairs: scaled(pairs, size),
      judged: scaled(pairsOf(judged[group] ?? [], line), size),
      parameters,
      first: new Float64Array(count),
      second: new Float64Array(count),
      best: parameters.slice(),
    };
  });
  const lossOfLines = meanLoss(shape, nets, 'judged');
  let best = Number.isNaN(lossOfLines) ? meanLoss(shape, nets, 'pairs') : lossOfLines;
  let waited = 0;
  for (let round = 1; round <= training.epochs && waited < training.patience; round++) {
    let trainLoss = 0;
    let rows = 0;
    for (const [group, net] of nets.entries()) {
      const order = allRows(net.pairs);
      new RandomStream(training.seed, 'order', round, group).shuffle<Int32Array, number>(order);
      for (let from = 0; from < order.length; from += training.batch) {
        const batch = order.subarray(from, from + training.batch);
        const gradient = new Float64Array(count);
        trainLoss += mlpLoss(shape, net.parameters, net.pairs, batch, gradient) * batch.length;
        rows += batch.length;
        const done = (round - 1) * Math.ceil(order.length / training.batch) + from / training.batch + 1;
        adamW(net, gradient, done, round, training);
      }
    }
    const validationLoss = meanLoss(shape, nets, 'judged');
    const loss = Number.isNaN(validationLoss) ? trainLoss / rows : validationLoss;
    waited = loss < best ? 0 : waited + 1;
    if (loss < best) {
      best = loss;
      for (const net of nets) net.best = net.parameters.slice();
    }
    const goOn = await epoch({
      trainLoss: trainLoss / rows,
      trainMetric: Number.NaN,
      validationLoss,
      validationMetric: Number.NaN,
    });
    if (!goOn) break;
  }
  const split = (1 + shape.inputs) * units;
  return nets.map((net) => ({
    order,
    width,
    weights: net.best.slice(split).map((weight, k) => weight * net.size[k % width]!),
    hidden: net.best.slice(0, split),
    line: net.line.weights,
  }));
}

/** Glorot-uniform weights from the lags; nothing is added to the line yet, so biases and the second layer are zero. */
function initial({ inputs, units, width }: MlpShape, seed: number, group: number): Float64Array {
  const random = new RandomStream(seed, 'weights', 7, group);
  const parameters = new Float64Array(mlpParameters({ inputs, units, width }));
  const limit = Math.sqrt(6 / (inputs + units));
  for (let k = units; k < (1 + inputs) * units; k++) parameters[k] = (2 * random.next() - 1) * limit;
  return parameters;
}
