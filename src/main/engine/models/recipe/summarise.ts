import type { LayerSummary, NetworkSpec } from '../../../../shared/domain/model';
import { layoutOf } from '../network/layout';
import type { Layer } from '../network/stack';
import { layersOf } from '../network/stack';
import type { NetworkShape } from '../network/weights';

/** Indexes of all slots that a layer's part of the layout names, however deep. */
function slotsOf(part: object): number[] {
  return Object.values(part).flatMap((value: unknown) => {
    if (typeof value === 'number') return [value];
    return typeof value === 'object' && value !== null ? slotsOf(value) : [];
  });
}

const weightsOf = (layer: Layer): object =>
  layer.kind === 'recurrent' ? layer.directions : (layer.weights ?? {});

/** The network layer by layer for people; `null` is the number of time steps. */
export function summarise(spec: NetworkSpec, shape: NetworkShape): LayerSummary[] {
  const layout = layoutOf(spec, shape);
  const everyStep = spec.pooling === 'none';
  let width = shape.features;
  let overTime = true;
  const widthAfter = (layer: Layer): number => {
    if (layer.kind === 'convolution') return layout.slots[layer.weights.bias]!.size;
    if (layer.kind === 'head') return shape.outputs;
    return layer.kind === 'norm' ? width : layout.headInputs;
  };
  const shaped = (): (number | null)[] => (overTime ? [null, width] : [width]);
  return layersOf(spec, layout).flatMap((layer: Layer): LayerSummary[] => {
    if (layer.kind === 'pooling' && everyStep) return [];
    const inputShape = shaped();
    width = widthAfter(layer);
    overTime &&= layer.kind !== 'pooling';
    const parameters = slotsOf(weightsOf(layer)).reduce((sum, slot) => sum + layout.slots[slot]!.size, 0);
    return [{ name: layer.name, inputShape, outputShape: shaped(), parameters }];
  });
}
