import type { MemoryResult } from '../../../../shared/domain/experiment-results';
import type { BatchLoss } from '../../models/network/loss';
import { crossEntropy } from '../../models/network/loss';
import type { RandomStream } from '../../random/random-stream';
import type { Drill } from '../fit';

/** A task that cannot be solved without remembering. */
export interface MemoryProblem {
  readonly features: number;
  readonly outputs: number;
  /** Last steps that are answered. */
  readonly answers: number;
  readonly metric: MemoryResult['metric'];
  /** Solved below it (mse), or from it on (accuracy). */
  readonly threshold: number;
  /** Score of the best answer that remembers nothing. */
  readonly floor: number;
  make(steps: number, size: number, random: RandomStream): Exercise;
}

interface Exercise extends Drill {
  /** Of [size · answers, outputs] answers. */
  score(answers: Float32Array): number;
}

/** Mean of the squared errors; its gradient is of half of it, as usual. */
export function squaredError(targets: Float32Array): BatchLoss {
  return (values) => {
    const gradient = new Float32Array(values.length);
    let loss = 0;
    for (let k = 0; k < values.length; k++) {
      const error = values[k]! - targets[k]!;
      loss += (error * error) / values.length;
      gradient[k] = (2 * error) / values.length;
    }
    return { loss, gradient };
  };
}

/** The share of rows whose greatest output is the label's. */
function accuracy(labels: Int32Array, outputs: number): (answers: Float32Array) => number {
  return (answers) => {
    let right = 0;
    labels.forEach((label, row) => {
      const own = answers.subarray(row * outputs, (row + 1) * outputs);
      right += Number(own.indexOf(Math.max(...own)) === label);
    });
    return right / labels.length;
  };
}

function labelled(
  inputs: Float32Array,
  size: number,
  time: number,
  labels: Int32Array,
  outputs: number,
): Exercise {
  return {
    batch: { inputs, size, time },
    loss: crossEntropy(labels, outputs, { smoothing: 0, classWeights: null }),
    score: accuracy(labels, outputs),
  };
}

/**
 * Each step has a number in [0, 1) and a mark; two steps are marked, one in each half. Wanted at the end: the sum of
 * the two marked numbers (Hochreiter & Schmidhuber 1997, experiment 4). Always answering 1 costs 1/6.
 */
const adding: MemoryProblem = {
  features: 2,
  outputs: 1,
  answers: 1,
  metric: 'mse',
  threshold: 0.01,
  floor: 1 / 6,
  make(steps, size, random) {
    const inputs = new Float32Array(size * steps * 2);
    const targets = new Float32Array(size);
    const half = Math.floor(steps / 2);
    for (let row = 0; row < size; row++) {
      const start = row * steps * 2;
      for (let t = 0; t < steps; t++) inputs[start + 2 * t] = random.next();
      for (const t of [random.below(half), half + random.below(steps - half)]) {
        inputs[start + 2 * t + 1] = 1;
        targets[row] = targets[row]! + inputs[start + 2 * t]!;
      }
    }
    const loss = squaredError(targets);
    return { batch: { inputs, size, time: steps }, loss, score: (answers) => loss(answers).loss };
  },
};

const SYMBOLS = 8;
const COPIED = 5;

/**
 * Five of eight symbols, T blanks, a sign to go, and the symbols are wanted in their order (Hochreiter & Schmidhuber
 * 1997; Arjovsky et al. 2016). Sequences are T + 2 · 5 long.
 */
const copy: MemoryProblem = {
  features: SYMBOLS + 2,
  outputs: SYMBOLS,
  answers: COPIED,
  metric: 'accuracy',
  threshold: 0.99,
  floor: 1 / SYMBOLS,
  make(steps, size, random) {
    const width = SYMBOLS + 2;
    const [blank, go] = [SYMBOLS, SYMBOLS + 1];
    const time = steps + 2 * COPIED;
    const inputs = new Float32Array(size * time * width);
    const labels = new Int32Array(size * COPIED);
    for (let row = 0; row < size; row++) {
      const set = (t: number, symbol: number): void => {
        inputs[(row * time + t) * width + symbol] = 1;
      };
      for (let t = 0; t < time; t++) {
        if (t < COPIED) {
          const symbol = random.below(SYMBOLS);
          labels[row * COPIED + t] = symbol;
          set(t, symbol);
        } else set(t, t === time - COPIED - 1 ? go : blank);
      }
    }
    return labelled(inputs, size, time, labels, SYMBOLS);
  },
};

/** One of eight symbols at the first step, then noise; the symbol is wanted at the last step. */
const recall: MemoryProblem = {
  features: SYMBOLS + 1,
  outputs: SYMBOLS,
  answers: 1,
  metric: 'accuracy',
  threshold: 0.99,
  floor: 1 / SYMBOLS,
  make(steps, size, random) {
    const width = SYMBOLS + 1;
    const inputs = new Float32Array(size * steps * width);
    const labels = new Int32Array(size);
    for (let row = 0; row < size; row++) {
      labels[row] = random.below(SYMBOLS);
      inputs[row * steps * width + labels[row]!] = 1;
      for (let t = 1; t < steps; t++) inputs[(row * steps + t) * width + SYMBOLS] = 2 * random.next() - 1;
    }
    return labelled(inputs, size, steps, labels, SYMBOLS);
  },
};

export const memoryProblems = { adding, copy, recall };
