import * as v from 'valibot';
import { Float32, Int32 } from './arrays';

const series = {
  /** Features that are channels of their own, [channels]. */
  channels: v.array(v.string()),
  /** What was there, [steps, channels] in data units. */
  actual: Float32,
  /** What was expected of each step from those before, [steps, channels] in data units. */
  expected: Float32,
};

/** Whose numbers are shown: the true class's model, or the forecast's only one (null). */
const group = v.nullable(v.string());

/** A prefix regression: what each length costs. */
const NaiveView = v.object({
  kind: v.literal('naive'),
  ridge: v.number(),
  /** Weights of the regression of each prefix length 1 …, [lengths]. */
  parameters: Float32,
  /** Their sum up to each length, [lengths]. */
  total: Float32,
});

const ArView = v.object({
  kind: v.literal('ar'),
  group,
  ...series,
  order: v.number(),
  /** Criterion of each order 1 …; empty when the order was given. */
  curve: v.array(v.number()),
  criterion: v.string(),
  /** Residuals' autocorrelation at lags 1 …, [lags, channels]. */
  autocorrelation: Float32,
  lags: v.number(),
  /** 95 % of the autocorrelations of white noise lie within ± this. */
  bound: v.number(),
});

const MarkovView = v.object({
  kind: v.literal('markov'),
  group,
  states: v.number(),
  order: v.number(),
  /** p(column | row), [states, states]. */
  matrix: Float32,
  /** State of each step, [steps]. */
  path: Int32,
  /** States drawn from the model, [steps]. */
  sample: Int32,
  /** ln p of the whole sequence under each class's chain, [classes]; one number when forecasting. */
  logLikelihoods: Float32,
});

const LatentView = v.object({
  kind: v.literal('latent'),
  group,
  ...series,
  states: v.number(),
  /** E z_t given x_1 … x_t, or the net's h_t, [steps, states]. */
  path: Float32,
  /** ln p of each step given those before, [steps]. */
  logLikelihoods: Float32,
  /** Greatest absolute eigenvalue of A; null of a net. */
  spectralRadius: v.nullable(v.number()),
  /** The model's own continuation from step `from` on, having heard those before, [steps − from, channels] in data units. */
  from: v.number(),
  continued: Float32,
  /** Of a net: the linear state space of the same data, as `expected` and `continued`. */
  linear: v.nullable(v.object({ expected: Float32, continued: Float32 })),
});

const DtwView = v.object({
  kind: v.literal('dtw'),
  band: v.number(),
  channels: v.array(v.string()),
  /** The example as it is compared, [steps, channels]. */
  query: Float32,
  neighbours: v.array(
    v.object({
      /** Index in the data set. */
      example: v.number(),
      label: v.nullable(v.string()),
      distance: v.number(),
      steps: v.number(),
      /** [steps, channels] */
      values: Float32,
      /** Aligned steps of example and neighbour: pairs, [pairs, 2]. */
      alignment: Int32,
    }),
  ),
});

const StatisticsView = v.object({
  kind: v.literal('statistics'),
  /** `channel · statistic`, [statistics]. */
  names: v.array(v.string()),
  /** Standardised, [statistics]. */
  values: Float32,
  /** What each adds to the answer (the predicted class's score, or the first value forecast), [statistics]. */
  contributions: Float32,
  answer: v.string(),
});

const MiniRocketView = v.object({
  kind: v.literal('minirocket'),
  /** `channels · dilation · places that weigh 2` of each combination of kernel, dilation and channels. */
  names: v.array(v.string()),
  /** Mean share of steps above a bias, [combinations]. */
  values: Float32,
  /** What each adds to the predicted class's score, [combinations]. */
  contributions: Float32,
  answer: v.string(),
});

const QuantView = v.object({
  kind: v.literal('quant'),
  /** `channel · series · first–last step` of each interval. */
  names: v.array(v.string()),
  /** Cuts there on the example's way through a tree, on average, [intervals]. */
  values: Float32,
  /** What they add to the share of the predicted class, [intervals]. */
  contributions: Float32,
  answer: v.string(),
});

const EnsembleView = v.object({
  kind: v.literal('ensemble'),
  members: v.array(
    v.object({
      run: v.string(),
      /** `GRU 64`. */
      model: v.string(),
      /** What it says by itself, [outputs]: probabilities, or the forecast in data units. */
      answers: Float32,
    }),
  ),
});

/** What a model without a network has to show of one example. */
export const ModelView = v.variant('kind', [
  NaiveView,
  ArView,
  MarkovView,
  LatentView,
  DtwView,
  StatisticsView,
  MiniRocketView,
  QuantView,
  EnsembleView,
]);
export type ModelView = v.InferOutput<typeof ModelView>;
export type ModelViewOf<Kind extends ModelView['kind']> = Extract<ModelView, { kind: Kind }>;
