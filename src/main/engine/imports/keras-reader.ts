import { unzipSync } from 'fflate';
import { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import type { Why } from '../../../shared/sentences/why';
import { why } from '../../../shared/sentences/why';
import { flatLayers, snakeNames } from '../formats/keras-config';
import type { Hdf5Reader } from '../formats/hdf5';
import { readHdf5 } from '../formats/hdf5';
import type { LayerTensors } from './keras-layers';
import { kerasDialect } from './keras-layers';
import { kerasParts } from './keras-parts';
import type { ForeignNetwork } from './parts';
import { assembleForeign } from './assemble';

const MOST_CONFIG_BYTES = 16 * 2 ** 20;
const MOST_WEIGHT_BYTES = 2 ** 30;
const wanted: Readonly<Record<string, number>> = {
  'config.json': MOST_CONFIG_BYTES,
  'model.weights.h5': MOST_WEIGHT_BYTES,
};

function unreadable(reason: Why, cause?: unknown): UnrollError {
  return failure('MODEL_UNREADABLE.keras', { ...reason }, { cause });
}

/**
 * A `.keras` file of Keras 3. Two members of the zip are unpacked, whose sizes are known and limited before.
 *
 * @throws UnrollError MODEL_UNREADABLE
 */
export async function readKerasFile(bytes: Uint8Array): Promise<ForeignNetwork> {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter({ name, originalSize, size }) {
        const most = Object.hasOwn(wanted, name) ? wanted[name]! : null;
        if (most === null) return false;
        // Deflate makes at most a thousandth of what goes in.
        if (originalSize > most || originalSize > 1100 * (size + 100))
          throw unreadable(why('why.foreign.bytes', { name, bytes: originalSize }));
        return true;
      },
    });
  } catch (thrown) {
    if (thrown instanceof UnrollError) throw thrown;
    throw unreadable(why('why.foreign.zip'), thrown);
  }
  const { 'config.json': config, 'model.weights.h5': weights } = files;
  if (config === undefined || weights === undefined) throw unreadable(why('why.foreign.members'));
  return readHdf5(weights, (file) =>
    assembleForeign(kerasParts(jsonOf(config), variablesOf(file), kerasDialect)),
  );
}

/** The H5 format of earlier Keras versions. @throws UnrollError MODEL_UNREADABLE */
export function readKerasH5(bytes: Uint8Array): Promise<ForeignNetwork> {
  return readHdf5(bytes, (file) => {
    const config = file.text('', 'model_config');
    if (config === null) throw unreadable(why('why.foreign.noModel'));
    if (config.length > MOST_CONFIG_BYTES) throw unreadable(why('why.foreign.largeConfig'));
    const tensorsOf: LayerTensors = ({ name }) => {
      const place = `model_weights/${name}`;
      return file.texts(place, 'weight_names').map((weight) => file.tensor(`${place}/${weight}`));
    };
    return assembleForeign(kerasParts(jsonOf(Buffer.from(config)), tensorsOf, kerasDialect));
  });
}

/** `layers/lstm_1/cell/vars/0`: by class and order, as keras/src/saving/saving_lib.py has it. */
function variablesOf(file: Hdf5Reader): LayerTensors {
  const used = new Map<string, number>();
  return ({ className }, count) => {
    const snake = snakeNames[className]!;
    const before = used.get(snake) ?? 0;
    used.set(snake, before + 1);
    const place = `layers/${snake}${before === 0 ? '' : `_${before}`}`;
    const parts = flatLayers.has(className)
      ? ['']
      : className === 'Bidirectional'
        ? ['/forward_layer/cell', '/backward_layer/cell']
        : ['/cell'];
    return parts.flatMap((part) =>
      Array.from({ length: count / parts.length }, (_, k) => file.tensor(`${place}${part}/vars/${k}`)),
    );
  };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw unreadable(why('why.foreign.configJson'), cause);
  }
}
