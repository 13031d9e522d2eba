import type { ImportPlan } from '../../../../shared/domain/dataset';
import type { EventDecision } from '../../../../shared/domain/detection';
import { failure } from '../../../../shared/sentences/failure';
import type { TrainedModel } from '../../models/network/weights-file';
import { version } from '../../version';
import { relativeToWindow } from './forecast-part';
import type { WindowParts } from './forecast-part';
import { frontEnd, stepMask } from './front-end';
import type { Sequences } from './sequences';
import type { Value } from './graph-builder';
import { GraphBuilder } from './graph-builder';
import type { OnnxModel } from '../../formats/onnx/onnx-file';
import { answerOf, outputInto } from './outputs';
import { networkOver } from './network-layers';

/** Operators as of ONNX 1.12 (June 2022): the first set with STFT, and the least that the lab promises. */
export const OPSET = 17;
/** The operators of trees, and which set of them ONNX 1.12 has. */
export const ML_DOMAIN = 'ai.onnx.ml';
const ML_OPSET = 3;
/** What ONNX 1.12 writes. */
const IR_VERSION = 8;

/** The names of what goes in, which are the export's interface as those of the outputs are (`outputs.ts`). */
export const names = { recording: 'recording', features: 'features', lengths: 'lengths' } as const;

export type GraphPlan = Pick<ImportPlan, 'features' | 'channels' | 'rateHz' | 'forecast'>;

export interface NetworkGraphOptions {
  /** From raw recordings, or null: from unscaled features. */
  readonly frontEnd: GraphPlan | null;
  readonly quantised: boolean;
  /** How probabilities become events, for the metadata. */
  readonly decision?: EventDecision | undefined;
}

/**
 * A trained network as an ONNX model for whole sequences: `recording` [batch, samples, channels] (or `features`
 * [batch, time, features], unscaled) and `lengths` [batch] int64 in, what `outputs.ts` names out. Shorter sequences are padded
 * with anything. A forecast is made from the last `forecast.contextSteps` steps.
 *
 * @throws UnrollError EXPORT_UNSUPPORTED
 */
export function networkModel(model: TrainedModel, options: NetworkGraphOptions): OnnxModel {
  const graph = new GraphBuilder('unroll');
  const given = inputsOf(graph, model.shape.features, options.frontEnd);
  outputInto(graph, model, networkAnswer(graph, model, given, options.quantised));
  return onnxModel(graph, { ...model, decision: options.decision });
}

/** A network's answer to unscaled features, as `outputs.ts` describes it. */
export function networkAnswer(
  graph: GraphBuilder,
  model: TrainedModel,
  unscaled: Sequences,
  quantised: boolean,
): Value {
  const { forecast } = model.scaling;
  let scaled: Sequences;
  let window: WindowParts | null = null;
  if (forecast === null) scaled = { ...unscaled, values: standardised(graph, unscaled.values, model) };
  else ({ scaled, window } = relativeToWindow(graph, model, unscaled, forecast));
  const logits = networkOver(graph, model, clean(graph, model, scaled, quantised), quantised);
  return answerOf(graph, model, logits, { unscaled: unscaled.values, window });
}

type Described = Pick<TrainedModel, 'outputs' | 'featureNames'> & {
  readonly scaling?: TrainedModel['scaling'];
  /** How probabilities become events. */
  readonly decision?: EventDecision | undefined;
};

/** @param ml whether its operators are also those of trees, of the same ONNX */
export function onnxModel(
  graph: GraphBuilder,
  { outputs, featureNames, scaling, decision }: Described,
  ml = false,
): OnnxModel {
  const quantiles = scaling?.forecast?.quantiles ?? [];
  return {
    irVersion: IR_VERSION,
    producerName: 'unroll',
    producerVersion: version,
    docString: 'Inputs, outputs and features are described in model-card.json.',
    opsetImport: [{ domain: '', version: OPSET }, ...(ml ? [{ domain: ML_DOMAIN, version: ML_OPSET }] : [])],
    metadataProps: [
      { key: 'outputs', value: JSON.stringify(outputs) },
      { key: 'featureNames', value: JSON.stringify(featureNames) },
      ...(scaling?.thresholds === undefined
        ? []
        : [{ key: 'thresholds', value: JSON.stringify(scaling.thresholds) }]),
      ...(decision === undefined ? [] : [{ key: 'decision', value: JSON.stringify(decision) }]),
      ...(quantiles.length === 0 ? [] : [{ key: 'quantiles', value: JSON.stringify(quantiles) }]),
    ],
    graph: graph.build(),
  };
}

/** Unscaled features of recordings, or of what goes in without a plan: features [batch, time, width]. */
export function inputsOf(graph: GraphBuilder, width: number, plan: GraphPlan | null): Sequences {
  if (plan === null) {
    const values = graph.input(names.features, 'float', ['batch', 'time', width]);
    return { values, lengths: graph.input(names.lengths, 'int64', ['batch']) };
  }
  requireFromChannels(plan);
  const channels = plan.channels.length;
  const values = graph.input(names.recording, 'float', ['batch', 'samples', channels]);
  const lengths = graph.input(names.lengths, 'int64', ['batch']);
  const features = frontEnd(graph, plan.features, plan.channels, plan.rateHz, { values, lengths });
  return plan.forecast === null ? features : lastSteps(graph, features, plan.forecast.contextSteps);
}

/** @throws UnrollError EXPORT_UNSUPPORTED when recordings alone do not give the features */
function requireFromChannels({ features, rateHz, forecast }: GraphPlan): void {
  if (features.kind !== 'raw' && rateHz === null)
    throw failure('EXPORT_UNSUPPORTED.rates', { features: features.kind });
  if (features.kind === 'raw' && (features.masks?.length ?? 0) > 0)
    throw failure('EXPORT_UNSUPPORTED.masks', { channels: features.masks!.join(', ') });
  if (
    forecast !== null &&
    (forecast.known.length > 0 || forecast.calendar.length > 0 || forecast.seasonalDifferences)
  )
    throw failure('EXPORT_UNSUPPORTED.known', { task: 'forecast' });
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

/** (x − mean) / deviation of each feature, the last axis. */
export function standardised(graph: GraphBuilder, values: Value, { scaling }: TrainedModel): Value {
  const unit = scaling.deviation.map((deviation) => (deviation > 0 ? deviation : 1));
  const width = [unit.length];
  const centred = graph.op('Sub', [values, graph.weight('scaler/mean', scaling.mean, width)]);
  return graph.op('Div', [centred, graph.weight('scaler/deviation', unit, width)]);
}

/** Padding may hold anything: what is quantised shares one range, attention multiplies it by zero, and convolutions look both ways. */
function clean(graph: GraphBuilder, { spec }: TrainedModel, given: Sequences, quantised: boolean): Sequences {
  if (!quantised && spec.family === 'recurrent') return given;
  return { ...given, values: graph.op('Where', [stepMask(graph, given), given.values, graph.float(0)]) };
}
