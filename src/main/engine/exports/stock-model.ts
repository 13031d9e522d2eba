import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel, Sequential } from '@tensorflow/tfjs-layers';
import type { RecurrentNetworkSpec } from '../../../shared/domain/model';
import { NORM_EPSILON } from '../models/network/layers/layer-norm';
import type { TrainedModel } from '../models/network/weights-file';
import { stockShape } from '../formats/tfjs-format';
import { requireStock } from './stock';

type RecurrentLayer = ReturnType<typeof layers.lstm> | ReturnType<typeof layers.simpleRNN>;

/**
 * A network as an ordinary tf.layers model, which any tfjs loads: input [batch, time, features], convolutions, stacked
 * recurrent layers and their norms, last state or GlobalAveragePooling1D or neither, a dense head. Whoever asks for it
 * disposes it.
 *
 * @throws UnrollError EXPORT_UNSUPPORTED for what tfjs does not have
 */
export function buildStockModel(trained: TrainedModel): LayersModel {
  const { spec, shape, weights } = requireStock(trained);
  const model = sequential({ name: 'unroll' });
  const inputShape = [null, shape.features];
  if (spec.convolutions.length > 0) addConvolutions(model, spec, inputShape);
  for (let layer = 1; layer <= spec.layers; layer++) {
    const isLast = layer === spec.layers;
    const isFirst = layer === 1 && spec.convolutions.length === 0;
    const place = { name: `recurrent_${layer}`, ...(isFirst && { inputShape }) };
    const options = { units: spec.units, returnSequences: !isLast || spec.pooling !== 'last' };
    model.add(
      spec.bidirectional
        ? layers.bidirectional({ ...place, layer: recurrentLayer(spec, options), mergeMode: 'concat' })
        : recurrentLayer(spec, { ...options, ...place }),
    );
    if (spec.layerNorm)
      model.add(layers.layerNormalization({ name: `norm_${layer}`, axis: -1, epsilon: NORM_EPSILON }));
  }
  if (spec.pooling === 'mean') model.add(layers.globalAveragePooling1d({ name: 'pooling_mean' }));
  model.add(layers.dense({ name: 'head', units: shape.outputs, activation: shape.head }));
  const tensors = weights.map((weight) => tf.tensor(weight.data, [...stockShape(weight)]));
  model.setWeights(tensors);
  tf.dispose(tensors);
  return model;
}

/** Sequences as pictures one pixel wide, which can be padded on one side alone, and back. */
function addConvolutions(
  model: Sequential,
  { convolutions }: RecurrentNetworkSpec,
  inputShape: (number | null)[],
): void {
  const targetShape = [null, 1, inputShape[1]!] as number[];
  model.add(layers.reshape({ name: 'to_picture', inputShape, targetShape }));
  convolutions.forEach(({ filters, width, stride }, k) => {
    const padding: [[number, number], [number, number]] = [
      [width - 1, 0],
      [0, 0],
    ];
    model.add(layers.zeroPadding2d({ name: `conv_${k + 1}_padding`, padding }));
    model.add(
      layers.conv2d({
        name: `conv_${k + 1}`,
        filters,
        kernelSize: [width, 1],
        strides: [stride, 1],
        activation: 'relu',
      }),
    );
  });
  const { filters } = convolutions.at(-1)!;
  model.add(layers.reshape({ name: 'to_sequence', targetShape: [null, filters] as number[] }));
}

/**
 * Gates' activations are written out, because tfjs and Keras differ in their defaults; tfjs writes a GRU's
 * `reset_after: false` by itself. Initial weights are replaced at once; Glorot's are made faster than tfjs' default, an orthogonal matrix.
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
