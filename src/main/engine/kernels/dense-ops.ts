import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { throughArrays } from './tensor-memory';

export interface AttentionSpec {
  readonly heads: number;
  /** A step sees itself and what came before. */
  readonly causal: boolean;
  /** [batch], each 1 … time: steps beyond are neither asked nor answered. */
  readonly lengths: Int32Array;
}

/** Queries, keys and values, each [batch, time, heads · size]. */
interface AttentionInputs {
  readonly query: Tensor3D;
  readonly key: Tensor3D;
  readonly value: Tensor3D;
}

/** Which steps a convolution reads at step t: t − lead + k · dilation for k = 0 … size − 1; zeros beyond the ends. */
export interface Taps {
  readonly size: number;
  readonly dilation: number;
  readonly lead: number;
}

/**
 * What surrounds a recurrence, or stands in its place: products of matrices and scaled dot-product attention (Vaswani et
 * al. 2017, eq. 1). Tensors handed out belong to the caller.
 */
export interface DenseOps {
  /** a · b, each transposed before if said so. */
  product(a: Tensor2D, b: Tensor2D, aTransposed?: boolean, bTransposed?: boolean): Tensor2D;
  /** softmax(q kᵀ / √size) v head by head; `output` as the queries, `weights` [batch, heads, time, time]; zero beyond lengths. */
  attention(spec: AttentionSpec, inputs: AttentionInputs): { output: Tensor3D; weights: Tensor4D };
  /** ∂L/∂(query, key, value) from ∂L/∂output. */
  attentionGradient(
    spec: AttentionSpec,
    inputs: AttentionInputs,
    weights: Tensor4D,
    upstream: Tensor3D,
  ): AttentionInputs;
  /** [batch, time, inputs] → [batch · time, size · inputs]: what a convolution reads at each step, side by side. */
  unfold(x: Tensor3D, taps: Taps): Tensor2D;
  /** The adjoint: each number added where it was read. */
  fold(columns: Tensor2D, shape: readonly [number, number, number], taps: Taps): Tensor3D;
}

/** The C++ of src/main/engine/kernels/cpp/dense.h as JavaScript calls it; the last arrays are filled. */
export interface DenseCore {
  /** @param shape [m, k, n, a is transposed, b is transposed, threads] */
  product(shape: Int32Array, a: Float32Array, b: Float32Array, c: Float32Array): void;
  /** @param shape [batch, time, heads, size of a head, causal, threads] */
  attentionForward(
    shape: Int32Array,
    lengths: Int32Array,
    query: Float32Array,
    key: Float32Array,
    value: Float32Array,
    output: Float32Array,
    weights: Float32Array,
  ): void;
  attentionBackward(
    shape: Int32Array,
    lengths: Int32Array,
    query: Float32Array,
    key: Float32Array,
    value: Float32Array,
    weights: Float32Array,
    upstream: Float32Array,
    queryGradient: Float32Array,
    keyGradient: Float32Array,
    valueGradient: Float32Array,
  ): void;
  /** @param shape [batch, time, inputs, size, dilation, lead, threads] */
  unfold(shape: Int32Array, x: Float32Array, columns: Float32Array): void;
  fold(shape: Int32Array, columns: Float32Array, x: Float32Array): void;
}

export function denseOpsOf(core: DenseCore, threads: number): DenseOps {
  const shapeOf = ({ heads, causal }: AttentionSpec, [batch, time, width]: number[]): Int32Array =>
    Int32Array.of(batch!, time!, heads, width! / heads, Number(causal), threads);
  const tapsShape = (shape: readonly number[], { size, dilation, lead }: Taps): Int32Array =>
    Int32Array.of(...shape, size, dilation, lead, threads);
  return {
    product(a, b, aTransposed = false, bTransposed = false) {
      const [m, k] = aTransposed ? [a.shape[1], a.shape[0]] : a.shape;
      const n = bTransposed ? b.shape[0] : b.shape[1];
      const shape = Int32Array.of(m, k, n, Number(aTransposed), Number(bTransposed), threads);
      const { c } = throughArrays({ a: a as Tensor, b: b as Tensor }, { c: [m, n] }, (x, out) =>
        core.product(shape, x.a, x.b, out.c),
      );
      return c as Tensor2D;
    },

    attention(spec, { query, key, value }) {
      const [batch, time] = query.shape;
      const found = throughArrays(
        { query: query as Tensor, key: key as Tensor, value: value as Tensor },
        { output: query.shape as number[], weights: [batch, spec.heads, time, time] },
        (x, out) =>
          core.attentionForward(
            shapeOf(spec, query.shape),
            spec.lengths,
            x.query,
            x.key,
            x.value,
            out.output,
            out.weights,
          ),
      );
      return found as { output: Tensor3D; weights: Tensor4D };
    },

    attentionGradient(spec, { query, key, value }, weights, upstream) {
      const shape = query.shape as number[];
      const found = throughArrays(
        {
          query: query as Tensor,
          key: key as Tensor,
          value: value as Tensor,
          weights: weights as Tensor,
          upstream: upstream as Tensor,
        },
        { query: shape, key: shape, value: shape },
        (x, out) =>
          core.attentionBackward(
            shapeOf(spec, shape),
            spec.lengths,
            x.query,
            x.key,
            x.value,
            x.weights,
            x.upstream,
            out.query,
            out.key,
            out.value,
          ),
      );
      return found as AttentionInputs & { query: Tensor3D; key: Tensor3D; value: Tensor3D };
    },

    unfold(x, taps) {
      const [batch, time, inputs] = x.shape;
      const wanted = { columns: [batch * time, taps.size * inputs] };
      const { columns } = throughArrays({ x: x as Tensor }, wanted, (given, filled) =>
        core.unfold(tapsShape(x.shape, taps), given.x, filled.columns),
      );
      return columns as Tensor2D;
    },

    fold(columns, shape, taps) {
      const { x } = throughArrays({ columns: columns as Tensor }, { x: [...shape] }, (given, filled) =>
        core.fold(tapsShape(shape, taps), given.columns, filled.x),
      );
      return x as Tensor3D;
    },
  };
}

/** [batch, time, heads · size] → [batch, heads, time, size] */
function partHeads(x: Tensor3D, heads: number): Tensor4D {
  const [batch, time, width] = x.shape;
  return tf.transpose(tf.reshape(x, [batch, time, heads, width / heads]), [0, 2, 1, 3]) as Tensor4D;
}

function joinHeads(x: Tensor4D): Tensor3D {
  const [batch, heads, time, size] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch, time, heads * size]);
}

/** [batch, 1, time, time]: 1 where step t of an example may look at step s. */
function mayLook({ lengths, causal }: AttentionSpec, time: number): Tensor4D {
  const seen = new Float32Array(lengths.length * time * time);
  lengths.forEach((length, example) => {
    for (let t = 0; t < length; t++) {
      const row = (example * time + t) * time;
      seen.fill(1, row, row + (causal ? t + 1 : length));
    }
  });
  return tf.tensor4d(seen, [lengths.length, 1, time, time]);
}

/** Far below any score, so that e to its power is zero. */
const MASKED = -1e9;

/** In plain tfjs operations: on any backend, slow on a CPU, and obviously right. */
export const tensorDenseOps: DenseOps = {
  product: (a, b, aTransposed = false, bTransposed = false) => tf.matMul(a, b, aTransposed, bTransposed),

  attention(spec, { query, key, value }) {
    return tf.tidy(() => {
      const [q, k, v] = [query, key, value].map((x) => partHeads(x, spec.heads)) as [
        Tensor4D,
        Tensor4D,
        Tensor4D,
      ];
      const seen = mayLook(spec, query.shape[1]);
      const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(q.shape[3]));
      const masked = tf.add(scores, tf.mul(tf.sub(1, seen), MASKED));
      const weights = tf.mul(tf.softmax(masked), seen) as Tensor4D;
      return { output: joinHeads(tf.matMul(weights, v) as Tensor4D), weights };
    });
  },

  attentionGradient(spec, { query, key, value }, weights, upstream) {
    return tf.tidy(() => {
      const [q, k, v, d] = [query, key, value, upstream].map((x) => partHeads(x, spec.heads)) as [
        Tensor4D,
        Tensor4D,
        Tensor4D,
        Tensor4D,
      ];
      const dWeights = tf.matMul(d, v, false, true);
      const mean = tf.sum(tf.mul(weights, dWeights), 3, true);
      const dScores = tf.mul(tf.mul(weights, tf.sub(dWeights, mean)), 1 / Math.sqrt(q.shape[3]));
      return {
        query: joinHeads(tf.matMul(dScores, k) as Tensor4D),
        key: joinHeads(tf.matMul(dScores, q, true) as Tensor4D),
        value: joinHeads(tf.matMul(weights, d, true) as Tensor4D),
      };
    });
  },
  unfold(x, { size, dilation, lead }) {
    return tf.tidy(() => {
      const [batch, time, inputs] = x.shape;
      const after = Math.max(0, (size - 1) * dilation - lead);
      const padded = tf.pad(x, [
        [0, 0],
        [lead, after],
        [0, 0],
      ]);
      const reads = Array.from({ length: size }, (_, k) =>
        tf.slice(padded, [0, k * dilation, 0], [batch, time, inputs]),
      );
      return tf.reshape(tf.concat(reads, 2), [batch * time, size * inputs]);
    });
  },

  fold(columns, [batch, time, inputs], { size, dilation, lead }) {
    return tf.tidy(() => {
      const reads = tf.split(tf.reshape(columns, [batch, time, size * inputs]), size, 2);
      const whole = (size - 1) * dilation + time;
      const placed = reads.map((read, k) =>
        tf.pad(read, [
          [0, 0],
          [k * dilation, whole - time - k * dilation],
          [0, 0],
        ]),
      );
      return tf.slice(tf.addN(placed), [0, lead, 0], [batch, time, inputs]) as Tensor3D;
    });
  },
};
