import type { NetworkSpec, Pooling } from '../../../../shared/domain/model';
import { gatesOf } from '../../kernels/kernel';
import type { CellVariant } from '../../kernels/kernel';
import type { NetworkShape } from './weights';

/** Gates of the plain cells. */
export const gateCount = { rnn: 1, lstm: 4, gru: 3 } as const;

/** Where one weight lies in the network's one block of parameters. */
export interface WeightSlot {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

/** A kernel and a bias, as indexes of slots. */
export interface DenseLayout {
  readonly kernel: number;
  readonly bias: number;
}

export interface NormLayout {
  readonly gamma: number;
  readonly beta: number;
}

/** One recurrent layer in one direction: its slots by index. */
export interface DirectionLayout extends DenseLayout {
  readonly reverse: boolean;
  readonly recurrentKernel: number;
  readonly peephole: number | null;
}

export interface EncoderBlockLayout {
  readonly attentionNorm: NormLayout;
  readonly query: DenseLayout;
  readonly key: DenseLayout;
  readonly value: DenseLayout;
  readonly output: DenseLayout;
  readonly feedForwardNorm: NormLayout;
  readonly widen: DenseLayout;
  readonly narrow: DenseLayout;
}

/** A Transformer: features to width, blocks, one more norm. */
interface EncoderLayout {
  readonly embedding: DenseLayout;
  readonly blocks: readonly EncoderBlockLayout[];
  readonly norm: NormLayout;
}

export interface NetworkLayout {
  readonly slots: readonly WeightSlot[];
  readonly convolutions: readonly DenseLayout[];
  /** [layer][direction]; empty for a Transformer. */
  readonly layers: readonly (readonly DirectionLayout[])[];
  /** Of each recurrent layer, where there are norms. */
  readonly norms: readonly NormLayout[];
  readonly encoder: EncoderLayout | null;
  /** Of attention pooling. */
  readonly pooling: { readonly scorer: DenseLayout; readonly context: number } | null;
  readonly head: DenseLayout;
  /** Width of what the head sees. */
  readonly headInputs: number;
  readonly parameters: number;
}

/** Widest hidden layer of the scores of attention pooling. */
const MOST_ATTENTION_UNITS = 64;

/** Hands out slots one after the other. */
class Slots {
  readonly all: WeightSlot[] = [];
  parameters = 0;

  add(name: string, shape: readonly number[]): number {
    const size = shape.reduce((product, n) => product * n, 1);
    this.all.push({ name, shape, offset: this.parameters, size });
    this.parameters += size;
    return this.all.length - 1;
  }

  dense(name: string, inputs: number, outputs: number): DenseLayout {
    return {
      kernel: this.add(`${name}/kernel`, [inputs, outputs]),
      bias: this.add(`${name}/bias`, [outputs]),
    };
  }

  norm(name: string, features: number): NormLayout {
    return { gamma: this.add(`${name}/gamma`, [features]), beta: this.add(`${name}/beta`, [features]) };
  }
}

/** What of its cell not every kernel has. */
export const variantOf = (spec: NetworkSpec): CellVariant =>
  spec.family === 'recurrent' && spec.cell === 'lstm'
    ? { peepholes: spec.peepholes, coupled: spec.coupled }
    : {};

/** Length of what a sequence of `steps` is after the convolutions. */
export function stepsAfter(spec: Pick<NetworkSpec, 'convolutions'>, steps: number): number {
  return spec.convolutions.reduce((left, { stride }) => Math.ceil(left / stride), steps);
}

/** Input steps to one step after the convolutions. */
export const strideOf = (spec: Pick<NetworkSpec, 'convolutions'>): number =>
  spec.convolutions.reduce((product, { stride }) => product * stride, 1);

/** All weights of a network in the order in which Keras lists them (`NetworkWeights`). */
export function layoutOf(spec: NetworkSpec, shape: NetworkShape): NetworkLayout {
  const slots = new Slots();
  let inputs = shape.features;
  const convolutions = spec.convolutions.map(({ filters, width }, k) => {
    const kernel = slots.add(`conv_${k + 1}/kernel`, [width, inputs, filters]);
    inputs = filters;
    return { kernel, bias: slots.add(`conv_${k + 1}/bias`, [filters]) };
  });
  const body =
    spec.family === 'recurrent' ? recurrentBody(spec, inputs, slots) : encoderBody(spec, inputs, slots);
  const pooling = poolingOf(spec.pooling, body.width, slots);
  const head = slots.dense('head', body.width, shape.outputs);
  return {
    slots: slots.all,
    convolutions,
    layers: body.layers,
    norms: body.norms,
    encoder: body.encoder,
    pooling,
    head,
    headInputs: body.width,
    parameters: slots.parameters,
  };
}

type Body = Pick<NetworkLayout, 'layers' | 'norms' | 'encoder'> & { readonly width: number };

function recurrentBody(
  spec: Extract<NetworkSpec, { family: 'recurrent' }>,
  features: number,
  slots: Slots,
): Body {
  const { units, cell, coupled, peepholes } = spec;
  const width = gatesOf(spec) * units;
  const biasShape = cell === 'gru' && spec.resetAfter ? [2, width] : [width];
  const layers: DirectionLayout[][] = [];
  const norms: NormLayout[] = [];
  let inputs = features;
  for (let layer = 1; layer <= spec.layers; layer++) {
    const prefixes = spec.bidirectional
      ? [`recurrent_${layer}/forward`, `recurrent_${layer}/backward`]
      : [`recurrent_${layer}`];
    layers.push(
      prefixes.map((prefix, direction) => ({
        reverse: direction === 1,
        kernel: slots.add(`${prefix}/kernel`, [inputs, width]),
        recurrentKernel: slots.add(`${prefix}/recurrent_kernel`, [units, width]),
        bias: slots.add(`${prefix}/bias`, biasShape),
        peephole:
          cell === 'lstm' && peepholes ? slots.add(`${prefix}/peephole`, [coupled ? 2 : 3, units]) : null,
      })),
    );
    inputs = units * prefixes.length;
    if (spec.layerNorm) norms.push(slots.norm(`norm_${layer}`, inputs));
  }
  return { layers, norms, encoder: null, width: inputs };
}

function encoderBody(
  spec: Extract<NetworkSpec, { family: 'transformer' }>,
  features: number,
  slots: Slots,
): Body {
  const { width, feedForward } = spec;
  const embedding = slots.dense('embedding', features, width);
  const blocks = Array.from({ length: spec.layers }, (_, k): EncoderBlockLayout => {
    const name = `encoder_${k + 1}`;
    return {
      attentionNorm: slots.norm(`${name}/attention_norm`, width),
      query: slots.dense(`${name}/attention/query`, width, width),
      key: slots.dense(`${name}/attention/key`, width, width),
      value: slots.dense(`${name}/attention/value`, width, width),
      output: slots.dense(`${name}/attention/attention_output`, width, width),
      feedForwardNorm: slots.norm(`${name}/feed_forward_norm`, width),
      widen: slots.dense(`${name}/feed_forward_1`, width, feedForward),
      narrow: slots.dense(`${name}/feed_forward_2`, feedForward, width),
    };
  });
  const norm = slots.norm('encoder_norm', width);
  return { layers: [], norms: [], encoder: { embedding, blocks, norm }, width };
}

function poolingOf(pooling: Pooling, inputs: number, slots: Slots): NetworkLayout['pooling'] {
  if (pooling !== 'attention') return null;
  const units = Math.min(MOST_ATTENTION_UNITS, inputs);
  return { scorer: slots.dense('pooling', inputs, units), context: slots.add('pooling/context', [units]) };
}
