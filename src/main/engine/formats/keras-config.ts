import type { Convolution, RecurrentNetworkSpec } from '../../../shared/domain/model';
import { NORM_EPSILON } from '../models/network/layers/layer-norm';
import type { RecurrentWeights } from '../models/network/recurrent-model';

/** The least version whose files these are; Keras opens files of earlier versions. */
export const KERAS_VERSION = '3.4.0';
export const MODEL_NAME = 'unroll';

const classes = { rnn: 'SimpleRNN', lstm: 'LSTM', gru: 'GRU' } as const;
/** What Keras calls a class's place in weights files. */
export const snakeNames: Readonly<Record<string, string>> = {
  SimpleRNN: 'simple_rnn',
  LSTM: 'lstm',
  GRU: 'gru',
  Bidirectional: 'bidirectional',
  Conv1D: 'conv1d',
  LayerNormalization: 'layer_normalization',
  Dense: 'dense',
  GlobalAveragePooling1D: 'global_average_pooling1d',
};

/** Layers whose variables are their own, not a cell's. */
export const flatLayers = new Set(['Dense', 'Conv1D', 'LayerNormalization']);

/** A layer as Keras writes it. */
export interface KerasLayer {
  readonly module?: string;
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly registered_name?: null;
}

function layer(className: string, config: Readonly<Record<string, unknown>>): KerasLayer {
  return {
    module: 'keras.layers',
    class_name: className,
    config: { trainable: true, dtype: 'float32', ...config },
    registered_name: null,
  };
}

function recurrent(spec: RecurrentNetworkSpec, name: string, returnSequences: boolean): KerasLayer {
  return layer(classes[spec.cell], {
    name,
    units: spec.units,
    activation: spec.cell === 'rnn' ? spec.activation : 'tanh',
    ...(spec.cell !== 'rnn' && { recurrent_activation: 'sigmoid' }),
    ...(spec.cell === 'gru' && { reset_after: spec.resetAfter }),
    use_bias: true,
    return_sequences: returnSequences,
    go_backwards: false,
  });
}

function causal(name: string, { filters, width, stride }: Convolution): KerasLayer {
  return layer('Conv1D', {
    name,
    filters,
    kernel_size: [width],
    strides: [stride],
    padding: 'causal',
    data_format: 'channels_last',
    dilation_rate: [1],
    groups: 1,
    activation: 'relu',
    use_bias: true,
  });
}

/** All layers of a network as of a Sequential model, the input among them. */
export function kerasLayers({ spec, shape }: RecurrentWeights): KerasLayer[] {
  const layers = [layer('InputLayer', { name: 'features', batch_shape: [null, null, shape.features] })];
  spec.convolutions.forEach((convolution, k) => layers.push(causal(`conv_${k + 1}`, convolution)));
  for (let k = 1; k <= spec.layers; k++) {
    const returnSequences = k < spec.layers || spec.pooling !== 'last';
    const name = `recurrent_${k}`;
    layers.push(
      spec.bidirectional
        ? layer('Bidirectional', {
            name,
            merge_mode: 'concat',
            layer: recurrent(spec, `${name}_cell`, returnSequences),
          })
        : recurrent(spec, name, returnSequences),
    );
    if (spec.layerNorm)
      layers.push(layer('LayerNormalization', { name: `norm_${k}`, axis: -1, epsilon: NORM_EPSILON }));
  }
  if (spec.pooling === 'mean') layers.push(layer('GlobalAveragePooling1D', { name: 'pooling_mean' }));
  layers.push(layer('Dense', { name: 'head', units: shape.outputs, activation: shape.head, use_bias: true }));
  return layers;
}

/** config.json of a `.keras` file. */
export function kerasConfig(network: RecurrentWeights): object {
  return {
    module: 'keras',
    class_name: 'Sequential',
    config: { name: MODEL_NAME, trainable: true, dtype: 'float32', layers: kerasLayers(network) },
    registered_name: null,
    build_config: { input_shape: [null, null, network.shape.features] },
  };
}

/** The attribute `model_config` of an H5 file. */
export function legacyConfig(network: RecurrentWeights): object {
  return {
    class_name: 'Sequential',
    config: {
      name: MODEL_NAME,
      layers: kerasLayers(network).map(({ class_name, config }) => ({ class_name, config })),
    },
  };
}
