import type { Recipe } from '../../../shared/domain/model';
import type { Scores } from '../../../shared/domain/run';
import type { PreparedData } from '../prepare/prepared';
import { windowsOf } from '../models/network/batch';
import { examplesOf } from '../prepare/examples-of';
import { toNetworkUnits } from '../models/scale/forecast-scale';
import { crossEntropy, huber } from '../models/network/loss';
import type { BatchLoss } from '../models/network/loss';
import type { Network } from '../models/network/network';
import { forecastUnits, predictLogits, quantileUnits, valueUnits } from './predict';
import { quantileLoss } from './quantiles';
import type { Scaling } from '../models/scale/scaling';
import { argmax, classificationScores } from './classification-scores';
import { forecastScores, naiveError } from './forecast-scores';
import type { QuantileForecasts } from './forecast-scores';
import { generating, labelling } from './step-objectives';
import { regressionScores } from './regression-scores';

/**
 * What the network learns and how it is judged. Its rows are the network's: one for each example, or one for each step
 * of each example where every step is answered (`Network.logits`).
 */
export interface Objective {
  /** Loss of a batch of examples, as minimised in training and drawn for validation. */
  loss(examples: Int32Array): BatchLoss;
  /** Accuracy of these logits, or their mean absolute error in data units. */
  metric(examples: Int32Array, logits: Float32Array): number;
  /** @param intervals of a forecast whose logits are points, in data units */
  scores(examples: Int32Array, logits: Float32Array, intervals?: QuantileForecasts | null): Scores;
}

/** n / (classes · nₖ) of the training part; classes without examples count 1. */
function balancedWeights(data: PreparedData): Float32Array {
  const counts = new Float64Array(data.outputs.length);
  const train = examplesOf(data, 'train');
  train.forEach((example) => counts[data.labels[example]!]!++);
  return Float32Array.from(counts, (count) => (count === 0 ? 1 : train.length / (counts.length * count)));
}

function classification(data: PreparedData, { training }: Recipe): Objective {
  const classes = data.outputs.length;
  const classWeights = training.classWeights === 'balanced' ? balancedWeights(data) : null;
  const labels = (examples: Int32Array): Int32Array => examples.map((example) => data.labels[example]!);
  return {
    loss: (examples) =>
      crossEntropy(labels(examples), classes, { smoothing: training.labelSmoothing, classWeights }),
    metric: (examples, logits) => {
      let hits = 0;
      examples.forEach((example, k) => {
        hits += Number(argmax(logits, k * classes, classes) === data.labels[example]);
      });
      return hits / Math.max(1, examples.length);
    },
    scores: (examples, logits) => classificationScores(logits, labels(examples), data.outputs),
  };
}

function regression(data: PreparedData, scaling: Scaling): Objective {
  const { mean, deviation } = scaling.values!;
  const truth = (examples: Int32Array): Float32Array =>
    Float32Array.from(examples, (example) => data.targets[example]!);
  const loss = (examples: Int32Array): BatchLoss =>
    huber(
      truth(examples).map((value) => (value - mean[0]!) / deviation[0]!),
      examples.length,
    );
  return {
    loss,
    metric: (examples, logits) => meanAbsolute(valueUnits(scaling, logits), truth(examples)),
    scores: (examples, logits) =>
      regressionScores(valueUnits(scaling, logits), truth(examples), loss(examples)(logits).loss),
  };
}

function forecasting(data: PreparedData, scaling: Scaling): Objective {
  const outputs = data.outputs.length;
  const quantiles = scaling.forecast!.quantiles ?? [];
  const truth = (examples: Int32Array): Float32Array => {
    const rows = new Float32Array(examples.length * outputs);
    examples.forEach((e, k) => rows.set(data.targets.subarray(e * outputs, (e + 1) * outputs), k * outputs));
    return rows;
  };
  const inUnits = (examples: Int32Array, logits: Float32Array): Float32Array =>
    forecastUnits(scaling, windowsOf(data, examples), logits);
  const loss = (examples: Int32Array): BatchLoss => {
    const targets = truth(examples);
    windowsOf(data, examples).forEach((window, k) => {
      const row = targets.subarray(k * outputs, (k + 1) * outputs);
      row.set(toNetworkUnits(window, scaling.forecast!, row));
    });
    return quantiles.length > 0 ? quantileLoss(targets, quantiles) : huber(targets, examples.length);
  };
  const naive = naiveError(data);
  return {
    loss,
    metric: (examples, logits) => meanAbsolute(inUnits(examples, logits), truth(examples)),
    scores: (examples, logits, intervals = null) => {
      const windows = windowsOf(data, examples);
      return forecastScores(
        inUnits(examples, logits),
        truth(examples),
        outputs,
        naive,
        loss(examples)(logits).loss,
        data.horizonSteps,
        quantiles.length === 0
          ? intervals
          : { quantiles, values: quantiles.map((_, q) => quantileUnits(scaling, windows, logits, q)) },
      );
    },
  };
}

function meanAbsolute(values: Float32Array, truth: Float32Array): number {
  let sum = 0;
  let count = 0;
  truth.forEach((value, k) => {
    if (Number.isNaN(value)) return;
    sum += Math.abs(values[k]! - value);
    count++;
  });
  return sum / Math.max(1, count);
}

export function objectiveFor(data: PreparedData, scaling: Scaling, recipe: Recipe): Objective {
  if (data.task === 'classify') return classification(data, recipe);
  if (data.task === 'forecast') return forecasting(data, scaling);
  if (data.task === 'regress') return regression(data, scaling);
  return data.task === 'label' ? labelling(data, recipe.training) : generating(data, scaling);
}

export interface Evaluation {
  readonly loss: number;
  readonly metric: number;
  readonly scores: () => Scores;
}

/** Loss, metric and scores of the network on some examples; null when there are none. */
export async function evaluate(
  network: Network,
  data: PreparedData,
  scaling: Scaling,
  objective: Objective,
  examples: Int32Array,
): Promise<Evaluation | null> {
  if (examples.length === 0) return null;
  const logits = await predictLogits(network, scaling, windowsOf(data, examples));
  return {
    loss: objective.loss(examples)(logits).loss,
    metric: objective.metric(examples, logits),
    scores: () => objective.scores(examples, logits),
  };
}
