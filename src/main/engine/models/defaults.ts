import type { Remark } from '../../../shared/domain/dataset';
import type { Cell, ModelSpec, TrainingSpec } from '../../../shared/domain/model';
import { stepsPerEpoch } from './batch';
import type { DataFacts } from './data-facts';

/** Each field of T with the reason for its value. */
export type Reasoned<T> = { readonly [Key in keyof T]: { readonly value: T[Key]; readonly reason: Remark } };

function because<V>(
  value: V,
  code: string,
  message: string,
  params?: Remark['params'],
): { value: V; reason: Remark } {
  return { value, reason: { code: `default.${code}`, message, ...(params && { params }) } };
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

export function modelDefaults(facts: DataFacts, cell: Cell): Reasoned<ModelSpec> {
  const classify = facts.task === 'classify';
  return {
    cell: because(cell, 'cell', 'A GRU has fewer weights than an LSTM and does better on little data.'),
    activation: because<ModelSpec['activation']>('tanh', 'activation', 'tanh keeps the state bounded.'),
    units: because(64, 'units', '64 units.'),
    layers: because(1, 'layers', 'One layer learns fastest.'),
    bidirectional: because(classify, 'bidirectional', 'The whole sequence is known when it is classified.'),
    dropout: because(classify ? 0.3 : 0, 'dropout', 'Dropout against overfitting.'),
    pooling: because<ModelSpec['pooling']>(classify ? 'mean' : 'last', 'pooling', 'The mean over time.'),
    resetAfter: because(
      false,
      'resetAfter',
      'As in Cho et al. 2014; stock tfjs knows no other GRU, so only such a model can be exported to it.',
    ),
    forgetBias: because(1, 'forgetBias', 'Jozefowicz et al. 2015.'),
  };
}

export function trainingDefaults(facts: DataFacts, _model: ModelSpec): Reasoned<TrainingSpec> {
  const classify = facts.task === 'classify';
  const batch = clamp(2 ** Math.round(Math.log2(facts.trainExamples / 16)), 8, 64);
  const perEpoch = stepsPerEpoch(facts.trainExamples, batch);
  const epochs = clamp(Math.ceil(1500 / perEpoch), 20, 300);
  return {
    epochs: because(epochs, 'epochs', 'Enough optimiser steps.'),
    batch: because(batch, 'batch', 'Small batches for small sets.'),
    learningRate: because(0.004, 'learningRate', 'Adam.'),
    schedule: because(
      { kind: 'cosine', warmupEpochs: Math.max(1, Math.round(epochs / 30)), patience: 10, factor: 0.5 },
      'schedule',
      'Cosine.',
    ),
    clipNorm: because(1, 'clipNorm', 'Gradient clipping.'),
    weightDecay: because(0.01, 'weightDecay', 'Weight decay.'),
    labelSmoothing: because(classify ? 0.1 : 0, 'labelSmoothing', 'Label smoothing.'),
    inputNoise: because(classify ? 0.1 : 0, 'inputNoise', 'Noise.'),
    patience: because(Math.ceil(epochs * 0.5), 'patience', 'Patience.'),
    classWeights: because<TrainingSpec['classWeights']>(
      facts.imbalance > 1.5 ? 'balanced' : 'none',
      'classWeights',
      'Classes.',
    ),
    seed: because(1, 'seed', 'Any number does.'),
  };
}
