import * as v from 'valibot';
import type { Dialect, LayerTensors } from './keras-layers';
import { checked, convolutionPart, densePart, Layer, normPart, recurrentPart, size } from './keras-layers';
import type { ForeignPart } from './parts';
import { refuse } from './parts';

const Model = v.object({
  class_name: v.string(),
  config: v.union([v.object({ layers: v.array(v.unknown()) }), v.array(v.unknown())]),
});
const MOST_LAYERS = 100;
/** They do nothing when a model is used. */
const silent = new Set([
  'Dropout',
  'SpatialDropout1D',
  'GaussianNoise',
  'GaussianDropout',
  'Masking',
  'ActivityRegularization',
]);
/**
 * The layers of a Keras (or tfjs) model configuration with their weights. Names of classes are compared, nothing is
 * built from them.
 *
 * @throws UnrollError MODEL_UNREADABLE
 */
export function kerasParts(config: unknown, tensorsOf: LayerTensors, dialect: Dialect): ForeignPart[] {
  const model = checked(Model, config, 'configuration');
  if (!['Sequential', 'Functional', 'Model'].includes(model.class_name))
    refuse(`the class ${model.class_name}`);
  const layers = Array.isArray(model.config) ? model.config : model.config.layers;
  if (layers.length > MOST_LAYERS) refuse(`${layers.length} layers`);
  if (model.class_name !== 'Sequential') requireChain(layers);
  const parts: ForeignPart[] = [];
  let width = 0;
  for (const raw of layers) {
    const { class_name: className, config: own } = checked(Layer, raw, 'layer');
    if (width === 0) width = inputWidth(own) ?? width;
    if (className === 'InputLayer' || silent.has(className)) continue;
    if (width === 0) refuse('no fixed number of features');
    if (className === 'GlobalAveragePooling1D') parts.push({ kind: 'mean' });
    else if (className === 'Activation' || className === 'Softmax') activateLast(parts, own, className);
    else if (className === 'Conv1D') parts.push(convolutionPart(own, width, tensorsOf));
    else if (className === 'LayerNormalization') parts.push(normPart(own, width, tensorsOf));
    else if (className === 'Dense') parts.push(densePart(own, width, tensorsOf));
    else parts.push(recurrentPart(className, own, width, tensorsOf, dialect));
    width = outputWidth(parts.at(-1)!, width);
  }
  return parts;
}

/** Every layer behind the one before it, and no other connection. */
function requireChain(layers: readonly unknown[]): void {
  layers.forEach((raw, k) => {
    const layer = checked(
      v.object({ name: v.optional(v.string()), inbound_nodes: v.array(v.unknown()) }),
      raw,
      'layer',
    );
    const text = JSON.stringify(layer.inbound_nodes);
    const before = k === 0 ? null : checked(v.object({ name: v.string() }), layers[k - 1], 'layer').name;
    const isLinked =
      before === null
        ? layer.inbound_nodes.length === 0
        : layer.inbound_nodes.length === 1 && text.includes(JSON.stringify(before));
    const others = layers.filter(
      (other, j) => j !== k - 1 && text.includes(JSON.stringify((other as { name?: unknown }).name)),
    );
    if (!isLinked || others.length > 0) refuse('branches');
  });
}

function inputWidth(config: Readonly<Record<string, unknown>>): number | null {
  const shape = config['batch_shape'] ?? config['batch_input_shape'];
  if (!Array.isArray(shape)) return null;
  if (shape.length !== 3) refuse(`an input of ${shape.length} dimensions`);
  return checked(size, shape[2], 'input shape');
}

function outputWidth(part: ForeignPart, before: number): number {
  if (part.kind === 'mean' || part.kind === 'norm') return before;
  if (part.kind === 'convolution') return part.filters;
  return part.kind === 'dense' ? part.outputs : part.units * part.directions.length;
}

function activateLast(
  parts: ForeignPart[],
  config: Readonly<Record<string, unknown>>,
  className: string,
): void {
  const last = parts.at(-1);
  const activation = className === 'Softmax' ? 'softmax' : config['activation'];
  if (
    last?.kind !== 'dense' ||
    last.activation !== 'linear' ||
    (activation !== 'softmax' && activation !== 'sigmoid')
  )
    refuse(`the layer ${className} (${String(activation)})`);
  parts[parts.length - 1] = { ...last, activation };
}
