import type { RecurrentNetworkSpec } from '../../../../shared/domain/model';
import { failure } from '../../../../shared/sentences/failure';
import { fftSize, framingOf } from '../../features/log-mel';
import { DELTA_REACH } from '../../features/mfcc';
import { strideOf } from '../../models/network/layout';
import type { TrainedModel } from '../../models/network/weights-file';
import type { RecurrentModel } from '../../models/network/recurrent-model';
import { inputsOf, keptSteps } from './convolution';
import type { GraphPlan } from './network-graph';

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

/**
 * @throws UnrollError EXPORT_UNSUPPORTED for networks that need the end of a sequence before its beginning
 */
export function requireStreamable(model: TrainedModel): RecurrentModel {
  if (model.scaling.forecast !== null)
    throw failure('EXPORT_UNSUPPORTED.streamForecast', { task: 'forecast' });
  if (model.spec.family === 'transformer')
    throw failure('EXPORT_UNSUPPORTED.streamTransformer', { family: 'transformer' });
  if (model.spec.bidirectional) throw failure('EXPORT_UNSUPPORTED.streamBackwards');
  return { ...model, spec: model.spec };
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
  const { spec: network, shape } = model;
  const spec = network as RecurrentNetworkSpec;
  const state: Record<string, number> = {};
  spec.convolutions.forEach((convolution, k) => {
    const width = keptSteps(convolution) * inputsOf({ spec, shape, weights: [] }, k);
    if (width > 0) state[`conv_${k + 1}`] = width;
  });
  for (let layer = 1; layer <= spec.layers; layer++) {
    state[`hidden_${layer}`] = spec.units;
    if (spec.cell === 'lstm') state[`cell_${layer}`] = spec.units;
  }
  const given = streamInput(model, plan);
  const differs = given.kind === 'row' && plan?.features.kind === 'raw' && plan.features.differences;
  if (differs) state['previous'] = given.channels;
  if (spec.pooling === 'mean' || spec.pooling === 'attention') state['sum'] = spec.units;
  if (spec.pooling === 'attention') Object.assign(state, { weight: 1, most: 1 });
  const counts = differs || spec.pooling === 'mean' || spec.pooling === 'attention' || strideOf(spec) > 1;
  if (counts) state['steps'] = 1;
  return state;
}
