import { layoutOf } from '../../models/network/layout';
import type { NetworkWeights } from '../../models/network/weights';
import type { RecurrentWeights } from '../held';
import { layerNorm } from './dense';
import type { Sequences } from './front-end';
import type { GraphBuilder, Value } from './graph-builder';
import { recurrentLayer } from './recurrent-layers';

/**
 * All recurrent layers of a network with their norms, over whole sequences [batch, time, inputs].
 *
 * @returns the last layer's outputs [batch, time, width], or its final states [batch, width]
 */
export function recurrentStack(
  graph: GraphBuilder,
  network: NetworkWeights,
  { values, lengths }: Sequences,
  wanted: 'outputs' | 'final',
  quantised: boolean,
): Value {
  const recurrent = network as RecurrentWeights;
  const lengths32 = graph.cast(lengths, 'int32');
  let x = graph.transpose(values, 1, 0, 2);
  for (let layer = 0; layer < recurrent.spec.layers; layer++) {
    const result = recurrentLayer(graph, recurrent, layer, x, { lengths: lengths32, quantised });
    const isEnd = wanted === 'final' && layer === recurrent.spec.layers - 1;
    x = normed(graph, network, layer, isEnd ? result.final : result.outputs);
  }
  return wanted === 'final' ? x : graph.transpose(x, 1, 0, 2);
}

/** What follows a recurrent layer where there are norms. */
export function normed(graph: GraphBuilder, network: NetworkWeights, layer: number, x: Value): Value {
  const norm = layoutOf(network.spec, network.shape).norms[layer];
  return norm === undefined ? x : layerNorm(graph, network, norm, x);
}
