import { NORM_EPSILON } from '../../models/network/layers/layer-norm';
import type { DenseLayout, NormLayout } from '../../models/network/layout';
import type { NetworkWeights } from '../../models/network/weights';
import type { GraphBuilder, Value } from './graph-builder';
import { Float } from './graph-builder';
import { quantisedProduct, quantisedWeight } from './quantised';

/** A weight of the network under its own name. */
export function weightAt(graph: GraphBuilder, { weights }: NetworkWeights, slot: number): Value {
  const { name, data, shape } = weights[slot]!;
  return graph.weight(name, data, shape);
}

/** x W + b over the last axis. @param name of the layer */
export function dense(
  graph: GraphBuilder,
  network: NetworkWeights,
  name: string,
  { kernel, bias }: DenseLayout,
  x: Value,
  quantised: boolean,
): Value {
  const { data, shape } = network.weights[kernel]!;
  const [rows, columns] = shape as [number, number];
  const products = quantised
    ? quantisedProduct(graph, x, quantisedWeight(graph, `${name}/kernel`, data, rows, columns))
    : graph.op('MatMul', [x, weightAt(graph, network, kernel)]);
  return graph.op('Add', [products, weightAt(graph, network, bias)]);
}

/** Layer norm over the last axis, as models/network/layers/layer-norm.ts has it. */
export function layerNorm(
  graph: GraphBuilder,
  network: NetworkWeights,
  { gamma, beta }: NormLayout,
  x: Value,
): Value {
  const given = [x, weightAt(graph, network, gamma), weightAt(graph, network, beta)];
  return graph.op('LayerNormalization', given, { axis: -1, epsilon: new Float(NORM_EPSILON) });
}
