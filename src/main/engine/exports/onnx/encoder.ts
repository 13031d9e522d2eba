import type { TransformerSpec } from '../../../../shared/domain/model';
import type { EncoderBlockLayout } from '../../models/network/layout';
import type { LayerOf } from '../../models/network/stack';
import type { NetworkWeights } from '../../models/network/weights';
import { dense, layerNorm } from './dense';
import type { Sequences } from './sequences';
import { stepMask } from './front-end';
import type { GraphBuilder, Value } from './graph-builder';
import { MASKED } from './pooling';

/** Features to the width of a Transformer, and where each step stands: [batch, time, features] → [batch, time, width]. */
export function embedded(
  graph: GraphBuilder,
  network: NetworkWeights,
  { weights }: LayerOf<'embedding'>,
  sequences: Sequences,
  quantised: boolean,
): { readonly values: Value; readonly mask: Value } {
  const spec = network.spec as TransformerSpec;
  const values = dense(graph, network, 'embedding', weights, sequences.values, quantised);
  const time = graph.range(graph.size(sequences.values, 1));
  const mask = mayLook(graph, spec, sequences, time);
  return { values: graph.op('Add', [values, positions(graph, time, spec.width)]), mask };
}

/** `encoderBlock` of models/network/layers/encoder-block.ts, [batch, time, width] → same. @param mask of {@link embedded} */
export function encoderBlock(
  graph: GraphBuilder,
  network: NetworkWeights,
  { name, weights }: LayerOf<'block'>,
  x: Value,
  mask: Value,
  quantised: boolean,
): Value {
  const apply = (part: Projection | 'widen' | 'narrow', y: Value): Value =>
    dense(graph, network, `${name}/${part}`, weights[part], y, quantised);
  const spec = network.spec as TransformerSpec;
  const looked = attention(graph, spec, layerNorm(graph, network, weights.attentionNorm, x), mask, apply);
  const between = graph.op('Add', [x, looked]);
  const normal = layerNorm(graph, network, weights.feedForwardNorm, between);
  const wide = graph.op('Relu', [apply('widen', normal)]);
  return graph.op('Add', [between, apply('narrow', wide)]);
}

type Projection = keyof Pick<EncoderBlockLayout, 'query' | 'key' | 'value' | 'output'>;

/** softmax(q kᵀ / √d) v of each head, [batch, time, width] → same. */
function attention(
  graph: GraphBuilder,
  { heads, width }: TransformerSpec,
  x: Value,
  mask: Value,
  project: (part: Projection, x: Value) => Value,
): Value {
  const size = width / heads;
  // [batch, heads, time, size], keys [batch, heads, size, time]
  const inHeads = (part: Projection, ...perm: number[]): Value =>
    graph.transpose(graph.reshape(project(part, x), 0, 0, heads, size), ...perm);
  const scores = graph.op('MatMul', [inHeads('query', 0, 2, 1, 3), inHeads('key', 0, 2, 3, 1)]);
  const scaled = graph.op('Mul', [scores, graph.float(1 / Math.sqrt(size))]);
  const weights = graph.op('Softmax', [graph.op('Where', [mask, scaled, graph.float(MASKED)])], { axis: -1 });
  const seen = graph.op('MatMul', [weights, inHeads('value', 0, 2, 1, 3)]);
  return project('output', graph.reshape(graph.transpose(seen, 0, 2, 1, 3), 0, 0, width));
}

/** [batch, 1, 1, time] bool, or causal [batch, 1, time, time]: whether a step may look at another. */
function mayLook(graph: GraphBuilder, { causal }: TransformerSpec, sequences: Sequences, time: Value): Value {
  const own = graph.transpose(graph.unsqueeze(stepMask(graph, sequences), 1), 0, 1, 3, 2);
  if (!causal) return own;
  const before = graph.op('LessOrEqual', [graph.unsqueeze(time, 0), graph.unsqueeze(time, 1)]);
  return graph.op('And', [own, before]);
}

/** `sinusoids` of models/network/layers/encoder-block.ts, [time, width], in float64 as there: angles reach thousands. */
function positions(graph: GraphBuilder, time: Value, width: number): Value {
  const rates = Float64Array.from({ length: width }, (_, k) => 10000 ** -((k - (k % 2)) / width));
  const shifts = Float64Array.from({ length: width }, (_, k) => (k % 2 === 0 ? 0 : Math.PI / 2));
  const steps = graph.unsqueeze(graph.cast(time, 'double'), 1);
  const angles = graph.op('Add', [
    graph.op('Mul', [steps, graph.weight('positions/rate', rates, [width])]),
    graph.weight('positions/shift', shifts, [width]),
  ]);
  return graph.cast(graph.op('Sin', [angles]), 'float');
}
