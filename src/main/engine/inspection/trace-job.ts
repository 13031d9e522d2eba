import { answersWhole, hasClasses } from '../../../shared/domain/task';
import type { Clamp, Trace } from '../../../shared/domain/trace';
import type { PreparedData } from '../prepare/prepared';
import { fittedAnswers } from '../baselines/answers';
import type { FittedModel } from '../baselines/family';
import { intervalLevels } from '../baselines/intervals';
import { exampleWindow } from '../models/scale/forecast-scale';
import type { Window } from '../models/scale/forecast-scale';
import { quantileUnits } from '../learning/forecast/answers';
import { unrestrained } from '../learning/objective';
import { predictLogits } from '../learning/predict';
import { learningTask } from '../learning/tasks';
import type { Network, NetworkInput } from '../models/network/network';
import { radiiOf } from '../models/network/radii';
import { fitScaling, scaled } from '../models/scale/scaling';
import type { LoadedModel } from '../models/trained/loaded';
import { loadFitted, loadModel, loadPrepared } from '../models/trained/loaded';
import { clampedLogits } from '../models/trace/clamped';
import type { ModelFiles } from './looked-at';
import { modelView } from './model-views';
import { probabilitiesOverTime, readsForwards, traceNetwork } from '../models/trace/network-trace';
import { prefixEnds, prefixesOf, spread } from './prefixes';

export interface TraceInput extends ModelFiles {
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
  const { inputs, steps } = scaled(window, model.scaling);
  const clamp = input.clamp ?? null;
  const task = learningTask(data.task);
  const loss = task.objective(data, model.scaling, unrestrained).loss(Int32Array.of(input.example));
  const found = await traceNetwork(network, { inputs, steps }, loss, clamp);
  const { layers, attention, poolingWeights } = found;
  const truth = task.truth(data, input.example);
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
      ? await answersOf(loaded, window, clamp)
      : answersWhole(data.task) && hasClasses(data.task) && readsForwards(network)
        ? await probabilitiesOverTime(network, found, steps)
        : await outputsOfPrefixes(loaded, window, clamp),
    ...(truth !== null && { truth }),
    ...(quantiles !== null && { quantiles }),
  };
}

/** Prefixes that a model without a network is asked for: enough for a smooth line. */
const MOST_PREFIXES = 48;

async function traceFitted(fitted: FittedModel, data: PreparedData, example: number): Promise<TraceOutput> {
  const window = exampleWindow(data, example, data.featureNames.length);
  const { inputs, steps } = scaled(window, fitScaling(data));
  const stride = Math.ceil(steps / MOST_PREFIXES);
  const count = Math.ceil(steps / stride);
  const ends = Array.from({ length: count }, (_, k) => steps - (count - 1 - k) * stride);
  const answers = await fittedAnswers(fitted, prefixesOf(window, ends));
  const truth = learningTask(data.task).truth(data, example);
  const view = await modelView(fitted, data, example, window);
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
    probabilities: spread(answers, ends, steps, data.outputs.length),
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

/** [steps, outputs]: what the network says at each step. */
async function answersOf(
  { network, model }: LoadedModel,
  window: Window,
  clamp: Clamp | null,
): Promise<Float32Array> {
  const logits = await predictLogits(network, model.scaling, [window], answersWith(network, clamp));
  return learningTask(model.task).points(model, [window], logits);
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

/** What a network says of a batch, with a unit held where that is wanted. */
const answersWith =
  (network: Network, clamp: Clamp | null) =>
  (batch: NetworkInput): Promise<Float32Array> =>
    clamp === null ? network.logits(batch) : clampedLogits(network, batch, clamp);

/**
 * [steps, outputs]: the answer to the first t steps alone, for every t. Needed where an earlier end changes more than
 * what is pooled: a backward layer starts at the end, and a forecast's scaling looks at the end.
 */
async function outputsOfPrefixes(
  { network, model }: LoadedModel,
  window: Window,
  clamp: Clamp | null,
): Promise<Float32Array> {
  const ends = prefixEnds(window.steps, network.layout.parameters);
  const prefixes = prefixesOf(window, ends);
  const logits = await predictLogits(network, model.scaling, prefixes, answersWith(network, clamp));
  const answers = learningTask(model.task).points(model, prefixes, logits);
  return spread(answers, ends, window.steps, model.outputs.length);
}
