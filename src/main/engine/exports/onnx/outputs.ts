import { traitsOf } from '../../../../shared/domain/task';
import type { Head } from '../../../../shared/domain/tasks/task-facts';
import type { TrainedModel } from '../../models/network/weights-file';
import { columnsOf } from '../../learning/generate/answers';
import type { WindowParts } from './forecast-part';
import { forecastOutputs } from './forecast-part';
import type { GraphBuilder, Value } from './graph-builder';

/**
 * What a model answers, by its task. With every step answered the shape has the steps after the batch.
 *
 * - classify, label: `probabilities` [batch, classes]; tag: the same, each label by itself
 * - regress, regress-steps: `value` [batch, 1] in data units
 * - generate: `next` [batch, channels] in data units
 * - forecast: `forecast` [batch, outputs] in data units, or `quantiles` [batch, quantiles, outputs]
 */
export function answerName({ task, scaling }: Pick<TrainedModel, 'task' | 'scaling'>): string {
  return (scaling.forecast?.quantiles?.length ?? 0) > 0 ? 'quantiles' : traitsOf(task).answerName;
}

/** The shape of {@link answerName}. @param steps of an answer to every step, by their name */
export function answerShape(model: TrainedModel, steps: string | null): (string | number)[] {
  const { outputs, scaling, spec } = model;
  const quantiles = scaling.forecast?.quantiles?.length ?? 0;
  const everyStep = spec.pooling === 'none' && steps !== null;
  return ['batch', ...(everyStep ? [steps] : []), ...(quantiles > 0 ? [quantiles] : []), outputs.length];
}

export interface AnswerContext {
  /** Unscaled features, of the same steps as the logits where every step is answered. */
  readonly unscaled: Value;
  /** Of a forecast. */
  readonly window: WindowParts | null;
  /** Name of the dimension of steps; null: one step a call. */
  readonly steps?: string | null;
}

/** Makes a graph's one answer of the head's logits [batch, outputs], or [batch, steps, outputs]. */
export function answerInto(
  graph: GraphBuilder,
  model: TrainedModel,
  logits: Value,
  { steps = 'steps', ...context }: AnswerContext,
): void {
  outputInto(graph, model, answerOf(graph, model, logits, context), steps);
}

/** Hands an answer out under its name. */
export function outputInto(
  graph: GraphBuilder,
  model: TrainedModel,
  answer: Value,
  steps: AnswerContext['steps'] = 'steps',
): void {
  graph.output(answer, answerName(model), 'float', answerShape(model, steps));
}

/** What follows a head's dense layer; null: values, which are scaled. */
const activations: Readonly<Record<Head, ((graph: GraphBuilder, logits: Value) => Value) | null>> = {
  softmax: (graph, logits) => graph.op('Softmax', [logits], { axis: -1 }),
  sigmoid: (graph, logits) => graph.op('Sigmoid', [logits]),
  linear: null,
};

export function answerOf(
  graph: GraphBuilder,
  model: TrainedModel,
  logits: Value,
  { unscaled, window }: Omit<AnswerContext, 'steps'>,
): Value {
  const { task, scaling } = model;
  const { head, outputScale } = traitsOf(task);
  const ofHead = activations[head];
  if (ofHead !== null) return ofHead(graph, logits);
  if (outputScale === 'window') return forecastOutputs(graph, scaling.forecast!, window!, logits);
  const { mean, deviation } = scaling.values!;
  const width = [model.outputs.length];
  const unit = graph.weight('values/deviation', Float32Array.from(deviation), width);
  const change = graph.op('Mul', [logits, unit]);
  const origin =
    outputScale === 'values'
      ? graph.weight('values/mean', Float32Array.from(mean), width)
      : graph.op('Gather', [unscaled, graph.ints(...columnsOf(model))], { axis: -1 });
  return graph.op('Add', [origin, change]);
}
