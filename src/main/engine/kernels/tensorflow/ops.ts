import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Attribute, AttributeValue, Handle } from './binding';
import type { TensorflowRuntime } from './runtime';

/**
 * TensorFlow's operations over handles instead of tfjs tensors: no bookkeeping per operation, which counts where there are
 * several at every time step. All handles made by one `Ops` are deleted by `close` but for those that were taken.
 */
export class Ops {
  readonly #made = new Set<number>();
  readonly #runtime: TensorflowRuntime;

  constructor(runtime: TensorflowRuntime) {
    this.#runtime = runtime;
  }

  /** @param attributes beside `T`, which is always float32; numbers are integers */
  call(
    name: string,
    inputs: readonly Handle[],
    outputs = 1,
    attributes: Readonly<Record<string, AttributeValue>> = {},
    types: Readonly<Record<string, 'float32' | 'int32' | 'int64'>> = { T: 'float32' },
  ): Handle[] {
    const { binding } = this.#runtime;
    const typed = { float32: binding.TF_FLOAT, int32: binding.TF_INT32, int64: binding.TF_INT64 };
    const kinds = {
      boolean: binding.TF_ATTR_BOOL,
      number: binding.TF_ATTR_INT,
      string: binding.TF_ATTR_STRING,
    };
    const all: Attribute[] = [
      ...Object.entries(types).map(([key, type]) => ({
        name: key,
        type: binding.TF_ATTR_TYPE,
        value: typed[type],
      })),
      ...Object.entries(attributes).map(([key, value]) => ({
        name: key,
        type: kinds[typeof value as keyof typeof kinds],
        value,
      })),
    ];
    const ids = inputs.map(({ id }) => id);
    const handles = binding.executeOp(name, all, ids, outputs);
    for (const { id } of handles) this.#made.add(id);
    return handles;
  }

  floats(values: Float32Array, shape: number[]): Handle {
    return this.#create(values, shape, this.#runtime.binding.TF_FLOAT);
  }

  ints(values: readonly number[] | Int32Array, shape: number[] = [values.length]): Handle {
    return this.#create(Int32Array.from(values), shape, this.#runtime.binding.TF_INT32);
  }

  bools(values: Uint8Array, shape: number[]): Handle {
    return this.#create(values, shape, this.#runtime.binding.TF_BOOL);
  }

  /** A scalar int64, which tfjs-node takes as two halves. */
  long(value: number): Handle {
    return this.#create(Int32Array.of(value, 0), [], this.#runtime.binding.TF_INT64);
  }

  zeros(shape: number[]): Handle {
    return this.floats(new Float32Array(tf.util.sizeFromShape(shape)), shape);
  }

  /** A tfjs tensor's numbers, copied only when they are on another backend. The tensor keeps owning its handle. */
  from(tensor: Tensor): Handle {
    const { backend, binding } = this.#runtime;
    if (tf.backend() !== backend) return this.floats(tensor.dataSync<'float32'>(), tensor.shape);
    const [id] = backend.getInputTensorIds([tensor]);
    return { id: id!, shape: tensor.shape, dtype: binding.TF_FLOAT };
  }

  /** Hands a handle over to a new tensor on the current backend, which belongs to the caller. */
  toTensor(handle: Handle): Tensor {
    const { backend } = this.#runtime;
    if (tf.backend() !== backend) return tf.tensor(this.read(handle), handle.shape);
    return backend.createOutputTensor(this.take(handle));
  }

  read(handle: Handle): Float32Array {
    return this.#runtime.binding.tensorDataSync(handle.id) as Float32Array;
  }

  /** `close` will not delete it: whoever takes it does. */
  take(handle: Handle): Handle {
    this.#made.delete(handle.id);
    return handle;
  }

  close(): void {
    for (const id of this.#made) this.#runtime.binding.deleteTensor(id);
    this.#made.clear();
  }

  #create(values: ArrayBufferView, shape: number[], dtype: number): Handle {
    const id = this.#runtime.binding.createTensor(shape, dtype, values);
    this.#made.add(id);
    return { id, shape, dtype };
  }

  add = (a: Handle, b: Handle): Handle => this.call('AddV2', [a, b])[0]!;
  multiply = (a: Handle, b: Handle): Handle => this.call('Mul', [a, b])[0]!;

  /** a b, [rows, columns], each transposed first where asked. */
  product(a: Handle, b: Handle, transposeA = false, transposeB = false): Handle {
    return this.call('MatMul', [a, b], 1, { transpose_a: transposeA, transpose_b: transposeB })[0]!;
  }

  reshape(a: Handle, shape: number[]): Handle {
    return this.call('Reshape', [a, this.ints(shape)], 1, {}, { T: 'float32', Tshape: 'int32' })[0]!;
  }

  transpose(a: Handle, order: readonly number[]): Handle {
    return this.call('Transpose', [a, this.ints(order)], 1, {}, { T: 'float32', Tperm: 'int32' })[0]!;
  }

  concat(parts: readonly Handle[], axis: number): Handle {
    const types = { T: 'float32', Tidx: 'int32' } as const;
    return this.call('ConcatV2', [...parts, this.ints([axis], [])], 1, { N: parts.length }, types)[0]!;
  }

  /** Pieces of the given sizes along an axis. */
  split(a: Handle, sizes: readonly number[], axis: number): Handle[] {
    const inputs = [a, this.ints(sizes), this.ints([axis], [])];
    const types = { T: 'float32', Tlen: 'int32' } as const;
    return this.call('SplitV', inputs, sizes.length, { num_split: sizes.length }, types);
  }

  /** [n, …] → n times […] */
  unstack(a: Handle): Handle[] {
    const [num] = a.shape as [number];
    return this.call('Unpack', [a], num, { num, axis: 0 });
  }

  /** n times […] → [n, …] */
  stack(parts: readonly Handle[]): Handle {
    return this.call('Pack', parts, 1, { N: parts.length, axis: 0 })[0]!;
  }

  /** Sum over all rows: [rows, columns] → [columns]. */
  sumRows(a: Handle): Handle {
    const types = { T: 'float32', Tidx: 'int32' } as const;
    return this.call('Sum', [a, this.ints([0])], 1, { keep_dims: false }, types)[0]!;
  }
}

/** Runs `work` and deletes every handle that it made and did not take, also when it fails. */
export function computing<T>(runtime: TensorflowRuntime, work: (ops: Ops) => T): T {
  const ops = new Ops(runtime);
  try {
    return work(ops);
  } finally {
    ops.close();
  }
}
