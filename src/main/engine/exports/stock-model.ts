import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { RecurrentNetworkSpec } from '../../../shared/domain/model';
import type { NetworkWeights } from '../models/weights';
import { requireStock } from './tfjs-format';

type RecurrentLayer = ReturnType<typeof layers.lstm> | ReturnType<typeof layers.simpleRNN>;

/**
 * A network as an ordinary tf.layers model, which any tfjs loads: input [batch, time, features], stacked recurrent
 * layers, last state or GlobalAveragePooling1D or neither, a dense head. Whoever asks for it disposes it.
 *
 * @throws UnrollError EXPORT_UNSUPPORTED for what tfjs does not have
 */
export function buildStockModel({ spec: network, shape, weights }: NetworkWeights): LayersModel {
  const spec = requireStock(network);
  const model = sequential({ name: 'unroll' });
  for (let layer = 1; layer <= spec.layers; layer++) {
    const isLast = layer === spec.layers;
    const place = {
      name: `recurrent_${layer}`,
      ...(layer === 1 && { inputShape: [null, shape.features] }),
    };
    const options = { units: spec.units, returnSequences: !isLast || spec.pooling !== 'last' };
    model.add(
      spec.bidirectional
        ? layers.bidirectional({ ...place, layer: recurrentLayer(spec, options), mergeMode: 'concat' })
        : recurrentLayer(spec, { ...options, ...place }),
    );
  }
  if (spec.pooling === 'mean') model.add(layers.globalAveragePooling1d({ name: 'pooling_mean' }));
  model.add(layers.dense({ name: 'head', units: shape.outputs, activation: shape.head }));
  const tensors = weights.map(({ shape: dimensions, data }) => tf.tensor(data, [...dimensions]));
  model.setWeights(tensors);
  tf.dispose(tensors);
  return model;
}

/**
 * Gates' activations are written out, because tfjs and Keras differ in their defaults; tfjs writes a GRU's
 * `reset_after: false` by itself. Initial weights are replaced
 * at once; Glorot's are made faster than tfjs' default, an orthogonal matrix.
 */
function recurrentLayer(
  spec: RecurrentNetworkSpec,
  options: { units: number; returnSequences: boolean; name?: string; inputShape?: (number | null)[] },
): RecurrentLayer {
  const common = { ...options, recurrentInitializer: 'glorotUniform' as const };
  if (spec.cell === 'rnn') return layers.simpleRNN({ ...common, activation: spec.activation });
  const gated = { ...common, activation: 'tanh' as const, recurrentActivation: 'sigmoid' as const };
  return spec.cell === 'lstm' ? layers.lstm({ ...gated, unitForgetBias: false }) : layers.gru(gated);
}
