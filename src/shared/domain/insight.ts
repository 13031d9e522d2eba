import * as v from 'valibot';
import { Float32, Int32 } from './arrays';

/** What follows from a trained network's numbers beyond a trace of one example: memory, saliency, fixed points. */

const names = v.array(v.string());

export const Saliency = v.object({
  example: v.number(),
  /** Scaled features as the network saw them, [steps, features], and what stood for *nothing* is their 0. */
  steps: v.number(),
  features: names,
  /** Class, label or value that is explained. */
  output: v.string(),
  /** Where every step is answered: which answer; else null. */
  at: v.nullable(v.number()),
  /** `log-odds` of a class or label, or `scaled` value. */
  measure: v.picklist(['log-odds', 'scaled']),
  /** The measure of the example, and of features that are all at the training part's mean. */
  value: v.number(),
  baselineValue: v.number(),
  /** ∂/∂x · x, [steps, features]. */
  gradient: Float32,
  /** Integrated gradients, [steps, features]; they add up to `value` − `baselineValue` + `gap`. */
  integrated: Float32,
  gap: v.number(),
  /** Answers along the way that it took. */
  points: v.number(),
  /** What the measure loses when a stretch of `width` steps is put to the mean, stretch by stretch. */
  occlusion: v.object({ width: v.number(), changes: Float32 }),
  /** Pearson's r of integrated gradients and occlusion over the same stretches; null where one is flat. */
  agreement: v.nullable(v.number()),
});
export type Saliency = v.InferOutput<typeof Saliency>;

/** More than this missing, and integrated gradients say nothing of where the answer comes from. */
const MOST_MISSING = 0.1;

/** Share of the change from the baseline that integrated gradients do not add up to. */
export function missingShare({
  gap,
  value,
  baselineValue,
}: Pick<Saliency, 'gap' | 'value' | 'baselineValue'>): number {
  return Math.abs(gap / (value - baselineValue || 1));
}

/** Whether they add up well enough to be shown: on long sequences a trained network's path may have cliffs that no sum follows. */
export function addsUp(saliency: Pick<Saliency, 'gap' | 'value' | 'baselineValue'>): boolean {
  return missingShare(saliency) <= MOST_MISSING;
}

/** What is left of something, some steps later, as a share of the most there was. */
const Curve = v.object({ lags: Int32, left: Float32 });
export type Curve = v.InferOutput<typeof Curve>;

/** Times are in steps of the data. */
export const LayerMemory = v.object({
  /** 0 is next to the input. */
  layer: v.number(),
  direction: v.picklist(['forward', 'backward']),
  units: v.number(),
  /** −1 / ln of the forget (LSTM) or update gate (GRU): of its mean and of its quantiles; null for a plain RNN. */
  gates: v.nullable(v.object({ mean: Float32, low: Float32, high: Float32 })),
  /** Steps until what is added to a unit's state has fallen to 1/e there; NaN: later than `horizon`. */
  measured: Float32,
  horizon: v.number(),
  /** Units of which both are known, and those of which they agree within a factor of two. */
  compared: v.number(),
  agreeing: v.number(),
});
export type LayerMemory = v.InferOutput<typeof LayerMemory>;

export const Memory = v.object({
  /** Seconds per step; null when the data have no time. */
  stepSeconds: v.nullable(v.number()),
  /** Examples that were looked at, by their index. */
  examples: v.array(v.number()),
  layers: v.array(LayerMemory),
  /** What the pooled states keep of one step that was read. */
  states: Curve,
  /** What the answer at the end owes to a step so long before it. */
  answer: Curve,
  /** How far back the task makes one look: mutual information, nats; null where it can't be estimated. */
  need: v.nullable(
    v.object({ lags: Int32, information: Float32, chance: v.number(), lag: v.nullable(v.number()) }),
  ),
});
export type Memory = v.InferOutput<typeof Memory>;

export const FixedPoint = v.object({
  /** `slow`: the state moves least around there, and yet moves. */
  kind: v.picklist(['fixed', 'slow']),
  /** h, and of an LSTM then c, [size]. */
  state: Float32,
  /** q = ½ ‖F(s) − s‖². */
  speed: v.number(),
  /** Starts that ended there. */
  starts: v.number(),
  /** Eigenvalues outside the unit circle; 0: it draws in what is near. */
  unstable: v.number(),
  /** Of ∂F/∂s, largest absolute value first, [size] each. */
  eigenvalues: v.object({ real: Float32, imaginary: Float32 }),
  /** In the plane of the visited states' first components, [3]. */
  place: Float32,
});
export type FixedPoint = v.InferOutput<typeof FixedPoint>;

export const StateSpace = v.object({
  layer: v.number(),
  direction: v.picklist(['forward', 'backward']),
  cell: v.string(),
  units: v.number(),
  /** Seconds per step of this layer; null when the data have no time. */
  stepSeconds: v.nullable(v.number()),
  /** Shares of the variance of all visited states that the three components hold. */
  explained: v.array(v.number()),
  points: v.array(FixedPoint),
  starts: v.number(),
  /** Starts that ended far from where the network has ever been. */
  outside: v.number(),
  /** What the layer read at every step of the search: the mean of what it reads in the data, or in one step of one example. */
  input: v.nullable(v.object({ example: v.number(), step: v.number() })),
  trajectories: v.array(
    v.object({
      example: v.number(),
      /** What it is, where it is one of several: index into the run's outputs; else null. */
      label: v.nullable(v.number()),
      /** Steps of the layer from one row to the next. */
      every: v.number(),
      /** [rows, 3], in the order in which the layer reads. */
      path: Float32,
    }),
  ),
});
export type StateSpace = v.InferOutput<typeof StateSpace>;
