import type { LayerSummary, RecurrentNetworkSpec } from '../../../shared/domain/model';
import type { NetworkShape } from './weights';

export const gateCount = { rnn: 1, lstm: 4, gru: 3 } as const;

/** Where one weight lies in the network's one block of parameters. */
export interface WeightSlot {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

/** One recurrent layer in one direction: its three slots by index, and what goes in and comes out. */
export interface DirectionLayout {
  readonly reverse: boolean;
  readonly kernel: number;
  readonly recurrentKernel: number;
  readonly bias: number;
}

export interface NetworkLayout {
  readonly slots: readonly WeightSlot[];
  /** [layer][direction] */
  readonly layers: readonly (readonly DirectionLayout[])[];
  readonly head: { readonly kernel: number; readonly bias: number };
  /** Width of what the head sees. */
  readonly headInputs: number;
  readonly parameters: number;
}

/** All weights of a network in the order in which Keras lists them (`NetworkWeights`). */
export function layoutOf(spec: RecurrentNetworkSpec, shape: NetworkShape): NetworkLayout {
  const slots: WeightSlot[] = [];
  let offset = 0;
  const add = (name: string, dimensions: readonly number[]): number => {
    const size = dimensions.reduce((product, n) => product * n, 1);
    slots.push({ name, shape: dimensions, offset, size });
    offset += size;
    return slots.length - 1;
  };
  const width = gateCount[spec.cell] * spec.units;
  const biasShape = spec.cell === 'gru' && spec.resetAfter ? [2, width] : [width];
  let inputs = shape.features;
  const layers: DirectionLayout[][] = [];
  for (let layer = 1; layer <= spec.layers; layer++) {
    const prefixes = spec.bidirectional
      ? [`recurrent_${layer}/forward`, `recurrent_${layer}/backward`]
      : [`recurrent_${layer}`];
    const fanIn = inputs;
    layers.push(
      prefixes.map((prefix, direction) => ({
        reverse: direction === 1,
        kernel: add(`${prefix}/kernel`, [fanIn, width]),
        recurrentKernel: add(`${prefix}/recurrent_kernel`, [spec.units, width]),
        bias: add(`${prefix}/bias`, biasShape),
      })),
    );
    inputs = spec.units * prefixes.length;
  }
  const head = {
    kernel: add('head/kernel', [inputs, shape.outputs]),
    bias: add('head/bias', [shape.outputs]),
  };
  return { slots, layers, head, headInputs: inputs, parameters: offset };
}

/** The network layer by layer for people; `null` is the number of time steps. */
export function summarise(spec: RecurrentNetworkSpec, shape: NetworkShape): LayerSummary[] {
  const layout = layoutOf(spec, shape);
  const sizeOf = (slots: readonly number[]): number =>
    slots.reduce((sum, slot) => sum + layout.slots[slot]!.size, 0);
  let inputs = shape.features;
  const summaries: LayerSummary[] = layout.layers.map((directions, index) => {
    const outputs = spec.units * directions.length;
    const summary = {
      name: `recurrent_${index + 1}`,
      inputShape: [null, inputs],
      outputShape: [null, outputs],
      parameters: sizeOf(directions.flatMap((d) => [d.kernel, d.recurrentKernel, d.bias])),
    };
    inputs = outputs;
    return summary;
  });
  return [
    ...summaries,
    { name: `pooling_${spec.pooling}`, inputShape: [null, inputs], outputShape: [inputs], parameters: 0 },
    {
      name: 'head',
      inputShape: [inputs],
      outputShape: [shape.outputs],
      parameters: sizeOf([layout.head.kernel, layout.head.bias]),
    },
  ];
}
