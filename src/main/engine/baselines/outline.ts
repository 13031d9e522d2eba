import { hasClasses } from '../../../shared/domain/task';
import type { LayerSummary, SpecOf } from '../../../shared/domain/model';
import type { DataFacts } from '../prepare/data-facts';
import { gatesOf } from './latent/next-net';
import type { ClassicalSpec } from './defaults';
import { featuresPerChannel, LEAST_STEPS } from './quant/intervals';

export type OutlineFacts = Pick<
  DataFacts,
  'task' | 'features' | 'channels' | 'outputs' | 'longestSteps' | 'trainExamples'
>;

const layer = (
  name: string,
  inputShape: LayerSummary['inputShape'],
  outputShape: LayerSummary['outputShape'],
  parameters: number,
): LayerSummary => ({ name, inputShape, outputShape, parameters });

/** Weights of one ridge regression per prefix length 1 … `steps`: Σ_t (t · features + 1) · outputs. */
export function naiveParameters(steps: number, features: number, outputs: number): number {
  return outputs * ((features * steps * (steps + 1)) / 2 + steps);
}

function ar(spec: SpecOf<'ar'>, { channels: features, task, outputs }: OutlineFacts): LayerSummary[] {
  const models = hasClasses(task) ? outputs : 1;
  const lags = (spec.order ?? 0) * features;
  const line = (lags + 1) * features;
  const order = spec.order;
  return [
    layer('lags', [null, features], [order, features], 0),
    ...(spec.hidden > 0
      ? [layer('hidden', [order, features], [spec.hidden], models * (lags + 1) * spec.hidden)]
      : []),
    layer(
      'next',
      spec.hidden > 0 ? [spec.hidden] : [order, features],
      [features],
      models * (spec.hidden > 0 ? (spec.hidden + 1) * features + line : line),
    ),
    ...(hasClasses(task) ? [layer('likelihood', [features], [outputs], 0)] : []),
  ];
}

function markov(
  { states, order }: SpecOf<'markov'>,
  { channels: features, task, outputs }: OutlineFacts,
): LayerSummary[] {
  const models = hasClasses(task) ? outputs : 1;
  return [
    layer('states', [null, features], [null], states * features),
    layer('transitions', [null], [states], models * states ** order * (states - 1)),
    ...(hasClasses(task) ? [layer('likelihood', [states], [outputs], 0)] : []),
  ];
}

function latent(
  { states, transition }: SpecOf<'latent'>,
  { channels: features, task, outputs }: OutlineFacts,
): LayerSummary[] {
  const models = hasClasses(task) ? outputs : 1;
  if (transition !== 'linear') {
    const columns = gatesOf[transition] * states;
    return [
      layer('state', [null, features], [null, states], models * (features + states + 1) * columns),
      layer('next', [null, states], [null, features], models * (states + 1 + features + 1) * features),
      ...(hasClasses(task) ? [layer('likelihood', [null, features], [outputs], 0)] : []),
    ];
  }
  const triangle = (n: number): number => (n * (n + 1)) / 2;
  return [
    layer(
      'state',
      [null, features],
      [null, states],
      models * (states * states + states + 2 * triangle(states)),
    ),
    layer('observation', [null, states], [null, features], models * (features * states + 2 * features)),
    ...(hasClasses(task) ? [layer('likelihood', [null, features], [outputs], 0)] : []),
  ];
}

/** How many numbers describe one channel of a sequence, whatever its length. */
export const STATISTICS_PER_CHANNEL = 8;

/** A model block by block for people, as `summarise` does for networks; `null` is the number of time steps, or open. */
export function outlineOf(spec: ClassicalSpec, facts: OutlineFacts): LayerSummary[] {
  const { features, channels, outputs, longestSteps, trainExamples } = facts;
  switch (spec.family) {
    case 'naive':
      return [
        layer('prefixes', [null, channels], [outputs], naiveParameters(longestSteps, channels, outputs)),
      ];
    case 'ar':
      return ar(spec, facts);
    case 'markov':
      return markov(spec, facts);
    case 'latent':
      return latent(spec, facts);
    case 'dtw':
      return [
        layer('alignment', [null, channels], [trainExamples], 0),
        layer('neighbours', [trainExamples], [outputs], 0),
      ];
    case 'minirocket': {
      const width = spec.kernelFeatures - (spec.kernelFeatures % 84);
      return [
        layer('kernels', [null, channels], [width], width),
        layer('head', [width], [outputs], (width + 1) * outputs),
      ];
    }
    case 'ensemble':
      return [
        layer('members', [null, features], [spec.members.length, outputs], 0),
        layer('mean', [spec.members.length, outputs], [outputs], 0),
      ];
    case 'quant': {
      const width = channels * featuresPerChannel(Math.max(longestSteps, LEAST_STEPS));
      // Two classes come apart in about as many cuts as there are examples.
      const cuts = spec.trees * Math.max(1, Math.round(trainExamples / 4));
      return [layer('intervals', [null, channels], [width], 0), layer('trees', [width], [outputs], 2 * cuts)];
    }
    case 'statistics': {
      const width = STATISTICS_PER_CHANNEL * features;
      return [
        layer('statistics', [null, features], [width], 0),
        layer('head', [width], [outputs], (width + 1) * outputs),
      ];
    }
  }
}
