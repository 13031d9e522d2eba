import { BATCH_NORM_EPSILON } from './layers/batch-norm';
import type {
  BatchNormLayout,
  ConvolutionPathLayout,
  ConvolutionUnitLayout,
  ResidualBlockLayout,
} from './layout';
import type { NetworkWeights } from './weights';

/** A convolution as it answers, the norm behind it folded in: y = b + Σ_k x_{t − lead + k · dilation} W_k. */
export interface FoldedConvolution {
  /** The name of its weights, without what the kernel is. */
  readonly name: string;
  readonly size: number;
  readonly inputs: number;
  readonly filters: number;
  /** [size, inputs, filters] */
  readonly kernel: Float32Array;
  /** [filters] */
  readonly bias: Float32Array;
  /** [steps, inputs] with its name: each channel convolved by itself before that, without a bias. */
  readonly depthwise: { readonly name: string; readonly size: number; readonly kernel: Float32Array } | null;
}

export interface FoldedUnit {
  readonly bottleneck: FoldedConvolution | null;
  /** Their outputs side by side, those of `pooled` last. */
  readonly paths: readonly FoldedConvolution[];
  readonly pooled: FoldedConvolution | null;
}

export interface FoldedBlock {
  readonly units: readonly FoldedUnit[];
  /** Null: what goes in is added as it is. */
  readonly shortcut: FoldedConvolution | null;
}

/** Of its kernel's name what the convolution is called. */
export const convolutionName = (kernel: string): string => kernel.replace(/\/(pointwise_)?kernel$/, '');

/** What a norm makes of channel k: scale[k] x + shift[k]. */
interface Affine {
  readonly scale: Float32Array;
  readonly shift: Float32Array;
}

/** A residual block for answering alone, its norms folded into the convolutions before them. */
export function foldedBlock(
  { weights }: NetworkWeights,
  { units, shortcut }: ResidualBlockLayout,
): FoldedBlock {
  const data = (slot: number): Float32Array => weights[slot]!.data;

  const affine = ({ gamma, beta, mean, variance }: BatchNormLayout): Affine => {
    const scale = data(gamma).map((factor, k) => factor / Math.sqrt(data(variance)[k]! + BATCH_NORM_EPSILON));
    return { scale, shift: data(beta).map((plus, k) => plus - data(mean)[k]! * scale[k]!) };
  };

  const folded = (
    { kernel, depthwise }: ConvolutionPathLayout,
    norm: Affine | null,
    from: number,
  ): FoldedConvolution => {
    const { name, shape } = weights[kernel]!;
    const [size, inputs, filters] = shape as [number, number, number];
    const own = data(kernel);
    return {
      name: convolutionName(name),
      ...{ size, inputs, filters },
      kernel: norm === null ? own : own.map((weight, k) => weight * norm.scale[from + (k % filters)]!),
      bias: norm === null ? new Float32Array(filters) : norm.shift.slice(from, from + filters),
      depthwise:
        depthwise === null
          ? null
          : {
              name: weights[depthwise]!.name,
              size: weights[depthwise]!.shape[0]!,
              kernel: data(depthwise),
            },
    };
  };

  const plain = (kernel: number): ConvolutionPathLayout => ({ kernel, depthwise: null });

  const unitOf = ({ bottleneck, paths, pooled, norm }: ConvolutionUnitLayout): FoldedUnit => {
    const whole = affine(norm);
    let from = 0;
    const next = (path: ConvolutionPathLayout): FoldedConvolution => {
      const made = folded(path, whole, from);
      from += made.filters;
      return made;
    };
    return {
      bottleneck: bottleneck === null ? null : folded(plain(bottleneck), null, 0),
      paths: paths.map(next),
      pooled: pooled === null ? null : next(plain(pooled)),
    };
  };

  return {
    units: units.map(unitOf),
    shortcut: shortcut === null ? null : folded(plain(shortcut.kernel), affine(shortcut.norm), 0),
  };
}
