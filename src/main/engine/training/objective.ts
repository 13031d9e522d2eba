import type { Recipe } from '../../../shared/domain/model';
import type { Scores } from '../../../shared/domain/run';
import type { PreparedData } from '../datasets/prepared';
import { windowsOf } from '../models/batch';
import { examplesOf } from '../models/examples';
import { toNetworkUnits } from '../models/forecast-scale';
import { crossEntropy, huber } from '../models/loss';
import type { BatchLoss } from '../models/loss';
import type { Network } from '../models/network';
import { forecastUnits, predictLogits } from '../models/predict';
import type { Scaling } from '../models/scaling';
import { argmax, classificationScores } from './classification-scores';
import { forecastScores, naiveError } from './forecast-scores';

/** What the network learns and how it is judged: classification or forecasting. */
export interface Objective {
  /** Loss of a batch of examples, as minimised in training and drawn for validation. */
  loss(examples: Int32Array): BatchLoss;
  /** Accuracy of these logits, or their mean absolute error in data units. */
  metric(examples: Int32Array, logits: Float32Array): number;
  scores(examples: Int32Array, logits: Float32Array): Scores;
}

/** n / (classes · nₖ) of the training part; classes without examples count 1. */
function balancedWeights(data: PreparedData): Float32Array {
  const counts = new Float64Array(data.outputs.length);
  const train = examplesOf(data, 0);
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

function forecasting(data: PreparedData, scaling: Scaling): Objective {
  const outputs = data.outputs.length;
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
    return huber(targets, examples.length);
  };
  const naive = naiveError(data);
  return {
    loss,
    metric: (examples, logits) => {
      const expected = truth(examples);
      const sum = inUnits(examples, logits).reduce((s, value, k) => s + Math.abs(value - expected[k]!), 0);
      return sum / Math.max(1, expected.length);
    },
    scores: (examples, logits) =>
      forecastScores(inUnits(examples, logits), truth(examples), outputs, naive, loss(examples)(logits).loss),
  };
}

export function objectiveFor(data: PreparedData, scaling: Scaling, recipe: Recipe): Objective {
  return data.task === 'classify' ? classification(data, recipe) : forecasting(data, scaling);
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
