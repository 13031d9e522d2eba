import { UnrollError } from '../../../../shared/domain/error';
import { fftSize, framingOf } from '../../features/log-mel';
import type { TrainedModel } from '../../models/weights-file';
import { frameFrontEnd } from './front-end';
import type { Value } from './graph-builder';
import { GraphBuilder } from './graph-builder';
import type { GraphPlan } from './network-graph';
import { headOf, names, onnxModel, standardised } from './network-graph';
import type { OnnxModel } from './onnx-file';
import { requirePlain } from '../plain-network';
import { recurrentLayer } from './recurrent-layers';

/** What carries over from one step to the next: name → width; all [batch, width], zeros at the start. */
export type StreamState = Readonly<Record<string, number>>;

/** What a step takes: one frame of sound around the step's middle, one row of channels, or one row of features. */
export type StreamInput =
  | { readonly kind: 'frame'; readonly samples: number; readonly hopSamples: number }
  | { readonly kind: 'row'; readonly channels: number }
  | { readonly kind: 'features'; readonly features: number };

/**
 * @throws UnrollError EXPORT_UNSUPPORTED for networks that need the end of a sequence before its beginning
 */
export function requireStreamable({ spec: network, scaling }: TrainedModel): void {
  const spec = requirePlain(network, 'ONNX');
  if (spec.bidirectional)
    throw new UnrollError(
      'EXPORT_UNSUPPORTED',
      'A network that reads backwards too has to wait for the end of a sequence, so it cannot stream; export it whole.',
      { bidirectional: true },
    );
  if (scaling.forecast !== null)
    throw new UnrollError(
      'EXPORT_UNSUPPORTED',
      'A forecast scales its whole window by the window’s end, so it cannot stream; export it whole.',
      { task: 'forecast' },
    );
}

export function streamInput(model: TrainedModel, plan: GraphPlan | null): StreamInput {
  const features = plan?.features;
  const withDeltas = features?.kind === 'mfcc' && features.deltas;
  if (plan === null || features === undefined || withDeltas || plan.channels.length === 0)
    return { kind: 'features', features: model.shape.features };
  if (features.kind === 'raw') return { kind: 'row', channels: plan.channels.length };
  if (plan.channels.length > 1 || plan.rateHz === null)
    return { kind: 'features', features: model.shape.features };
  const { windowSamples, hopSamples } = framingOf(features, plan.rateHz);
  return { kind: 'frame', samples: fftSize(windowSamples), hopSamples };
}

export function streamState({ spec: network }: TrainedModel, plan: GraphPlan | null): StreamState {
  const spec = requirePlain(network, 'ONNX');
  const state: Record<string, number> = {};
  for (let layer = 1; layer <= spec.layers; layer++) {
    state[`hidden_${layer}`] = spec.units;
    if (spec.cell === 'lstm') state[`cell_${layer}`] = spec.units;
  }
  const differs = plan !== null && plan.features.kind === 'raw' && plan.features.differences;
  if (differs) state['previous'] = plan.channels.length;
  if (spec.pooling === 'mean') state['sum'] = spec.units;
  if (spec.pooling === 'mean' || differs) state['steps'] = 1;
  return state;
}

/**
 * One step of a trained network: the step's input and the state in, `probabilities` so far and the next state out.
 * After the last step of a sequence they are those of the whole sequence.
 *
 * @param plan null: the step takes unscaled features
 * @throws UnrollError EXPORT_UNSUPPORTED
 */
export function streamModel(model: TrainedModel, plan: GraphPlan | null): OnnxModel {
  requireStreamable(model);
  const graph = new GraphBuilder('unroll-stream');
  const { spec } = model;
  const given = streamInput(model, plan);
  const own = stepInput(graph, given);
  const state = new Map<string, Value>();
  for (const [name, width] of Object.entries(streamState(model, plan)))
    state.set(name, graph.input(name, 'float', ['batch', width]));
  const next = new Map<string, Value>();
  const features = stepFeatures(graph, given, plan, own, state, next);
  const steps = state.get('steps');
  const counted = steps === undefined ? null : graph.op('Add', [steps, graph.float(1)]);
  if (counted !== null) next.set('steps', counted);
  let x = graph.unsqueeze(standardised(graph, features, model), 0);
  let final = '';
  for (let layer = 0; layer < spec.layers; layer++) {
    const cell = state.get(`cell_${layer + 1}`);
    const result = recurrentLayer(graph, model, layer, x, {
      lengths: null,
      initial: {
        hidden: graph.unsqueeze(state.get(`hidden_${layer + 1}`)!, 0),
        cell: cell === undefined ? null : graph.unsqueeze(cell, 0),
      },
    });
    x = result.outputs;
    final = result.final;
    next.set(`hidden_${layer + 1}`, final);
    if (cell !== undefined) next.set(`cell_${layer + 1}`, graph.squeeze(result.state!.cell!, 0));
  }
  let pooled = final;
  if (spec.pooling === 'mean') {
    const sum = graph.op('Add', [state.get('sum')!, final]);
    next.set('sum', sum);
    pooled = graph.op('Div', [sum, counted!]);
  }
  const probabilities = graph.op('Softmax', [headOf(graph, model, pooled)], { axis: 1 });
  graph.output(probabilities, names.probabilities, 'float', ['batch', model.shape.outputs]);
  for (const [name, width] of Object.entries(streamState(model, plan)))
    graph.output(next.get(name)!, `next_${name}`, 'float', ['batch', width]);
  return onnxModel(graph, model);
}

function stepInput(graph: GraphBuilder, given: StreamInput): Value {
  if (given.kind === 'frame') return graph.input('frame', 'float', ['batch', given.samples]);
  if (given.kind === 'row') return graph.input('row', 'float', ['batch', given.channels]);
  return graph.input(names.features, 'float', ['batch', given.features]);
}

/** [batch, features], unscaled. */
function stepFeatures(
  graph: GraphBuilder,
  given: StreamInput,
  plan: GraphPlan | null,
  own: Value,
  state: ReadonlyMap<string, Value>,
  next: Map<string, Value>,
): Value {
  if (given.kind === 'frame' && plan?.features.kind !== 'raw')
    return frameFrontEnd(graph, plan!.features as never, plan!.rateHz!, own);
  const previous = state.get('previous');
  if (previous === undefined) return own;
  next.set('previous', own);
  const isFirst = graph.op('Equal', [state.get('steps')!, graph.float(0)]);
  const change = graph.op('Where', [isFirst, graph.float(0), graph.op('Sub', [own, previous])]);
  return graph.concat(1, own, change);
}
