import type { RecurrentNetworkSpec } from '../../../src/shared/domain/model';
import type { Lab } from './fixture';
import { plainForward, softmax } from './plain-forward';

const both = { layers: 2, bidirectional: true } as const;

/** One of everything that an export has to hold. */
export const networks: [string, Partial<RecurrentNetworkSpec>][] = [
  ['lstm', { cell: 'lstm' }],
  ['gru-before', { cell: 'gru', resetAfter: false }],
  ['gru-after', { cell: 'gru', resetAfter: true }],
  ['rnn-tanh', { cell: 'rnn' }],
  ['rnn-linear-mean', { cell: 'rnn', activation: 'linear', pooling: 'mean' }],
  ['rnn-sigmoid-both', { cell: 'rnn', activation: 'sigmoid', bidirectional: true }],
  ['lstm-2-both-mean', { cell: 'lstm', pooling: 'mean', ...both }],
  ['gru-2-both', { cell: 'gru', resetAfter: true, ...both }],
  ['gru-before-2-both-mean', { cell: 'gru', resetAfter: false, pooling: 'mean', ...both }],
  ['rnn-relu-2', { cell: 'rnn', activation: 'relu', layers: 2 }],
];

export interface PlainExample {
  /** Unscaled and scaled rows [steps][features]. */
  readonly rows: readonly (readonly number[])[];
  readonly scaled: number[][];
  readonly steps: number;
  /** By the formulas, in float64. */
  readonly probabilities: readonly number[];
}

/** All six examples of the fixture, of different lengths. */
export function plainExamples({ data, model }: Lab): PlainExample[] {
  const { starts, lengths, features } = data;
  const { mean, deviation } = model.scaling;
  return [...lengths].map((steps, k) => {
    const rows = Array.from({ length: steps }, (_, t) => [
      ...features.subarray((starts[k]! + t) * 3, (starts[k]! + t + 1) * 3),
    ]);
    const scaled = rows.map((row) => row.map((value, f) => (value - mean[f]!) / deviation[f]!));
    return { rows, scaled, steps, probabilities: softmax(plainForward(model, scaled)) };
  });
}
