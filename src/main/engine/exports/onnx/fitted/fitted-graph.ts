import type { EventDecision } from '../../../../../shared/domain/detection';
import { hasClasses } from '../../../../../shared/domain/task';
import { failure } from '../../../../../shared/sentences/failure';
import { EnsembleModel } from '../../../baselines/ensemble/family';
import { familyOf } from '../../../baselines/families';
import type { FittedModel } from '../../../baselines/family';
import { MiniRocketModel } from '../../../baselines/minirocket/family';
import { QuantModel } from '../../../baselines/quant/family';
import type { OnnxModel } from '../../../formats/onnx/onnx-file';
import { medianOf } from '../../../learning/forecast/quantiles';
import type { TrainedModel } from '../../../models/network/weights-file';
import { GraphBuilder } from '../graph-builder';
import type { Value } from '../graph-builder';
import { inputsOf, networkAnswer, onnxModel } from '../network-graph';
import type { GraphPlan } from '../network-graph';
import type { Sequences } from '../sequences';
import { miniRocketInto } from './minirocket-graph';
import { quantInto } from './quant-graph';

/** Models without a network that leave as graphs and as headers. */
export type LeavingModel = MiniRocketModel | QuantModel;

/** Null of a family that leaves as a bundle alone, or in a graph of several. */
export const asLeaving = (model: FittedModel): LeavingModel | null =>
  model instanceof MiniRocketModel || model instanceof QuantModel ? model : null;

/** What a fitted model's graph calls its answer. */
export const fittedAnswerName = ({ description }: Pick<FittedModel, 'description'>): string =>
  hasClasses(description.task) ? 'probabilities' : 'forecast';

/**
 * As `networkModel`: `recording` or unscaled `features`, and `lengths` in, `probabilities` [batch, classes] (or `forecast`
 * [batch, outputs]) out; of an ensemble the mean over all members, which lie in one graph.
 *
 * @param decision how probabilities become events
 * @throws UnrollError EXPORT_UNSUPPORTED
 */
export function fittedModel(model: FittedModel, plan: GraphPlan | null, decision?: EventDecision): OnnxModel {
  const { description } = model;
  const graph = new GraphBuilder('unroll');
  const given = inputsOf(graph, description.featureNames.length, plan);
  const found = { answer: answerInto(graph, model, given), ml: hasTrees(model) };
  graph.output(found.answer, fittedAnswerName(model), 'float', ['batch', description.outputs.length]);
  return onnxModel(graph, { ...description, decision }, found.ml);
}

function answerInto(graph: GraphBuilder, model: FittedModel, given: Sequences): Value {
  if (model instanceof EnsembleModel) return meanInto(graph, model, given);
  const leaving = asLeaving(model);
  if (leaving === null) throw failure('EXPORT_UNSUPPORTED.member', { family: model.description.spec.family });
  return leaving instanceof QuantModel
    ? quantInto(graph, leaving, given)
    : miniRocketInto(graph, leaving, given);
}

function meanInto(graph: GraphBuilder, { models }: EnsembleModel, given: Sequences): Value {
  const answers = models.map(({ kind, model }, k) =>
    graph.within(`members/${k}`, () =>
      kind === 'network'
        ? pointInto(graph, model, given)
        : answerInto(graph, familyOf(model.spec.family).restore(model) as unknown as FittedModel, given),
    ),
  );
  return graph.op('Mean', answers);
}

/** A network's answer [batch, outputs]; of quantiles the median. */
function pointInto(graph: GraphBuilder, model: TrainedModel, given: Sequences): Value {
  const answer = networkAnswer(graph, model, given, false);
  const quantiles = model.scaling.forecast?.quantiles ?? [];
  if (quantiles.length === 0) return answer;
  return graph.op('Gather', [answer, graph.int(medianOf(quantiles))], { axis: 1 });
}

const hasTrees = (model: FittedModel): boolean =>
  model instanceof EnsembleModel
    ? model.models.some(({ model: { spec } }) => spec.family === 'quant')
    : model instanceof QuantModel;
