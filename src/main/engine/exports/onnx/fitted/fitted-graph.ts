import type { FittedModel } from '../../../baselines/family';
import { MiniRocketModel } from '../../../baselines/minirocket/family';
import { QuantModel } from '../../../baselines/quant/family';
import type { OnnxModel } from '../../../formats/onnx/onnx-file';
import { GraphBuilder } from '../graph-builder';
import { inputsOf, onnxModel } from '../network-graph';
import type { GraphPlan } from '../network-graph';
import { miniRocketInto } from './minirocket-graph';
import { quantInto } from './quant-graph';

/** Models without a network that leave as graphs and as headers. */
export type LeavingModel = MiniRocketModel | QuantModel;

/** Null of a family that leaves as a bundle alone. */
export const asLeaving = (model: FittedModel): LeavingModel | null =>
  model instanceof MiniRocketModel || model instanceof QuantModel ? model : null;

/** As `networkModel`: `recording` or unscaled `features`, and `lengths` in, `probabilities` [batch, classes] out. */
export function fittedModel(model: LeavingModel, plan: GraphPlan | null): OnnxModel {
  const { description } = model;
  const graph = new GraphBuilder('unroll');
  const given = inputsOf(graph, description.featureNames.length, plan);
  const probabilities =
    model instanceof QuantModel ? quantInto(graph, model, given) : miniRocketInto(graph, model, given);
  graph.output(probabilities, 'probabilities', 'float', ['batch', description.outputs.length]);
  return onnxModel(graph, description, model instanceof QuantModel);
}
