import { splitNames } from '../../../shared/domain/dataset';
import type { SplitName } from '../../../shared/domain/dataset';
import type { SplitPredictions } from '../../../shared/domain/run';
import type { PreparedData } from '../datasets/prepared';
import { windowsOf } from '../models/batch';
import { examplesOf } from '../models/examples';
import { toNetworkUnits } from '../models/forecast-scale';
import type { Window } from '../models/forecast-scale';
import { crossEntropy, huber, softmaxRows } from '../models/loss';
import { forecastUnits, predictLogits } from '../models/predict';
import type { Scaling } from '../models/scaling';
import { loadModel, loadPrepared } from './loaded';

export interface PredictionsInput {
  readonly weightsFile: string;
  readonly preparedFile: string;
  readonly split: SplitName;
}
export type PredictionsOutput = Omit<SplitPredictions, 'split'>;

/** Runs the best weights over one split. A job of the compute worker. */
export async function predictionsJob(input: PredictionsInput): Promise<PredictionsOutput> {
  const { network, model } = await loadModel(input.weightsFile);
  const data = await loadPrepared(input.preparedFile);
  const example = examplesOf(data, splitNames.indexOf(input.split) as 0 | 1 | 2);
  const windows = windowsOf(data, example);
  const logits = await predictLogits(network, model.scaling, windows);
  if (data.task === 'classify') return { example, ...judgeClasses(data, example, logits) };
  return { example, ...judgeForecasts(data, example, windows, model.scaling, logits) };
}

type Judged = Omit<PredictionsOutput, 'example'>;

/** @param logits [n, classes] */
function judgeClasses({ outputs, labels }: PreparedData, example: Int32Array, logits: Float32Array): Judged {
  const k = outputs.length;
  const probabilities = softmaxRows(logits, k);
  const truth = example.map((index) => labels[index]!);
  const predicted = example.map((_, row) => greatest(probabilities.subarray(row * k, (row + 1) * k)));
  return {
    classes: [...outputs],
    truth,
    predicted,
    confidence: Float32Array.from(predicted, (column, row) => probabilities[row * k + column]!),
    loss: Float32Array.from(truth, (label, row) => {
      const one = crossEntropy(Int32Array.of(label), k, { smoothing: 0, classWeights: null });
      return one(logits.subarray(row * k, (row + 1) * k)).loss;
    }),
  };
}

/** @param corrections [n, outputs] in network units */
function judgeForecasts(
  { outputs, targets }: PreparedData,
  example: Int32Array,
  windows: readonly Window[],
  scaling: Scaling,
  corrections: Float32Array,
): Judged {
  const k = outputs.length;
  const forecast = forecastUnits(scaling, windows, corrections);
  const none = new Int32Array(example.length).fill(-1);
  const truthOf = (row: number): Float32Array => targets.subarray(example[row]! * k, (example[row]! + 1) * k);
  return {
    classes: [],
    truth: none,
    predicted: none,
    confidence: Float32Array.from(windows, (_, row) => {
      const truth = truthOf(row);
      const errors = truth.map((value, column) => Math.abs(value - forecast[row * k + column]!));
      return errors.reduce((sum, error) => sum + error, 0) / k;
    }),
    loss: Float32Array.from(windows, (window, row) => {
      const wanted = toNetworkUnits(window, scaling.forecast!, truthOf(row));
      return huber(wanted, 1)(corrections.subarray(row * k, (row + 1) * k)).loss;
    }),
  };
}

function greatest(values: Float32Array): number {
  return values.reduce((best, value, k) => (value > values[best]! ? k : best), 0);
}
