import type { Cell } from '../../../../shared/domain/model';
import type { SeenSteps } from './seen';

/** The gate that a state is multiplied with from step to step; a plain RNN has none. */
const keeper: Readonly<Record<Cell, string | null>> = { lstm: 'f', gru: 'z', rnn: null };

export interface GateMemory {
  /** [units] steps until a state has fallen to 1/e if nothing is written: −1 / ln of the gate's mean. */
  readonly mean: Float32Array;
  /** [units] the same of the gate's 10 % and 90 % quantile over all steps. */
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/** −1 / ln f: 0 for a gate that is shut, ∞ for one that is open. */
const steps = (gate: number): number => (gate <= 0 ? 0 : gate >= 1 ? Infinity : -1 / Math.log(gate));

/**
 * How long each unit holds what it has, by its forget gate f (LSTM) or update gate z (GRU) alone: without new input a
 * state falls as f^t = e^(−t/τ), τ = −1 / ln f (Tallec & Ollivier 2018, "Can recurrent neural networks warp time?").
 *
 * @returns null for a cell without such a gate
 */
export function memoryFromGates(
  cell: Cell,
  units: number,
  examples: readonly SeenSteps[],
): GateMemory | null {
  const name = keeper[cell];
  if (name === null) return null;
  const total = examples.reduce((sum, example) => sum + example.steps, 0);
  const [mean, low, high] = [0, 0, 0].map(() => new Float32Array(units)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const values = new Float32Array(total);
  for (let unit = 0; unit < units; unit++) {
    let at = 0;
    for (const { gates, steps: own } of examples)
      for (let t = 0; t < own; t++) values[at++] = gates[name]![t * units + unit]!;
    mean[unit] = steps(values.reduce((sum, value) => sum + value, 0) / total);
    values.sort();
    low[unit] = steps(values[Math.floor(0.1 * (total - 1))]!);
    high[unit] = steps(values[Math.ceil(0.9 * (total - 1))]!);
  }
  return { mean, low, high };
}
