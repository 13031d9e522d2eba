import type { ModelSpec, RecurrentNetworkSpec, TrainingSpec } from '../../../../shared/domain/model';
import { stepsPerEpoch } from '../network/batch';
import type { DataFacts } from './data-facts';
import { recurrentFrontEnd } from './front-end-defaults';
import { stepsAfter } from '../network/layout';
import { because } from './reasoned';
import type { Reasoned } from './reasoned';

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** A training part larger than this carries a network of twice the width. */
const MANY_EXAMPLES = 2000;

const CELL_REASON = 'A GRU has fewer weights than an LSTM and does better on little data.';

type Chosen = { readonly [Key in keyof RecurrentNetworkSpec]?: RecurrentNetworkSpec[Key] | undefined };

/** @param chosen some defaults follow from what a person chose of others */
export function networkDefaults(facts: DataFacts, chosen: Chosen): Reasoned<RecurrentNetworkSpec> {
  const whole = facts.task === 'classify' || facts.task === 'regress';
  const everyStep = facts.task === 'label' || facts.task === 'generate';
  const cell = chosen.cell ?? 'gru';
  const units = chosen.units ?? (facts.trainExamples > MANY_EXAMPLES ? 128 : 64);
  const unbounded = chosen.activation === 'relu' || chosen.activation === 'linear';
  const convolutions = recurrentFrontEnd(facts, units);
  return {
    family: because<'recurrent'>('recurrent', 'cell', CELL_REASON),
    cell: because(cell, 'cell', CELL_REASON),
    activation: because<RecurrentNetworkSpec['activation']>(
      'tanh',
      'activation',
      'tanh keeps the state bounded.',
    ),
    units: because(units, 'units', 'Enough for the data without learning it by heart.'),
    layers: because(1, 'layers', 'One layer learns fastest.'),
    bidirectional: because(
      whole || facts.task === 'label',
      'bidirectional',
      'The whole sequence is known when it is classified; a forecast reads it in its own direction.',
    ),
    convolutions,
    recurrentDropout: because(0, 'recurrentDropout', 'Dropout of the inputs is enough for most data.'),
    layerNorm: because(
      false,
      'layerNorm',
      'Gates keep the state in bounds; a norm costs time at every step.',
    ),
    dropout: because(
      whole || facts.task === 'label' ? 0.3 : 0,
      'dropout',
      'Dropout keeps a network from learning small data by heart.',
    ),
    pooling: because<RecurrentNetworkSpec['pooling']>(
      everyStep ? 'none' : whole ? 'mean' : 'last',
      everyStep ? 'poolingNone' : 'pooling',
      everyStep
        ? 'Every step has an answer of its own.'
        : 'The mean over time uses every step; a forecast starts from the last.',
    ),
    recurrentInit: because<RecurrentNetworkSpec['recurrentInit']>(
      unbounded ? 'identity' : 'orthogonal',
      unbounded ? 'recurrentIdentity' : 'recurrentOrthogonal',
      unbounded
        ? 'Le, Jaitly & Hinton 2015: the identity keeps the state as it is until something is learnt.'
        : 'Saxe et al. 2014: an orthogonal matrix keeps the length of what it carries.',
    ),
    spectralRadius: because(1, 'spectralRadius', 'At 1 the state neither dies away nor grows.'),
    resetAfter: because(false, 'resetAfter', 'The convention that other software reads.'),
    forgetBias: because(1, 'forgetBias', 'Jozefowicz et al. 2015: an LSTM should remember at first.'),
    forgetInit: because<RecurrentNetworkSpec['forgetInit']>(
      'constant',
      'forgetInit',
      'One bias for all units; chrono spreads their memories over the length of the data.',
    ),
    chronoSteps: because(
      Math.max(
        3,
        stepsAfter({ convolutions: chosen.convolutions ?? convolutions.value }, facts.longestSteps),
      ),
      'chronoSteps',
      'The longest sequence of the training part.',
    ),
    peepholes: because(false, 'peepholes', 'Greff et al. 2017: peepholes seldom help.'),
    coupled: because(false, 'coupled', 'Greff et al. 2017: as good as separate gates, with fewer weights.'),
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

export function trainingDefaults(facts: DataFacts, model: ModelSpec): Reasoned<TrainingSpec> {
  const { family } = model;
  const isLstm = family === 'recurrent' && model.cell === 'lstm';
  const classify = facts.task === 'classify' || facts.task === 'label';
  const batch = batchFor(facts);
  const perEpoch = stepsPerEpoch(facts.trainExamples, batch);
  const epochs = clamp(
    Math.ceil((isLstm ? WANTED_LSTM_STEPS : WANTED_STEPS) / perEpoch),
    FEWEST_EPOCHS,
    MOST_EPOCHS,
  );
  const warmupEpochs = Math.max(1, Math.round(epochs / 30));
  return {
    epochs: because(epochs, 'epochs', 'Enough optimiser steps for the size of the data.', {
      steps: epochs * perEpoch,
    }),
    batch: because(batch, 'batch', 'Small batches for small sets.', { examples: facts.trainExamples }),
    learningRate:
      family === 'transformer'
        ? because(0.001, 'learningRateTransformer', 'Attention learns steadily at a smaller rate with Adam.')
        : because(0.004, 'learningRate', 'Works for recurrent networks of this size with Adam.'),
    schedule: because(
      { kind: 'cosine', warmupEpochs, patience: 10, factor: 0.5 },
      'schedule',
      'Falls to zero along a cosine, so that the end is calm.',
    ),
    clipNorm: because(1, 'clipNorm', 'Recurrent gradients explode now and then (Pascanu et al. 2013).'),
    weightDecay: because(0.01, 'weightDecay', 'Keeps the weights small.'),
    quantiles: because<readonly number[]>(
      facts.task === 'forecast' && facts.trainExamples > MANY_EXAMPLES ? [0.1, 0.5, 0.9] : [],
      'quantiles',
      'Many windows say how sure a forecast can be; few do for a point only.',
    ) as Reasoned<TrainingSpec>['quantiles'],
    labelSmoothing: because(classify ? 0.1 : 0, 'labelSmoothing', 'Keeps the network from being too sure.'),
    inputNoise: because(
      classify || facts.task === 'regress' ? 0.1 : 0,
      'inputNoise',
      'Noise on the input makes small data go further.',
    ),
    patience: because(Math.ceil(epochs / 2), 'patience', 'Stops when nothing gets better for this long.'),
    classWeights: because<TrainingSpec['classWeights']>(
      facts.imbalance > 1.5 ? 'balanced' : 'none',
      'classWeights',
      'Rare classes count as much as common ones.',
    ),
    seed: because(1, 'seed', 'Any number does; the same one gives the same weights.'),
  };
}
