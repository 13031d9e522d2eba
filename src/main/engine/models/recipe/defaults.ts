import {
  answersAhead,
  hasClasses,
  hasOneClass,
  learnsChannels,
  learnsValue,
  traitsOf,
} from '../../../../shared/domain/task';
import type { ModelSpec, RecurrentNetworkSpec, TrainingSpec } from '../../../../shared/domain/model';
import { stepsPerEpoch } from '../network/batch';
import type { DataFacts } from '../../prepare/data-facts';
import { recurrentFrontEnd } from './front-end-defaults';
import { poolingDefault } from './pooling-default';
import { stepsAfter } from '../network/layout';
import { because } from '../../../../shared/sentences/reasoned';
import type { Reasoned } from '../../../../shared/sentences/reasoned';

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** A training part larger than this carries a network of twice the width. */
const MANY_EXAMPLES = 2000;

type Chosen = { readonly [Key in keyof RecurrentNetworkSpec]?: RecurrentNetworkSpec[Key] | undefined };

/** @param chosen some defaults follow from what a person chose of others */
export function networkDefaults(facts: DataFacts, chosen: Chosen): Reasoned<RecurrentNetworkSpec> {
  const cell = chosen.cell ?? 'gru';
  const units = chosen.units ?? (facts.trainExamples > MANY_EXAMPLES ? 128 : 64);
  const unbounded = chosen.activation === 'relu' || chosen.activation === 'linear';
  const convolutions = recurrentFrontEnd(facts, units);
  return {
    family: because<'recurrent'>('recurrent', 'default.cell'),
    cell: because(cell, 'default.cell'),
    activation: because<RecurrentNetworkSpec['activation']>('tanh', 'default.activation'),
    units: because(units, 'default.units'),
    layers: because(1, 'default.layers'),
    bidirectional: because(traitsOf(facts.task).readsAhead, 'default.bidirectional'),
    convolutions,
    recurrentDropout: because(0, 'default.recurrentDropout'),
    layerNorm: because(false, 'default.layerNorm'),
    dropout: because(learnsChannels(facts.task) ? 0 : 0.3, 'default.dropout'),
    pooling: poolingDefault(facts),
    recurrentInit: because<RecurrentNetworkSpec['recurrentInit']>(
      unbounded ? 'identity' : 'orthogonal',
      unbounded ? 'default.recurrentIdentity' : 'default.recurrentOrthogonal',
    ),
    spectralRadius: because(1, 'default.spectralRadius'),
    resetAfter: because(false, 'default.resetAfter'),
    forgetBias: because(1, 'default.forgetBias'),
    forgetInit: because<RecurrentNetworkSpec['forgetInit']>('constant', 'default.forgetInit'),
    chronoSteps: because(
      Math.max(
        3,
        stepsAfter({ convolutions: chosen.convolutions ?? convolutions.value }, facts.longestSteps),
      ),
      'default.chronoSteps',
    ),
    peepholes: because(false, 'default.peepholes'),
    coupled: because(false, 'default.coupled'),
  };
}

/** Optimiser steps that a small network needs to settle, whatever the size of the data. */
const WANTED_STEPS = 1500;
/** An LSTM goes on getting better for longer (docs/results.md). */
const WANTED_LSTM_STEPS = 3000;
const FEWEST_EPOCHS = 10;
const MOST_EPOCHS = 300;

/** A sixteenth of the training part, as a power of two: large sets make steady gradients, small sets many steps. */
function batchFor({ trainExamples }: DataFacts): number {
  return clamp(2 ** Math.round(Math.log2(Math.max(1, trainExamples / 16))), 8, 64);
}

function learningRateFor(family: ModelSpec['family']): Reasoned<TrainingSpec>['learningRate'] {
  if (family === 'transformer') return because(0.001, 'default.learningRateTransformer');
  if (family === 'tcn' || family === 'inception') return because(0.002, 'default.learningRateConvolutions');
  return because(0.004, 'default.learningRate');
}

export function trainingDefaults(facts: DataFacts, model: ModelSpec): Reasoned<TrainingSpec> {
  const { family } = model;
  const isLstm = family === 'recurrent' && model.cell === 'lstm';
  const classify = hasClasses(facts.task);
  const batch = batchFor(facts);
  const perEpoch = stepsPerEpoch(facts.trainExamples, batch);
  const epochs = clamp(
    Math.ceil((isLstm ? WANTED_LSTM_STEPS : WANTED_STEPS) / perEpoch),
    FEWEST_EPOCHS,
    MOST_EPOCHS,
  );
  const warmupEpochs = Math.max(1, Math.round(epochs / 30));
  return {
    epochs: because(epochs, 'default.epochs', {
      steps: epochs * perEpoch,
    }),
    batch: because(batch, 'default.batch', { examples: facts.trainExamples }),
    learningRate: learningRateFor(family),
    schedule: because({ kind: 'cosine', warmupEpochs, patience: 10, factor: 0.5 }, 'default.schedule'),
    clipNorm: because(1, 'default.clipNorm'),
    weightDecay: because(0.01, 'default.weightDecay'),
    quantiles: because<readonly number[]>(
      answersAhead(facts.task) && facts.trainExamples > MANY_EXAMPLES ? [0.1, 0.5, 0.9] : [],
      'default.quantiles',
    ) as Reasoned<TrainingSpec>['quantiles'],
    labelSmoothing: because(hasOneClass(facts.task) ? 0.1 : 0, 'default.labelSmoothing'),
    inputNoise: because(classify || learnsValue(facts.task) ? 0.1 : 0, 'default.inputNoise'),
    patience: because(Math.ceil(epochs / 2), 'default.patience'),
    classWeights: because<TrainingSpec['classWeights']>(
      facts.imbalance > 1.5 ? 'balanced' : 'none',
      'default.classWeights',
    ),
    seed: because(1, 'default.seed'),
  };
}
