import { readsAhead } from '../../../../shared/domain/model';
import type { RecurrentNetworkSpec, TcnSpec } from '../../../../shared/domain/model';
import { failure } from '../../../../shared/sentences/failure';
import { fftSize, framingOf } from '../../features/log-mel';
import { DELTA_REACH } from '../../features/mfcc';
import { layoutOf, strideOf } from '../../models/network/layout';
import { layersOf } from '../../models/network/stack';
import type { TrainedModel } from '../../models/network/weights-file';
import { inputsOf, keptSteps } from './convolution';
import type { GraphPlan } from './network-graph';
import { keptOf } from './residual';

/** What carries over from one call to the next: name → width; all [batch, width], zeros at the start. */
export type StreamState = Readonly<Record<string, number>>;

/**
 * What a call takes, of as many steps as make one step of the recurrence (`block`): frames of sound around the steps'
 * middles, rows of channels, or rows of features.
 */
export type StreamInput = { readonly block: number } & (
  | {
      readonly kind: 'frame';
      readonly samples: number;
      readonly hopSamples: number;
      /** Frames before the first step and after the last that a call takes too, for slopes. */
      readonly reach: number;
    }
  | { readonly kind: 'row'; readonly channels: number }
  | { readonly kind: 'features'; readonly features: number }
);

/** Whose answer to a step needs nothing that comes after. */
export type StreamableModel = TrainedModel & { readonly spec: RecurrentNetworkSpec | TcnSpec };

/**
 * @throws UnrollError EXPORT_UNSUPPORTED for networks that need the end of a sequence before its beginning
 */
export function requireStreamable(model: TrainedModel): StreamableModel {
  if (model.scaling.forecast !== null)
    throw failure('EXPORT_UNSUPPORTED.streamForecast', { task: 'forecast' });
  const { spec } = model;
  if (spec.family === 'transformer')
    throw failure('EXPORT_UNSUPPORTED.streamTransformer', { family: 'transformer' });
  if (spec.family === 'inception' || readsAhead(spec)) throw failure('EXPORT_UNSUPPORTED.streamBackwards');
  return { ...model, spec };
}

export function streamInput({ spec, shape }: TrainedModel, plan: GraphPlan | null): StreamInput {
  const block = strideOf(spec);
  const features = plan?.features;
  if (plan === null || features === undefined || plan.channels.length === 0)
    return { kind: 'features', features: shape.features, block };
  // A recording's own scale is known at its end only.
  const hasOwnScale = features.kind === 'raw' && (features.ownScale?.length ?? 0) > 0;
  // Where values are missing is not seen in a row that has all of them.
  const hasMasks = features.kind === 'raw' && (features.masks?.length ?? 0) > 0;
  if (hasOwnScale || hasMasks) return { kind: 'features', features: shape.features, block };
  if (features.kind === 'raw') return { kind: 'row', channels: plan.channels.length, block };
  if (plan.channels.length > 1 || plan.rateHz === null)
    return { kind: 'features', features: shape.features, block };
  const { windowSamples, hopSamples } = framingOf(features, plan.rateHz);
  const reach = features.kind === 'mfcc' && features.deltas ? DELTA_REACH : 0;
  return { kind: 'frame', samples: fftSize(windowSamples), hopSamples, reach, block };
}

/** The name of the input: of several steps in the plural. */
export function streamInputName(given: StreamInput): string {
  if (given.kind === 'features' || callRows(given) === 1) return given.kind;
  return `${given.kind}s`;
}

/** Rows (or frames) that a call takes. */
export const callRows = (given: StreamInput): number =>
  given.block + (given.kind === 'frame' ? 2 * given.reach : 0);

/** Numbers of one row (or frame). */
export function rowWidth(given: StreamInput): number {
  if (given.kind === 'frame') return given.samples;
  return given.kind === 'row' ? given.channels : given.features;
}

export function streamState(model: TrainedModel, plan: GraphPlan | null): StreamState {
  const { spec, shape } = requireStreamable(model);
  const state: Record<string, number> = {};
  spec.convolutions.forEach((convolution, k) => {
    const width = keptSteps(convolution) * inputsOf({ spec, shape, weights: [] }, k);
    if (width > 0) state[`conv_${k + 1}`] = width;
  });
  const layout = layoutOf(spec, shape);
  for (const layer of layersOf<RecurrentNetworkSpec | TcnSpec>(spec, layout)) {
    if (layer.kind === 'residual')
      for (const { name, steps, inputs } of keptOf(model, layer)) state[name] = steps * inputs;
    if (layer.kind !== 'recurrent' || spec.family !== 'recurrent') continue;
    state[`hidden_${layer.index + 1}`] = spec.units;
    if (spec.cell === 'lstm') state[`cell_${layer.index + 1}`] = spec.units;
  }
  const given = streamInput(model, plan);
  const differs = given.kind === 'row' && plan?.features.kind === 'raw' && plan.features.differences;
  if (differs) state['previous'] = given.channels;
  if (spec.pooling === 'mean' || spec.pooling === 'attention') state['sum'] = layout.headInputs;
  if (spec.pooling === 'attention') Object.assign(state, { weight: 1, most: 1 });
  const counts = differs || spec.pooling === 'mean' || spec.pooling === 'attention' || strideOf(spec) > 1;
  if (counts) state['steps'] = 1;
  return state;
}
