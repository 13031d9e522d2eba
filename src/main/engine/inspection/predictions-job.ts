import type { SplitName } from '../../../shared/domain/dataset';
import type { SplitPredictions } from '../../../shared/domain/run';
import type { PreparedData } from '../prepare/prepared';
import { windowsOf } from '../models/network/batch';
import { asHeadOutputs } from '../baselines/answers';
import type { FittedModel } from '../baselines/family';
import { examplesOf } from '../prepare/examples-of';
import { toNetworkUnits } from '../models/scale/forecast-scale';
import type { Window } from '../models/scale/forecast-scale';
import { crossEntropy, huber, softmaxRows } from '../models/network/loss';
import { forecastUnits, offsetsOf, predictLogits, valueUnits } from '../learning/predict';
import { quantileLoss } from '../learning/quantiles';
import { fitScaling } from '../models/scale/scaling';
import type { Scaling } from '../models/scale/scaling';
import type { TrainedModel } from '../models/network/weights-file';
import { generating, plainLabelling } from '../learning/step-objectives';
import { loadFitted, loadModel, loadPrepared } from '../models/trained/loaded';

export interface PredictionsInput {
  readonly weightsFile: string;
  readonly preparedFile: string;
  readonly split: SplitName;
}
export type PredictionsOutput = Omit<SplitPredictions, 'split'>;

/** Runs the best weights over one split. A job of the compute worker. */
export async function predictionsJob(input: PredictionsInput): Promise<PredictionsOutput> {
  const fitted = await loadFitted(input.weightsFile);
  if (fitted !== null) return judgeFitted(fitted, input);
  const { network, model } = await loadModel(input.weightsFile);
  const data = await loadPrepared(input.preparedFile);
  const example = examplesOf(data, input.split);
  const windows = windowsOf(data, example);
  const logits = await predictLogits(network, model.scaling, windows);
  if (data.task === 'classify') return { example, ...judgeClasses(data, example, logits) };
  if (data.task === 'forecast')
    return { example, ...judgeForecasts(data, example, windows, model.scaling, logits) };
  if (data.task === 'regress') return { example, ...judgeValues(data, example, model.scaling, logits) };
  return { example, ...judgeSteps(data, example, model, logits) };
}

/** A model without a network, by the networks' own measures. */
async function judgeFitted(
  fitted: FittedModel,
  { preparedFile, split }: PredictionsInput,
): Promise<PredictionsOutput> {
  const data = await loadPrepared(preparedFile);
  const example = examplesOf(data, split);
  const windows = windowsOf(data, example);
  const scaling = fitScaling(data);
  const outputs = asHeadOutputs(data, scaling, windows, fitted.predict(windows));
  return data.task === 'classify'
    ? { example, ...judgeClasses(data, example, outputs) }
    : { example, ...judgeForecasts(data, example, windows, scaling, outputs) };
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

/** @param outputs [n] in network units */
function judgeValues(
  data: PreparedData,
  example: Int32Array,
  scaling: Scaling,
  outputs: Float32Array,
): Judged {
  const value = Float32Array.from(example, (index) => data.targets[index]!);
  const estimate = valueUnits(scaling, outputs);
  const unit = scaling.values!.deviation[0]!;
  const errors = value.map((truth, row) => Math.abs(truth - estimate[row]!));
  return {
    classes: [],
    ...nothingClassified(example),
    confidence: errors,
    loss: errors.map((error) => huber(Float32Array.of(0), 1)(Float32Array.of(error / unit)).loss),
    value,
    estimate,
  };
}

/**
 * The share of wrongly labelled steps of each window, or the error of its next values in deviations of the channels.
 *
 * @param logits [Σ steps, outputs]
 */
function judgeSteps(
  data: PreparedData,
  example: Int32Array,
  { scaling, outputs }: TrainedModel,
  logits: Float32Array,
): Judged {
  const offsets = offsetsOf(Array.from(example, (index) => data.lengths[index]! * outputs.length));
  const objective = data.task === 'label' ? plainLabelling(data) : generating(data, scaling);
  const judge = (row: number): { metric: number; loss: number } => {
    const one = Int32Array.of(example[row]!);
    const own = logits.subarray(offsets[row]!, offsets[row + 1]!);
    return { metric: objective.metric(one, own), loss: objective.loss(one)(own).loss };
  };
  const judged = Array.from(example, (_, row) => judge(row));
  return {
    classes: data.task === 'label' ? [...outputs] : [],
    ...nothingClassified(example),
    confidence: Float32Array.from(judged, ({ metric }) => (data.task === 'label' ? 1 - metric : metric)),
    loss: Float32Array.from(judged, ({ loss }) => loss),
  };
}

function nothingClassified(example: Int32Array): Pick<Judged, 'truth' | 'predicted'> {
  return { truth: example.map(() => -1), predicted: example.map(() => -1) };
}

/** @param corrections [n, outputs], or [n, outputs, quantiles], in network units */
function judgeForecasts(
  { outputs, targets }: PreparedData,
  example: Int32Array,
  windows: readonly Window[],
  scaling: Scaling,
  corrections: Float32Array,
): Judged {
  const k = outputs.length;
  const forecast = forecastUnits(scaling, windows, corrections);
  const quantiles = scaling.forecast!.quantiles ?? [];
  const width = corrections.length / example.length;
  const truthOf = (row: number): Float32Array => targets.subarray(example[row]! * k, (example[row]! + 1) * k);
  return {
    classes: [],
    ...nothingClassified(example),
    confidence: Float32Array.from(windows, (_, row) => {
      const truth = truthOf(row);
      const errors = truth.map((value, column) => Math.abs(value - forecast[row * k + column]!));
      return errors.reduce((sum, error) => sum + error, 0) / k;
    }),
    loss: Float32Array.from(windows, (window, row) => {
      const wanted = toNetworkUnits(window, scaling.forecast!, truthOf(row));
      const own = corrections.subarray(row * width, (row + 1) * width);
      return (quantiles.length > 0 ? quantileLoss(wanted, quantiles) : huber(wanted, 1))(own).loss;
    }),
  };
}

function greatest(values: Float32Array): number {
  return values.reduce((best, value, k) => (value > values[best]! ? k : best), 0);
}
