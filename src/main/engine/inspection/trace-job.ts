import type { Trace } from '../../../shared/domain/trace';
import type { PreparedData } from '../datasets/prepared';
import { exampleWindow, toNetworkUnits } from '../models/forecast-scale';
import type { Window } from '../models/forecast-scale';
import type { BatchLoss } from '../models/loss';
import { crossEntropy, huber, softmaxRows } from '../models/loss';
import { forecastUnits, predictLogits } from '../models/predict';
import { scaleInto } from '../models/scaling';
import type { LoadedModel } from './loaded';
import { loadModel, loadPrepared } from './loaded';
import { probabilitiesOverTime, traceLayers } from './network-trace';
import { prefixEnds, prefixesOf, spread } from './prefixes';

export interface TraceInput {
  readonly weightsFile: string;
  readonly preparedFile: string;
  /** Index in the data set. */
  readonly example: number;
}
export type TraceOutput = Omit<Trace, 'run' | 'task' | 'example' | 'stepSeconds'>;

/** Runs one example through a trained network and keeps everything. A job of the compute worker. */
export async function traceJob(input: TraceInput): Promise<TraceOutput> {
  const loaded = await loadModel(input.weightsFile);
  const data = await loadPrepared(input.preparedFile);
  const { network, model } = loaded;
  const window = exampleWindow(data, input.example, data.featureNames.length);
  const { steps } = window;
  const inputs = new Float32Array(steps * window.width);
  scaleInto(window, model.scaling, inputs);
  const layers = await traceLayers(network, { inputs, steps }, lossOf(data, input.example, window, loaded));
  const readsForwards = data.task === 'classify' && !network.spec.bidirectional;
  return {
    steps,
    inputs,
    features: [...data.featureNames],
    layers,
    outputs: [...data.outputs],
    probabilities: readsForwards
      ? await probabilitiesOverTime(network, layers.at(-1)!.tensors.h, steps)
      : await outputsOfPrefixes(loaded, window),
  };
}

/** The loss of one example as it is scored: no smoothing, no class weights. */
function lossOf(data: PreparedData, example: number, window: Window, { model }: LoadedModel): BatchLoss {
  const k = data.outputs.length;
  if (data.task === 'classify') {
    const label = Int32Array.of(data.labels[example]!);
    return crossEntropy(label, k, { smoothing: 0, classWeights: null });
  }
  const targets = data.targets.subarray(example * k, (example + 1) * k);
  return huber(toNetworkUnits(window, model.scaling.forecast!, targets), 1);
}

/**
 * [steps, outputs]: the answer to the first t steps alone, for every t. Needed where an earlier end changes more than
 * what is pooled: a backward layer starts at the end, and a forecast's scaling looks at the end.
 */
async function outputsOfPrefixes({ network, model }: LoadedModel, window: Window): Promise<Float32Array> {
  const { outputs } = network.shape;
  const ends = prefixEnds(window.steps, network.layout.parameters);
  const prefixes = prefixesOf(window, ends);
  const logits = await predictLogits(network, model.scaling, prefixes);
  const answers =
    model.task === 'classify' ? softmaxRows(logits, outputs) : forecastUnits(model.scaling, prefixes, logits);
  return spread(answers, ends, window.steps, outputs);
}
