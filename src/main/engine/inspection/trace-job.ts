import type { Clamp, Trace } from '../../../shared/domain/trace';
import type { PreparedData } from '../prepare/prepared';
import type { FittedModel } from '../baselines/family';
import { intervalLevels } from '../baselines/intervals';
import { exampleWindow, toNetworkUnits } from '../models/scale/forecast-scale';
import type { Window } from '../models/scale/forecast-scale';
import type { BatchLoss } from '../models/network/loss';
import { crossEntropy, huber, softmaxRows } from '../models/network/loss';
import { forecastUnits, nextValues, predictLogits, quantileUnits, valueUnits } from '../learning/predict';
import { quantileLoss } from '../learning/quantiles';
import { strideOf } from '../models/network/layout';
import type { Network, NetworkInput } from '../models/network/network';
import { radiiOf } from '../models/network/radii';
import { fitScaling, scaleInto } from '../models/scale/scaling';
import { nextTargets } from '../learning/step-targets';
import { generating, plainLabelling } from '../learning/step-objectives';
import type { LoadedModel } from '../models/trained/loaded';
import { loadFitted, loadModel, loadPrepared } from '../models/trained/loaded';
import { clampedLogits } from './clamped';
import { modelView } from './model-views';
import { probabilitiesOverTime, traceNetwork } from './network-trace';
import { prefixEnds, prefixesOf, spread } from './prefixes';

export interface TraceInput {
  readonly weightsFile: string;
  readonly preparedFile: string;
  /** Index in the data set. */
  readonly example: number;
  /** A unit to hold; null: none. */
  readonly clamp?: Clamp | null;
  /** Of the run, from which its initial weights follow. */
  readonly seed?: number;
}
export type TraceOutput = Omit<Trace, 'run' | 'task' | 'example' | 'stepSeconds'>;

/** Runs one example through a trained network and keeps everything. A job of the compute worker. */
export async function traceJob(input: TraceInput): Promise<TraceOutput> {
  const fitted = await loadFitted(input.weightsFile);
  if (fitted !== null) return traceFitted(fitted, await loadPrepared(input.preparedFile), input.example);
  const loaded = await loadModel(input.weightsFile);
  const data = await loadPrepared(input.preparedFile);
  const { network, model } = loaded;
  const window = exampleWindow(data, input.example, data.featureNames.length);
  const { steps } = window;
  const inputs = new Float32Array(steps * window.width);
  scaleInto(window, model.scaling, inputs);
  const clamp = input.clamp ?? null;
  const loss = lossOf(data, input.example, window, loaded);
  const found = await traceNetwork(network, { inputs, steps }, loss, clamp);
  const { layers, attention, poolingWeights } = found;
  const truth = truthOf(data, input.example);
  const quantiles = await quantilesAtEnd(loaded, window);
  return {
    steps,
    inputs,
    features: [...data.featureNames],
    layers: layers.map((layer) => ({ ...layer, spectralRadius: radiiOf(network, layer, input.seed) })),
    attention,
    poolingWeights,
    clamp,
    outputs: [...data.outputs],
    probabilities: network.answersSteps
      ? await answersOf(data, loaded, window, clamp)
      : data.task === 'classify' && readsForwards(network)
        ? held(await probabilitiesOverTime(network, found), steps, strideOf(network.spec))
        : await outputsOfPrefixes(loaded, window, clamp),
    ...(truth !== null && { truth }),
    ...(quantiles !== null && { quantiles }),
  };
}

/** Prefixes that a model without a network is asked for: enough for a smooth line. */
const MOST_PREFIXES = 48;

function traceFitted(fitted: FittedModel, data: PreparedData, example: number): TraceOutput {
  const window = exampleWindow(data, example, data.featureNames.length);
  const { steps } = window;
  const inputs = new Float32Array(steps * window.width);
  scaleInto(window, fitScaling(data), inputs);
  const stride = Math.ceil(steps / MOST_PREFIXES);
  const count = Math.ceil(steps / stride);
  const ends = Array.from({ length: count }, (_, k) => steps - (count - 1 - k) * stride);
  const answered = fitted.predict(prefixesOf(window, ends));
  const outputs = data.outputs.length;
  const answers = data.task === 'classify' ? softmaxRows(answered, outputs) : answered;
  const truth = truthOf(data, example);
  const view = modelView(fitted, data, example, window);
  const quantiles = intervalsAtEnd(fitted, window);
  return {
    steps,
    inputs,
    features: [...data.featureNames],
    layers: [],
    attention: [],
    poolingWeights: null,
    clamp: null,
    outputs: [...data.outputs],
    probabilities: spread(answers, ends, steps, outputs),
    ...(truth !== null && { truth }),
    ...(quantiles !== null && { quantiles }),
    ...(view !== null && { view }),
  };
}

/** The interval of a forecast at the end of a window, where a model has one. */
function intervalsAtEnd(fitted: FittedModel, window: Window): TraceOutput['quantiles'] | null {
  const { spec, task, outputs } = fitted.description;
  const levels = intervalLevels(spec, task);
  if (fitted.intervals === undefined || levels.length === 0) return null;
  const found = fitted.intervals([window]);
  const values = found.map(
    (_, k) => found[(k % levels.length) * outputs.length + Math.floor(k / levels.length)]!,
  );
  return { levels: [...levels], values };
}

function truthOf(data: PreparedData, example: number): Float32Array | null {
  if (data.task === 'classify') return null;
  if (data.task === 'label') {
    const start = data.starts[example]!;
    return Float32Array.from(data.stepLabels.subarray(start, start + data.lengths[example]!));
  }
  if (data.task === 'generate')
    return nextTargets({ ...data, scoredFrom: data.scoredFrom.map(() => 0) }, [example]);
  const k = data.outputs.length;
  return data.targets.slice(example * k, (example + 1) * k);
}

/** [steps, outputs]: what the network says at each step. */
async function answersOf(
  data: PreparedData,
  { network, model }: LoadedModel,
  window: Window,
  clamp: Clamp | null,
): Promise<Float32Array> {
  const logits = await predictLogits(network, model.scaling, [window], answersWith(network, clamp));
  return model.task === 'label'
    ? softmaxRows(logits, network.shape.outputs)
    : nextValues(model.scaling, [window], data.targetColumns, logits);
}

async function quantilesAtEnd(
  { network, model }: LoadedModel,
  window: Window,
): Promise<TraceOutput['quantiles'] | null> {
  const levels = model.scaling.forecast?.quantiles ?? [];
  if (levels.length === 0) return null;
  const logits = await predictLogits(network, model.scaling, [window]);
  const outputs = model.outputs.length;
  const values = new Float32Array(outputs * levels.length);
  for (const q of levels.keys())
    quantileUnits(model.scaling, [window], logits, q).forEach(
      (value, o) => (values[o * levels.length + q] = value),
    );
  return { levels: [...levels], values };
}

/** Whether what a network knows at a step does not depend on what comes after. */
const readsForwards = ({ spec }: Network): boolean =>
  spec.family === 'recurrent' ? !spec.bidirectional : spec.causal;

/** [steps, columns]: each row of `values` at all the input steps that it stands for. */
function held(values: Float32Array, steps: number, stride: number): Float32Array {
  if (stride === 1) return values;
  const columns = values.length / Math.ceil(steps / stride);
  const result = new Float32Array(steps * columns);
  for (let t = 0; t < steps; t++) {
    const row = Math.floor(t / stride) * columns;
    result.set(values.subarray(row, row + columns), t * columns);
  }
  return result;
}

/** What a network says of a batch, with a unit held where that is wanted. */
const answersWith =
  (network: Network, clamp: Clamp | null) =>
  (batch: NetworkInput): Promise<Float32Array> =>
    clamp === null ? network.logits(batch) : clampedLogits(network, batch, clamp);

/** The loss of one example as it is scored: no smoothing, no class weights. */
function lossOf(data: PreparedData, example: number, window: Window, { model }: LoadedModel): BatchLoss {
  const k = data.outputs.length;
  if (data.task === 'classify') {
    const label = Int32Array.of(data.labels[example]!);
    return crossEntropy(label, k, { smoothing: 0, classWeights: null });
  }
  if (data.task === 'label') return plainLabelling(data).loss(Int32Array.of(example));
  if (data.task === 'generate') return generating(data, model.scaling).loss(Int32Array.of(example));
  const targets = data.targets.subarray(example * k, (example + 1) * k);
  if (data.task === 'regress') {
    const { mean, deviation } = model.scaling.values!;
    return huber(Float32Array.of((targets[0]! - mean[0]!) / deviation[0]!), 1);
  }
  const quantiles = model.scaling.forecast!.quantiles ?? [];
  const wanted = toNetworkUnits(window, model.scaling.forecast!, targets);
  return quantiles.length > 0 ? quantileLoss(wanted, quantiles) : huber(wanted, 1);
}

/**
 * [steps, outputs]: the answer to the first t steps alone, for every t. Needed where an earlier end changes more than
 * what is pooled: a backward layer starts at the end, and a forecast's scaling looks at the end.
 */
async function outputsOfPrefixes(
  { network, model }: LoadedModel,
  window: Window,
  clamp: Clamp | null,
): Promise<Float32Array> {
  const outputs = model.outputs.length;
  const ends = prefixEnds(window.steps, network.layout.parameters);
  const prefixes = prefixesOf(window, ends);
  const logits = await predictLogits(network, model.scaling, prefixes, answersWith(network, clamp));
  const answers = {
    classify: () => softmaxRows(logits, outputs),
    regress: () => valueUnits(model.scaling, logits),
    forecast: () => forecastUnits(model.scaling, prefixes, logits),
  }[model.task as 'classify' | 'regress' | 'forecast']();
  return spread(answers, ends, window.steps, outputs);
}
