import { layoutOf } from '../../models/network/layout';
import type { NetworkWeights } from '../../models/network/weights';
import { dense, weightAt } from './dense';
import type { Sequences } from './sequences';
import { stepAt, stepMask } from './front-end';
import type { GraphBuilder, Value } from './graph-builder';

/** Far below any score, so that e to its power is zero. */
export const MASKED = -1e9;

/** Each sequence's own last step: [batch, time, width] → [batch, width]. */
export function stepAtEnd(graph: GraphBuilder, { values, lengths }: Sequences): Value {
  return stepAt(graph, values, graph.op('Sub', [lengths, graph.int(1)]));
}

/** Mean over each sequence's own steps: [batch, time, width] → [batch, width]. */
export function meanOf(graph: GraphBuilder, sequences: Sequences): Value {
  const steps = graph.unsqueeze(graph.cast(sequences.lengths, 'float'), 1);
  return graph.op('Div', [summed(graph, own(graph, sequences)), steps]);
}

/** Attention pooling (models/network/layers/attention-pooling.ts): [batch, time, width] → [batch, width]. */
export function attentionOf(
  graph: GraphBuilder,
  network: NetworkWeights,
  sequences: Sequences,
  quantised: boolean,
): Value {
  const values = own(graph, sequences);
  const scores = attentionScores(graph, network, values, quantised);
  const mask = stepMask(graph, sequences);
  const weights = graph.op('Softmax', [graph.op('Where', [mask, scores, graph.float(MASKED)])], { axis: 1 });
  return summed(graph, graph.op('Mul', [values, weights]));
}

/** u · tanh(h W + b) of each step: [batch, …, width] → [batch, …, 1]. */
export function attentionScores(
  graph: GraphBuilder,
  network: NetworkWeights,
  values: Value,
  quantised: boolean,
): Value {
  const { scorer, context } = layoutOf(network.spec, network.shape).pooling!;
  const looked = graph.op('Tanh', [dense(graph, network, 'pooling', scorer, values, quantised)]);
  return graph.op('MatMul', [looked, graph.unsqueeze(weightAt(graph, network, context), 1)]);
}

/** Zero beyond each sequence's end, where nothing is promised. */
function own(graph: GraphBuilder, sequences: Sequences): Value {
  return graph.op('Where', [stepMask(graph, sequences), sequences.values, graph.float(0)]);
}

function summed(graph: GraphBuilder, values: Value): Value {
  return graph.op('ReduceSum', [values, graph.ints(1)], { keepdims: 0 });
}
