import type { TrainingSpec } from '../../../../../shared/domain/model';
import { RandomStream } from '../../random';
import type { FitEpoch } from '../family';
import type { Sequence } from '../sequences';
import type { Autoregression } from './predictor';

/** Lags and the step that follows them, of all steps that have enough of a past. */
interface Pairs {
  /** [rows, order · width] */
  readonly inputs: Float64Array;
  /** [rows, width] */
  readonly targets: Float64Array;
  readonly rows: number;
}

function pairsOf(sequences: readonly Sequence[], width: number, order: number): Pairs {
  const rows = sequences.reduce((sum, { steps }) => sum + Math.max(0, steps - order), 0);
  const inputs = new Float64Array(rows * order * width);
  const targets = new Float64Array(rows * width);
  let row = 0;
  for (const { values, steps } of sequences)
    for (let t = order; t < steps; t++, row++) {
      for (let lag = 1; lag <= order; lag++)
        for (let f = 0; f < width; f++)
          inputs[row * order * width + (lag - 1) * width + f] = values[(t - lag) * width + f]!;
      targets.set(values.subarray(t * width, (t + 1) * width), row * width);
    }
  return { inputs, targets, rows };
}

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
  readonly pairs: Pairs;
  readonly judged: Pairs;
  readonly parameters: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  best: Float64Array;
}

/**
 * One small network per group, trained together epoch by epoch with AdamW (Loshchilov & Hutter 2019) until the
 * validation loss stops falling.
 *
 * @param judged sequences of the validation part, group by group; training loss decides where there are none
 */
export async function fitMlp(
  groups: readonly (readonly Sequence[])[],
  judged: readonly (readonly Sequence[])[],
  width: number,
  order: number,
  units: number,
  training: TrainingSpec,
  epoch: (row: FitEpoch) => Promise<boolean>,
): Promise<Autoregression[]> {
  const shape: MlpShape = { inputs: order * width, units, width };
  const size = mlpParameters(shape);
  const nets = groups.map((sequences, group): Net => {
    const parameters = initial(shape, training.seed, group);
    return {
      pairs: pairsOf(sequences, width, order),
      judged: pairsOf(judged[group] ?? [], width, order),
      parameters,
      first: new Float64Array(size),
      second: new Float64Array(size),
      best: parameters.slice(),
    };
  });
  let best = Infinity;
  let waited = 0;
  for (let round = 1; round <= training.epochs && waited < training.patience; round++) {
    let trainLoss = 0;
    let rows = 0;
    for (const [group, net] of nets.entries()) {
      const order = Int32Array.from({ length: net.pairs.rows }, (_, k) => k);
      new RandomStream(training.seed, 'order', round, group).shuffle<Int32Array, number>(order);
      for (let from = 0; from < order.length; from += training.batch) {
        const batch = order.subarray(from, from + training.batch);
        const gradient = new Float64Array(size);
        trainLoss += mlpLoss(shape, net.parameters, net.pairs, batch, gradient) * batch.length;
        rows += batch.length;
        adamW(net, gradient, round, from / training.batch + 1, order.length / training.batch, training);
      }
    }
    const all = nets.reduce((sum, net) => sum + net.judged.rows, 0);
    const validationLoss =
      all === 0
        ? Number.NaN
        : nets.reduce((sum, net) => {
            const rows = Int32Array.from({ length: net.judged.rows }, (_, k) => k);
            return (
              sum +
              (rows.length === 0 ? 0 : mlpLoss(shape, net.parameters, net.judged, rows, null)) * rows.length
            );
          }, 0) / all;
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
    weights: net.best.slice(split),
    hidden: net.best.slice(0, split),
  }));
}

/** Glorot-uniform weights, biases zero. */
function initial({ inputs, units, width }: MlpShape, seed: number, group: number): Float64Array {
  const random = new RandomStream(seed, 'weights', 7, group);
  const parameters = new Float64Array(mlpParameters({ inputs, units, width }));
  const split = (1 + inputs) * units;
  const fill = (from: number, to: number, fans: number): void => {
    const limit = Math.sqrt(6 / fans);
    for (let k = from; k < to; k++) parameters[k] = (2 * random.next() - 1) * limit;
  };
  fill(units, split, inputs + units);
  fill(split + width, parameters.length, units + width);
  return parameters;
}

function adamW(
  { parameters, first, second }: Net,
  gradient: Float64Array,
  round: number,
  batch: number,
  batches: number,
  { learningRate, weightDecay, epochs }: TrainingSpec,
): void {
  const done = (round - 1) * Math.ceil(batches) + batch;
  // Falls along a cosine, as the networks' default schedule does.
  const rate = learningRate * 0.5 * (1 + Math.cos((Math.PI * (round - 1)) / epochs));
  const b1 = 1 - 0.9 ** done;
  const b2 = 1 - 0.999 ** done;
  for (let k = 0; k < parameters.length; k++) {
    const g = gradient[k]!;
    first[k] = 0.9 * first[k]! + 0.1 * g;
    second[k] = 0.999 * second[k]! + 0.001 * g * g;
    const step = first[k]! / b1 / (Math.sqrt(second[k]! / b2) + 1e-8);
    parameters[k]! -= rate * (step + weightDecay * parameters[k]!);
  }
}
