import type { InceptionSpec, NetworkSpec, Pooling, TcnSpec } from '../../../../shared/domain/model';
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

/** The statistics are learnt beside the weights: running means over batches, without a gradient. */
export interface BatchNormLayout extends NormLayout {
  readonly mean: number;
  readonly variance: number;
}

/** One convolution over time without a bias. */
export interface ConvolutionPathLayout {
  /** [size, inputs]: each channel by itself, before the kernel. */
  readonly depthwise: number | null;
  /** [size, inputs, outputs]; of size 1 behind a depthwise one. */
  readonly kernel: number;
}

/** Convolutions side by side, their outputs joined and normed. */
export interface ConvolutionUnitLayout {
  /** [1, inputs, filters] before the paths. */
  readonly bottleneck: number | null;
  readonly paths: readonly ConvolutionPathLayout[];
  /** [1, inputs, filters] of the greatest of three neighbours, beside the paths. */
  readonly pooled: number | null;
  readonly norm: BatchNormLayout;
}

/** Units one after the other, and what goes in added to what comes out. */
export interface ResidualBlockLayout {
  readonly units: readonly ConvolutionUnitLayout[];
  /** Where what goes in has another width. */
  readonly shortcut: { readonly kernel: number; readonly norm: BatchNormLayout } | null;
}

export interface NetworkLayout {
  readonly slots: readonly WeightSlot[];
  readonly convolutions: readonly DenseLayout[];
  /** [layer][direction]; empty where nothing recurs. */
  readonly layers: readonly (readonly DirectionLayout[])[];
  /** Of each recurrent layer, where there are norms. */
  readonly norms: readonly NormLayout[];
  readonly encoder: EncoderLayout | null;
  /** Of a network of convolutions; empty otherwise. */
  readonly blocks: readonly ResidualBlockLayout[];
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

  batchNorm(name: string, features: number): BatchNormLayout {
    return {
      ...this.norm(name, features),
      mean: this.add(`${name}/moving_mean`, [features]),
      variance: this.add(`${name}/moving_variance`, [features]),
    };
  }

  shortcut(name: string, inputs: number, outputs: number): NonNullable<ResidualBlockLayout['shortcut']> {
    return {
      kernel: this.add(`${name}/shortcut/kernel`, [1, inputs, outputs]),
      norm: this.batchNorm(`${name}/shortcut_norm`, outputs),
    };
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
  const body = bodyOf(spec, inputs, slots);
  const pooling = poolingOf(spec.pooling, body.width, slots);
  const head = slots.dense('head', body.width, shape.outputs);
  return {
    slots: slots.all,
    convolutions,
    layers: body.layers,
    norms: body.norms,
    encoder: body.encoder,
    blocks: body.blocks,
    pooling,
    head,
    headInputs: body.width,
    parameters: slots.parameters,
  };
}

type Body = Pick<NetworkLayout, 'layers' | 'norms' | 'encoder' | 'blocks'> & { readonly width: number };

const noBody: Omit<Body, 'width'> = { layers: [], norms: [], encoder: null, blocks: [] };

function bodyOf(spec: NetworkSpec, features: number, slots: Slots): Body {
  switch (spec.family) {
    case 'recurrent':
      return recurrentBody(spec, features, slots);
    case 'transformer':
      return encoderBody(spec, features, slots);
    case 'tcn':
      return tcnBody(spec, features, slots);
    case 'inception':
      return inceptionBody(spec, features, slots);
  }
}

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
  return { ...noBody, layers, norms, width: inputs };
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
  return { ...noBody, encoder: { embedding, blocks, norm }, width };
}

function tcnBody({ layers, width, kernelSize, separable }: TcnSpec, features: number, slots: Slots): Body {
  let inputs = features;
  const blocks = Array.from({ length: layers }, (_, k): ResidualBlockLayout => {
    const name = `residual_${k + 1}`;
    const before = inputs;
    const units = [1, 2].map((n): ConvolutionUnitLayout => {
      const own = `${name}/conv_${n}`;
      const path = separable
        ? {
            depthwise: slots.add(`${own}/depthwise_kernel`, [kernelSize, inputs]),
            kernel: slots.add(`${own}/pointwise_kernel`, [1, inputs, width]),
          }
        : { depthwise: null, kernel: slots.add(`${own}/kernel`, [kernelSize, inputs, width]) };
      inputs = width;
      return {
        bottleneck: null,
        paths: [path],
        pooled: null,
        norm: slots.batchNorm(`${name}/norm_${n}`, width),
      };
    });
    return { units, shortcut: before === width ? null : slots.shortcut(name, before, width) };
  });
  return { ...noBody, blocks, width };
}

/** Modules in a block, as in the paper: every third hands on a sum. */
const MODULES = 3;
/** A module's convolutions and what it takes of the greatest neighbours. */
const PATHS = 4;

function inceptionBody({ layers, width, kernelSize }: InceptionSpec, features: number, slots: Slots): Body {
  let inputs = features;
  const outputs = PATHS * width;
  const sizes = [1, 2, 4].map((part) => Math.max(1, Math.floor(kernelSize / part)));
  const blocks = Array.from({ length: layers }, (_, k): ResidualBlockLayout => {
    const name = `inception_${k + 1}`;
    const before = inputs;
    const units = Array.from({ length: MODULES }, (_module, n): ConvolutionUnitLayout => {
      const own = `${name}/module_${n + 1}`;
      const bottleneck = inputs > 1 ? slots.add(`${own}/bottleneck/kernel`, [1, inputs, width]) : null;
      const narrow = bottleneck === null ? inputs : width;
      const paths = sizes.map((size, path): ConvolutionPathLayout => ({
        depthwise: null,
        kernel: slots.add(`${own}/conv_${path + 1}/kernel`, [size, narrow, width]),
      }));
      const pooled = slots.add(`${own}/pooled/kernel`, [1, inputs, width]);
      inputs = outputs;
      return { bottleneck, paths, pooled, norm: slots.batchNorm(`${own}/norm`, outputs) };
    });
    return { units, shortcut: slots.shortcut(name, before, outputs) };
  });
  return { ...noBody, blocks, width: outputs };
}

function poolingOf(pooling: Pooling, inputs: number, slots: Slots): NetworkLayout['pooling'] {
  if (pooling !== 'attention') return null;
  const units = Math.min(MOST_ATTENTION_UNITS, inputs);
  return { scorer: slots.dense('pooling', inputs, units), context: slots.add('pooling/context', [units]) };
}
