import { readsAhead } from '../../../../shared/domain/model';
import type { NetworkSpec, RecurrentNetworkSpec, SpecOf } from '../../../../shared/domain/model';
import { gatesOf } from '../../kernels/kernel';
import { layoutOf, stepsAfter } from '../network/layout';
import { stateBytes } from './stream-state';
import { heads } from '../network/heads';
import type { NetworkShape } from '../network/weights';

export const FLOAT_BYTES = 4;

/** A layer's share of a step of the network's input. */
export interface LayerCost {
  /** As `summarise` calls it. */
  readonly name: string;
  /** Products with weights, and of attention, that are added up. */
  readonly multiplyAdds: number;
  /** tanh, sigmoid, exp. */
  readonly functions: number;
  /** Numbers that a training step keeps of it. */
  readonly kept: number;
}

/** tanh and sigmoids of one step, for each unit. */
function functionsOf(spec: RecurrentNetworkSpec): number {
  const { cell, activation } = spec;
  if (cell === 'rnn') return activation === 'tanh' || activation === 'sigmoid' ? 1 : 0;
  return cell === 'lstm' ? gatesOf(spec) + 1 : gatesOf(spec);
}

function recurrentLayers(spec: RecurrentNetworkSpec, features: number): LayerCost[] {
  const { units, layers, layerNorm } = spec;
  const directions = spec.bidirectional ? 2 : 1;
  const width = directions * units;
  return Array.from({ length: layers }, (_, layer) => {
    const inputs = layer === 0 ? features : width;
    const gates = gatesOf(spec) * units;
    const name = String(layer + 1);
    return [
      {
        name: `recurrent_${name}`,
        multiplyAdds: directions * gates * (inputs + units),
        functions: directions * functionsOf(spec) * units,
        // Gates, state, cell state and what they came from.
        kept: directions * (gates + 2 * units) + inputs,
      },
      ...(layerNorm ? [{ name: `norm_${name}`, multiplyAdds: 0, functions: 0, kept: width }] : []),
    ];
  }).flat();
}

/** Of each step of a sequence of `steps`, since every step looks at every other. */
function encoderLayers(spec: SpecOf<'transformer'>, features: number, steps: number): LayerCost[] {
  const { width, feedForward, heads, layers } = spec;
  const block = {
    multiplyAdds: 4 * width ** 2 + 2 * steps * width + 2 * width * feedForward,
    functions: heads * steps,
    kept: 8 * width + 2 * feedForward + heads * steps,
  };
  return [
    { name: 'embedding', multiplyAdds: features * width, functions: 0, kept: features + width },
    ...Array.from({ length: layers }, (_, k) => ({ name: `encoder_${k + 1}`, ...block })),
    { name: 'encoder_norm', multiplyAdds: 0, functions: 0, kept: width },
  ];
}

/** Of each step, by the kernels that every step passes. */
function residualLayers(spec: SpecOf<'tcn' | 'inception'>, shape: NetworkShape): LayerCost[] {
  const layout = layoutOf(spec, shape);
  const kernelSizes = (slots: readonly (number | null)[]): number =>
    slots.reduce<number>((sum, slot) => sum + (slot === null ? 0 : layout.slots[slot]!.size), 0);
  return layout.blocks.map(({ units, shortcut }, k) => {
    const own = units.map(({ bottleneck, paths, pooled }) =>
      kernelSizes([bottleneck, pooled, ...paths.flatMap(({ depthwise, kernel }) => [depthwise, kernel])]),
    );
    return {
      name: `${spec.family === 'tcn' ? 'residual' : 'inception'}_${k + 1}`,
      multiplyAdds: own.reduce((sum, size) => sum + size, kernelSizes([shortcut?.kernel ?? null])),
      functions: 0,
      // What each unit takes in and hands on, normed and not.
      kept: 3 * units.length * layout.headInputs,
    };
  });
}

function bodyLayers(spec: NetworkSpec, shape: NetworkShape, inputs: number, steps: number): LayerCost[] {
  if (spec.family === 'recurrent') return recurrentLayers(spec, inputs);
  if (spec.family === 'transformer') return encoderLayers(spec, inputs, steps);
  return residualLayers(spec, shape);
}

const scaled = ({ name, ...cost }: LayerCost, share: number): LayerCost => ({
  name,
  multiplyAdds: cost.multiplyAdds * share,
  functions: cost.functions * share,
  kept: cost.kept * share,
});

/**
 * What a network costs layer by layer, for each step that goes in, with an answer at every step that comes out of the
 * convolutions.
 *
 * @param steps length of a typical sequence: convolutions round it up, and attention grows with it
 */
export function networkCost(spec: NetworkSpec, shape: NetworkShape, steps: number): LayerCost[] {
  const { headInputs, pooling, slots } = layoutOf(spec, shape);
  let [inputs, left] = [shape.features, steps];
  const convolutions = spec.convolutions.map(({ filters, width, stride }, k): LayerCost => {
    left = Math.ceil(left / stride);
    const multiplyAdds = width * inputs * filters;
    const one = { name: `conv_${k + 1}`, multiplyAdds, functions: 0, kept: width * inputs + filters };
    inputs = filters;
    return scaled(one, left / steps);
  });
  const body = bodyLayers(spec, shape, inputs, left);
  const scorer = pooling === null ? 0 : slots[pooling.context]!.size;
  const pooled: LayerCost[] =
    spec.pooling === 'none'
      ? []
      : [
          {
            name: `pooling_${spec.pooling}`,
            // Scores of a step, and the weighted sum.
            multiplyAdds: pooling === null ? 0 : headInputs * scorer + scorer + headInputs,
            functions: pooling === null ? 0 : scorer + 1,
            kept: scorer,
          },
        ];
  const head: LayerCost = {
    name: 'head',
    multiplyAdds: headInputs * shape.outputs,
    functions: heads[shape.head].exponentials * shape.outputs,
    kept: shape.outputs,
  };
  return [...convolutions, ...[...body, ...pooled, head].map((layer) => scaled(layer, left / steps))];
}

/** Whether the state goes from step to step, so that nothing need be seen twice. */
export const streams = (spec: NetworkSpec): boolean =>
  (spec.family === 'recurrent' || spec.family === 'tcn') && !readsAhead(spec) && spec.pooling !== 'attention';

/**
 * Bytes that inference holds beside the weights. Of recurrent networks this is `unroll_state` of the exported C header.
 *
 * @param mostSteps the longest sequence, where it must be seen as a whole
 */
export function workingBytes(spec: NetworkSpec, shape: NetworkShape, mostSteps: number): number {
  const most = stepsAfter(spec, mostSteps);
  if (spec.family === 'recurrent') return stateBytes({ spec, shape }, most);
  const inputs = spec.convolutions.at(-1)?.filters ?? shape.features;
  if (spec.family !== 'transformer') {
    const { headInputs } = layoutOf(spec, shape);
    // What goes into a block, between its units, and what it hands on.
    return FLOAT_BYTES * most * (inputs + 3 * headInputs);
  }
  const { width, feedForward, heads } = spec;
  // The widest step of a block and what it is added to, and the weights of the attention.
  return FLOAT_BYTES * most * (Math.max(inputs, 4 * width, width + feedForward) + width + heads * most);
}
