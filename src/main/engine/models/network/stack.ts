import type {
  InceptionSpec,
  NetworkSpec,
  Pooling,
  RecurrentNetworkSpec,
  TcnSpec,
} from '../../../../shared/domain/model';
import type { RecurrentSpec } from '../../kernels/kernel';
import type {
  DenseLayout,
  DirectionLayout,
  EncoderBlockLayout,
  NetworkLayout,
  NormLayout,
  ResidualBlockLayout,
} from './layout';

/**
 * A network's layers in the order in which a sequence passes them, and the one walk through them. Training, traces,
 * clamps, streams, exports and experiments differ in their {@link Executor} alone. Indexes of `weights` are the layout's.
 */
export type Layer =
  | {
      readonly kind: 'convolution';
      readonly name: string;
      readonly index: number;
      readonly weights: DenseLayout;
      readonly stride: number;
    }
  | {
      readonly kind: 'recurrent';
      readonly name: string;
      readonly index: number;
      readonly directions: readonly DirectionLayout[];
      /** What goes in is data, not a result of other weights. */
      readonly onData: boolean;
      /** Of its outputs only the final states are looked at. */
      readonly onlyFinal: boolean;
    }
  | { readonly kind: 'embedding'; readonly name: string; readonly weights: DenseLayout }
  | {
      readonly kind: 'block';
      readonly name: string;
      readonly index: number;
      readonly weights: EncoderBlockLayout;
    }
  /** Convolutions over time in a residual block. */
  | {
      readonly kind: 'residual';
      readonly name: string;
      readonly index: number;
      readonly weights: ResidualBlockLayout;
      /** Steps from one that a convolution sees to the next. */
      readonly dilation: number;
      /** Convolutions look back alone, and not to both sides. */
      readonly causal: boolean;
      /** ReLU also behind the last unit, before what went in is added. */
      readonly rectified: boolean;
    }
  /** Of each step's features, or of final states. */
  | { readonly kind: 'norm'; readonly name: string; readonly weights: NormLayout }
  | {
      readonly kind: 'pooling';
      readonly name: string;
      readonly how: Pooling;
      /** Of attention pooling. */
      readonly weights: NetworkLayout['pooling'];
      /** The second half of a step's features was read from the end. */
      readonly bothWays: boolean;
    }
  | { readonly kind: 'head'; readonly name: string; readonly weights: DenseLayout };

export type LayerKind = Layer['kind'];
export type LayerOf<K extends LayerKind> = Extract<Layer, { kind: K }>;

/** Kinds of a recurrent network's layers. */
export type RecurrentKind = Exclude<LayerKind, 'embedding' | 'block' | 'residual'>;
/** Kinds of the layers of a network of convolutions. */
export type ConvolutionalKind = Exclude<LayerKind, 'recurrent' | 'embedding' | 'block'>;
type KindsOf<S extends NetworkSpec> = S extends RecurrentNetworkSpec
  ? RecurrentKind
  : S extends TcnSpec | InceptionSpec
    ? ConvolutionalKind
    : LayerKind;

/** @returns convolutions, the body with its norms, pooling, head; names as `summarise` gives them */
export function layersOf<S extends NetworkSpec>(spec: S, layout: NetworkLayout): LayerOf<KindsOf<S>>[] {
  const front = layout.convolutions.map((weights, index): Layer => ({
    ...{ kind: 'convolution', name: `conv_${index + 1}`, index, weights },
    stride: spec.convolutions[index]!.stride,
  }));
  const bothWays = spec.family === 'recurrent' && spec.bidirectional;
  const layers: Layer[] = [
    ...front,
    ...bodyOf(spec, layout),
    {
      ...{ kind: 'pooling', name: `pooling_${spec.pooling}`, how: spec.pooling },
      ...{ weights: layout.pooling, bothWays },
    },
    { kind: 'head', name: 'head', weights: layout.head },
  ];
  return layers as LayerOf<KindsOf<S>>[];
}

function bodyOf(spec: NetworkSpec, layout: NetworkLayout): Layer[] {
  switch (spec.family) {
    case 'recurrent':
      return recurrentBody(spec, layout);
    case 'transformer':
      return encoderBody(layout.encoder!);
    case 'tcn':
      return layout.blocks.map((weights, index) => ({
        ...{ kind: 'residual', name: `residual_${index + 1}`, index, weights },
        ...{ dilation: 2 ** index, causal: spec.causal, rectified: false },
      }));
    case 'inception':
      return layout.blocks.map((weights, index) => ({
        ...{ kind: 'residual', name: `inception_${index + 1}`, index, weights },
        ...{ dilation: 1, causal: false, rectified: true },
      }));
  }
}

function recurrentBody(spec: NetworkSpec, { layers, norms, convolutions }: NetworkLayout): Layer[] {
  return layers.flatMap((directions, index): Layer[] => {
    const norm = norms[index];
    const layer: Layer = {
      ...{ kind: 'recurrent', name: `recurrent_${index + 1}`, index, directions },
      onData: index === 0 && convolutions.length === 0,
      onlyFinal: index === layers.length - 1 && spec.pooling === 'last',
    };
    return norm === undefined ? [layer] : [layer, { kind: 'norm', name: `norm_${index + 1}`, weights: norm }];
  });
}

function encoderBody({ embedding, blocks, norm }: NonNullable<NetworkLayout['encoder']>): Layer[] {
  return [
    { kind: 'embedding', name: 'embedding', weights: embedding },
    ...blocks.map((weights, index): Layer => ({
      kind: 'block',
      name: `encoder_${index + 1}`,
      index,
      weights,
    })),
    { kind: 'norm', name: 'encoder_norm', weights: norm },
  ];
}

/** One direction of a recurrent layer as a kernel wants it. */
export function recurrentSpecOf(
  spec: NetworkSpec,
  { reverse }: Pick<DirectionLayout, 'reverse'>,
): RecurrentSpec {
  const { cell, activation, resetAfter, units, peepholes, coupled } = spec as RecurrentNetworkSpec;
  return {
    ...{ cell, activation, resetAfter, units, reverse },
    ...(cell === 'lstm' && { peepholes, coupled }),
  };
}

/** What each kind of layer does with what comes in: tensors, plain arrays, the nodes of a graph. */
export type Executor<V, R = V, K extends LayerKind = LayerKind> = {
  readonly [Kind in K]: (layer: LayerOf<Kind>, before: V) => R;
};

/** Told of each layer when it is through. */
export type OnLayer<V, K extends LayerKind = LayerKind> = (layer: LayerOf<K>, before: V, after: V) => void;

/** Hands `input` from layer to layer. @returns what the last one made; a promise where `executor` makes promises */
export function walk<V, K extends LayerKind>(
  layers: readonly LayerOf<K>[],
  executor: Executor<V, V, K>,
  input: V,
  onLayer?: OnLayer<V, K>,
): V;
export function walk<V, K extends LayerKind>(
  layers: readonly LayerOf<K>[],
  executor: Executor<V, V | Promise<V>, K>,
  input: V,
  onLayer?: OnLayer<V, K>,
): V | Promise<V>;
export function walk<V, K extends LayerKind>(
  layers: readonly LayerOf<K>[],
  executor: Executor<V, V | Promise<V>, K>,
  input: V,
  onLayer?: OnLayer<V, K>,
): V | Promise<V> {
  const pass = (layer: LayerOf<K>, before: V): V | Promise<V> => {
    const run = executor[layer.kind as K] as (own: LayerOf<K>, x: V) => V | Promise<V>;
    const after = run(layer, before);
    if (onLayer === undefined) return after;
    if (!(after instanceof Promise)) {
      onLayer(layer, before, after);
      return after;
    }
    return after.then((value) => {
      onLayer(layer, before, value);
      return value;
    });
  };
  return layers.reduce<V | Promise<V>>(
    (before, layer) => (before instanceof Promise ? before.then((x) => pass(layer, x)) : pass(layer, before)),
    input,
  );
}
