import type { RecurrentNetworkSpec } from '../../../src/shared/domain/model';
import { inception, tcn, transformer } from '../models/small-networks';
import { isRecurrent } from './fixture';
import type { Lab, NetworkChanges } from './fixture';
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

const convolutions = [
  { filters: 5, width: 5, stride: 2 },
  { filters: 4, width: 2, stride: 3 },
];

/** What goes beyond plain cells. */
export const variants: [string, NetworkChanges][] = [
  ['conv-gru-after', { cell: 'gru', resetAfter: true, convolutions, layers: 2 }],
  ['conv-gru-before', { cell: 'gru', convolutions }],
  [
    'conv-lstm-both-mean',
    { convolutions: [{ filters: 6, width: 3, stride: 4 }], bidirectional: true, pooling: 'mean' },
  ],
  [
    'conv-rnn-mean',
    { cell: 'rnn', convolutions: [{ filters: 3, width: 3, stride: 1 }, ...convolutions], pooling: 'mean' },
  ],
  ['norm-gru-2', { cell: 'gru', resetAfter: true, layers: 2, layerNorm: true }],
  ['conv-norm-lstm-both-mean', { convolutions, layerNorm: true, pooling: 'mean', ...both }],
  ['peepholes', { peepholes: true }],
  ['coupled-2', { coupled: true, layers: 2 }],
  ['peepholes-coupled-both', { peepholes: true, coupled: true, bidirectional: true }],
  ['attention', { cell: 'gru', resetAfter: true, pooling: 'attention' }],
  ['conv-norm-attention', { cell: 'rnn', convolutions, layerNorm: true, pooling: 'attention' }],
  ['attention-both', { pooling: 'attention', ...both }],
  ['transformer', transformer],
  ['transformer-causal-last', { ...transformer, causal: true, pooling: 'last', layers: 1 }],
  ['conv-transformer-attention', { ...transformer, convolutions, pooling: 'attention' }],
  ['tcn', tcn],
  ['conv-tcn-causal-last', { ...tcn, convolutions, causal: true, pooling: 'last' }],
  ['tcn-separable-causal', { ...tcn, separable: true, causal: true }],
  ['inception', inception],
  ['conv-inception-attention', { ...inception, convolutions, pooling: 'attention' }],
];

/** Those that frameworks hold without code of their own. */
export const stockVariants = variants.filter(
  ([, changes]) =>
    isRecurrent(changes) &&
    changes.pooling !== 'attention' &&
    changes.peepholes !== true &&
    changes.coupled !== true,
);

export interface PlainExample {
  /** Unscaled and scaled rows [steps][features]. */
  readonly rows: readonly (readonly number[])[];
  readonly scaled: number[][];
  readonly steps: number;
  /** Of a classifier: by the formulas, in float64. */
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
