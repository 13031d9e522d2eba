import type { ImportPlan } from '../../../../shared/domain/dataset';
import { UnrollError } from '../../../../shared/domain/error';
import type { TrainedModel } from '../../models/weights-file';
import { forecastOutputs, relativeToWindow } from './forecast-part';
import { frontEnd, stepMask } from './front-end';
import type { Sequences } from './front-end';
import type { Value } from './graph-builder';
import { GraphBuilder } from './graph-builder';
import type { OnnxModel } from './onnx-file';
import { quantisedProduct, quantisedWeight } from './quantised';
import { recurrentLayer } from './recurrent-layers';
import { version } from '../../system/version';

/** Operators as of ONNX 1.12 (June 2022): the first set with STFT, and the least that the lab promises. */
export const OPSET = 17;
/** What ONNX 1.12 writes. */
const IR_VERSION = 8;

/** The names of what goes in and comes out, which are the export's interface. */
export const names = {
  recording: 'recording',
  features: 'features',
  lengths: 'lengths',
  probabilities: 'probabilities',
  forecast: 'forecast',
} as const;

export type GraphPlan = Pick<ImportPlan, 'features' | 'channels' | 'rateHz' | 'forecast'>;

export interface NetworkGraphOptions {
  /** From raw recordings, or null: from unscaled features. */
  readonly frontEnd: GraphPlan | null;
  readonly quantised: boolean;
}

/**
 * A trained network as an ONNX model for whole sequences: `recording` [batch, samples, channels] (or `features`
 * [batch, time, features], unscaled) and `lengths` [batch] int64 in, `probabilities` [batch, classes] or `forecast`
 * [batch, outputs] in data units out. Shorter sequences are padded with anything. A forecast is made from the last
 * `forecast.contextSteps` steps.
 */
export function networkModel(model: TrainedModel, options: NetworkGraphOptions): OnnxModel {
  const graph = new GraphBuilder('unroll');
  const unscaled = inputsOf(graph, model, options);
  const { forecast } = model.scaling;
  if (forecast === null) {
    const scaled = standardised(graph, unscaled.values, model);
    const logits = logitsOf(graph, model, { ...unscaled, values: scaled }, options.quantised);
    const outputs = graph.op('Softmax', [logits], { axis: 1 });
    graph.output(outputs, names.probabilities, 'float', ['batch', model.shape.outputs]);
  } else {
    const { scaled, window } = relativeToWindow(graph, model, unscaled, forecast);
    const corrections = logitsOf(graph, model, scaled, options.quantised);
    const outputs = forecastOutputs(graph, forecast, window, corrections);
    graph.output(outputs, names.forecast, 'float', ['batch', model.shape.outputs]);
  }
  return onnxModel(graph, model);
}

export function onnxModel(graph: GraphBuilder, { outputs, featureNames }: TrainedModel): OnnxModel {
  return {
    irVersion: IR_VERSION,
    producerName: 'unroll',
    producerVersion: version,
    docString: 'Inputs, outputs and features are described in model-card.json.',
    opsetImport: [{ domain: '', version: OPSET }],
    metadataProps: [
      { key: 'outputs', value: JSON.stringify(outputs) },
      { key: 'featureNames', value: JSON.stringify(featureNames) },
    ],
    graph: graph.build(),
  };
}

function inputsOf(graph: GraphBuilder, model: TrainedModel, options: NetworkGraphOptions): Sequences {
  const plan = options.frontEnd;
  if (plan === null) {
    const values = graph.input(names.features, 'float', ['batch', 'time', model.shape.features]);
    return { values, lengths: graph.input(names.lengths, 'int64', ['batch']) };
  }
  const channels = plan.channels.length;
  const values = graph.input(names.recording, 'float', ['batch', 'samples', channels]);
  const lengths = graph.input(names.lengths, 'int64', ['batch']);
  if (plan.features.kind !== 'raw' && plan.rateHz === null)
    throw new UnrollError(
      'EXPORT_UNSUPPORTED',
      'The recordings of this data set have no common rate; export without the front end.',
      { features: plan.features.kind },
    );
  const features = frontEnd(graph, plan.features, channels, plan.rateHz, { values, lengths });
  return plan.forecast === null ? features : lastSteps(graph, features, plan.forecast.contextSteps);
}

/** The last `count` steps of each sequence, or all of a shorter one. */
function lastSteps(graph: GraphBuilder, { values, lengths }: Sequences, count: number): Sequences {
  const steps = graph.op('Min', [lengths, graph.int(count)]);
  const first = graph.unsqueeze(graph.op('Sub', [lengths, steps]), 1);
  const index = graph.op('Add', [first, graph.unsqueeze(graph.range(graph.int(count)), 0)]);
  const last = graph.unsqueeze(graph.op('Sub', [lengths, graph.int(1)]), 1);
  const held = graph.unsqueeze(graph.op('Min', [index, last]), 2);
  return { values: graph.op('GatherND', [values, held], { batch_dims: 1 }), lengths: steps };
}

/** (x − mean) / deviation of each feature. */
export function standardised(graph: GraphBuilder, values: Value, { scaling }: TrainedModel): Value {
  const unit = scaling.deviation.map((deviation) => (deviation > 0 ? deviation : 1));
  const width = [unit.length];
  const centred = graph.op('Sub', [values, graph.weight('scaler/mean', scaling.mean, width)]);
  return graph.op('Div', [centred, graph.weight('scaler/deviation', unit, width)]);
}

/** [batch, outputs] of scaled sequences [batch, time, features]. */
function logitsOf(
  graph: GraphBuilder,
  model: TrainedModel,
  { values, lengths }: Sequences,
  quantised: boolean,
): Value {
  const { spec } = model;
  const own = stepMask(graph, { values, lengths });
  // Padding may hold anything, and what is quantised shares one range.
  const clean = quantised ? graph.op('Where', [own, values, graph.float(0)]) : values;
  let x = graph.transpose(clean, 1, 0, 2);
  let final = '';
  const lengths32 = graph.cast(lengths, 'int32');
  for (let layer = 0; layer < spec.layers; layer++) {
    const result = recurrentLayer(graph, model, layer, x, { lengths: lengths32, quantised });
    x = result.outputs;
    final = result.final;
  }
  return headOf(graph, model, spec.pooling === 'last' ? final : meanOf(graph, x, own, lengths), quantised);
}

/** Mean over each sequence's own steps: [time, batch, width] → [batch, width]. */
function meanOf(graph: GraphBuilder, outputs: Value, own: Value, lengths: Value): Value {
  const kept = graph.op('Where', [graph.transpose(own, 1, 0, 2), outputs, graph.float(0)]);
  const sum = graph.op('ReduceSum', [kept, graph.ints(0)], { keepdims: 0 });
  return graph.op('Div', [sum, graph.unsqueeze(graph.cast(lengths, 'float'), 1)]);
}

export function headOf(graph: GraphBuilder, model: TrainedModel, pooled: Value, quantised = false): Value {
  const [kernel, bias] = model.weights.slice(-2);
  const [rows, columns] = kernel!.shape as [number, number];
  const products = quantised
    ? quantisedProduct(graph, pooled, quantisedWeight(graph, 'head/kernel', kernel!.data, rows, columns))
    : graph.op('MatMul', [pooled, graph.weight('head/kernel', kernel!.data, [rows, columns])]);
  return graph.op('Add', [products, graph.weight('head/bias', bias!.data, [columns])]);
}
