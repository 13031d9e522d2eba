import * as tf from '@tensorflow/tfjs-core';
import type { RecurrentWeights } from '../../kernels/kernel';
import { disposingAsync } from '../../kernels/scope';
import type { Network } from '../../models/network/network';
import { directionsOf } from '../../models/network/forward';
import { recurrentSpecOf } from '../../models/network/stack';
import type { SeenDirection, SeenSteps } from './seen';

export interface MeasuredMemory {
  /** [units] steps until what was added to a unit's state has fallen to 1/e there; NaN when it had not by `horizon`. */
  readonly steps: Float32Array;
  /** [units] steps that were followed at most. */
  readonly horizon: number;
}

/** Numbers of one trace: more are computed in several. */
const MOST_NUMBERS = 12e6;
const MOST_STEPS = 512;
/** Examples and places in each from which a unit is followed. */
const MOST_EXAMPLES = 3;
const PLACES = [0.2, 0.5] as const;
/** What is added, in deviations of the unit's state over the data. */
const SHARE = 0.1;
const LEAST = 1e-3;

/**
 * How long each unit holds what it has, tried: something is added to its state (the cell state of an LSTM), the layer
 * reads on, and the difference to what it would have been is followed in that unit, in the mean over places.
 */
export async function measuredMemory(network: Network, seen: SeenDirection): Promise<MeasuredMemory> {
  const { layer, direction } = seen;
  const { units, cell } = recurrentSpecOf(network.spec, layer.directions[direction]!);
  const held = cell === 'lstm' ? 'c' : 'h';
  const amount = deviations(seen.examples, held, units).map((value) => Math.max(LEAST, SHARE * value));
  const places = seen.examples
    .slice(0, MOST_EXAMPLES)
    .flatMap((example) => PLACES.map((place) => ({ example, at: Math.floor(place * example.steps) })))
    .filter(({ example, at }) => example.steps - at > 2);
  if (places.length === 0) return { steps: new Float32Array(units).fill(NaN), horizon: 0 };
  const horizon = Math.min(MOST_STEPS, ...places.map(({ example, at }) => example.steps - at - 1));
  const falling = new Float64Array(units * (horizon + 1));
  for (const place of places)
    await follow(network, seen, place, { amount, horizon, held, falling, share: 1 / places.length });
  return { steps: Float32Array.from({ length: units }, (_, k) => fallTime(falling, k, horizon)), horizon };
}

interface Following {
  readonly amount: Float32Array;
  readonly horizon: number;
  readonly held: 'c' | 'h';
  /** [units, horizon + 1]: what is left of what was added, as a share; added to. */
  readonly falling: Float64Array;
  readonly share: number;
}

/** Adds to each unit in turn at one place; the last row of a batch is left as it was. */
async function follow(
  network: Network,
  { layer, direction }: SeenDirection,
  { example, at }: { example: SeenSteps; at: number },
  { amount, horizon, held, falling, share }: Following,
): Promise<void> {
  const spec = { ...recurrentSpecOf(network.spec, layer.directions[direction]!), reverse: false };
  const { units } = spec;
  const width = example.inputs.length / example.steps;
  // What is read after the place; the state there is what was reached behind it.
  const read = example.inputs.subarray((at + 1) * width, (at + 1 + horizon) * width);
  const state = (name: 'h' | 'c'): Float32Array =>
    example.gates[name]!.subarray(at * units, (at + 1) * units);
  const chunk = Math.max(1, Math.floor(MOST_NUMBERS / (horizon * (units * 7 + width))) - 1);
  for (let from = 0; from < units; from += chunk) {
    const own = Array.from({ length: Math.min(chunk, units - from) }, (_, k) => from + k);
    const rows = own.length + 1;
    const repeated = (name: 'h' | 'c'): Float32Array => {
      const values = new Float32Array(rows * units);
      for (let row = 0; row < rows; row++) values.set(state(name), row * units);
      if (name === held) own.forEach((unit, row) => (values[row * units + unit]! += amount[unit]!));
      return values;
    };
    const inputs = new Float32Array(rows * read.length);
    for (let row = 0; row < rows; row++) inputs.set(read, row * read.length);
    const trace = await disposingAsync(() =>
      network.kernel.trace(spec, {
        ...weightsOf(network, layer, direction),
        inputs: tf.tensor3d(inputs, [rows, horizon, width]),
        lengths: new Int32Array(rows).fill(horizon),
        initialHidden: tf.tensor2d(repeated('h'), [rows, units]),
        ...(held === 'c' && { initialCell: tf.tensor2d(repeated('c'), [rows, units]) }),
      }),
    );
    const found = trace[held]!;
    own.forEach((unit, row) => {
      falling[unit * (horizon + 1)]! += share;
      for (let t = 0; t < horizon; t++) {
        const value = (k: number): number => found[(k * horizon + t) * units + unit]!;
        const left = Math.abs(value(row) - value(rows - 1)) / amount[unit]!;
        falling[unit * (horizon + 1) + t + 1]! += share * left;
      }
    });
  }
}

/** The tensors of one direction's weights; they are the network's own. */
function weightsOf(network: Network, layer: SeenDirection['layer'], direction: number): RecurrentWeights {
  const pass = network.pass();
  const nothing = tf.zeros([1, 1, 1]) as tf.Tensor3D;
  const { given } = directionsOf(pass, layer, { parts: [nothing], lengths: Int32Array.of(1) })[direction]!;
  return given;
}

/** Steps until a curve falls below 1/e for the first time, between two steps by a straight line; NaN when it does not. */
function fallTime(falling: Float64Array, unit: number, horizon: number): number {
  const at = (t: number): number => falling[unit * (horizon + 1) + t]!;
  for (let t = 1; t <= horizon; t++)
    if (at(t) <= 1 / Math.E) return t - 1 + (at(t - 1) - 1 / Math.E) / (at(t - 1) - at(t) || 1);
  return NaN;
}

function deviations(examples: readonly SeenSteps[], name: string, units: number): Float32Array {
  const found = new Float32Array(units);
  for (let unit = 0; unit < units; unit++) {
    let [sum, squares, count] = [0, 0, 0];
    for (const { gates, steps } of examples)
      for (let t = 0; t < steps; t++) {
        const value = gates[name]![t * units + unit]!;
        sum += value;
        squares += value * value;
        count++;
      }
    found[unit] = Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
  }
  return found;
}
