import { strToU8, zipSync } from 'fflate';
import { layoutOf } from '../../models/network/layout';
import type { NamedWeight } from '../../models/network/weights';
import type { RecurrentWeights } from '../../models/network/recurrent-model';
import {
  flatLayers,
  KERAS_VERSION,
  kerasConfig,
  kerasLayers,
  legacyConfig,
  MODEL_NAME,
  snakeNames,
} from '../../formats/keras-config';
import { writeHdf5 } from '../../formats/hdf5';

interface LayerWeights {
  readonly name: string;
  readonly className: string;
  /** One list for each part that has weights: the layer itself, or its two directions. */
  readonly parts: readonly (readonly NamedWeight[])[];
}

/** Weights layer by layer, in the order of Keras' layers; pooling has none. */
function byLayer(network: RecurrentWeights): LayerWeights[] {
  const layout = layoutOf(network.spec, network.shape);
  const at = (...slots: readonly number[]): NamedWeight[] => slots.map((slot) => network.weights[slot]!);
  const own = [
    ...layout.convolutions.map(({ kernel, bias }) => [at(kernel, bias)]),
    ...layout.layers.flatMap((directions, k) => {
      const norm = layout.norms[k];
      return [
        directions.map(({ kernel, recurrentKernel, bias }) => at(kernel, recurrentKernel, bias)),
        ...(norm === undefined ? [] : [[at(norm.gamma, norm.beta)]]),
      ];
    }),
    ...(network.spec.pooling === 'mean' ? [[]] : []),
    [at(layout.head.kernel, layout.head.bias)],
  ];
  const layers = kerasLayers(network).slice(1);
  return layers.map(({ class_name: className, config }, k) => ({
    name: String(config['name']),
    className,
    parts: own[k]!,
  }));
}

/** model.weights.h5: `layers/lstm/cell/vars/0`, a second LSTM `layers/lstm_1/…` (keras/src/saving/saving_lib.py). */
async function weightsFile(network: RecurrentWeights): Promise<Uint8Array> {
  const used = new Map<string, number>();
  return writeHdf5((file) => {
    file.group('vars');
    for (const { className, parts } of byLayer(network)) {
      const snake = snakeNames[className]!;
      const before = used.get(snake) ?? 0;
      used.set(snake, before + 1);
      const place = `layers/${snake}${before === 0 ? '' : `_${before}`}`;
      file.group(`${place}/vars`);
      parts.forEach((weights, part) => {
        const inside = flatLayers.has(className)
          ? ''
          : parts.length === 1
            ? '/cell'
            : `/${directions[part]!}_layer/cell`;
        weights.forEach((weight, k) => file.tensor(`${place}${inside}/vars/${k}`, weight));
      });
    }
  });
}

const directions = ['forward', 'backward'] as const;

/** A `.keras` file: a zip of config.json, metadata.json and model.weights.h5, which stock Keras 3 opens. */
export async function kerasBytes(network: RecurrentWeights): Promise<Uint8Array> {
  const metadata = {
    keras_version: KERAS_VERSION,
    date_saved: new Date().toISOString().replace('T', '@').slice(0, 19),
  };
  return zipSync(
    {
      'metadata.json': strToU8(JSON.stringify(metadata)),
      'config.json': strToU8(JSON.stringify(kerasConfig(network))),
      'model.weights.h5': await weightsFile(network),
    },
    // Keras reads the weights in place.
    { level: 0 },
  );
}

/** The one-file H5 format of earlier Keras versions, which stock Keras 3 opens (keras/src/legacy/saving/legacy_h5_format.py). */
export async function kerasH5Bytes(network: RecurrentWeights): Promise<Uint8Array> {
  const layers = byLayer(network).filter(({ parts }) => parts.length > 0);
  return writeHdf5((file) => {
    for (const place of ['', 'model_weights']) {
      file.text(place, 'keras_version', KERAS_VERSION);
      file.text(place, 'backend', 'tensorflow');
    }
    file.text('', 'model_config', JSON.stringify(legacyConfig(network)));
    file.texts(
      'model_weights',
      'layer_names',
      layers.map(({ name }) => name),
    );
    for (const { name, parts } of layers) {
      const weights = parts.flatMap((part, k) =>
        part.map((weight) => {
          const own = weight.name.slice(weight.name.lastIndexOf('/') + 1);
          const inside = parts.length === 1 ? '' : `${directions[k]!}_${name}/`;
          return { path: `${MODEL_NAME}/${name}/${inside}${own}`, weight };
        }),
      );
      file.texts(
        `model_weights/${name}`,
        'weight_names',
        weights.map(({ path }) => path),
      );
      for (const { path, weight } of weights) file.tensor(`model_weights/${name}/${path}`, weight);
    }
  });
}
