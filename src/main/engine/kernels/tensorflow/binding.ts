import type { KernelBackend, Tensor, TensorInfo } from '@tensorflow/tfjs-core';

/** A tensor inside TensorFlow. Source: tfjs-node/src/tfjs_binding.ts. */
export interface Handle {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

export type AttributeValue = boolean | number | string;

export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: AttributeValue;
}

/** tfjs-node's addon: TensorFlow's eager C API, one operation at a time. */
export interface Binding {
  /** The array is shared, not copied: nobody may write to it afterwards. */
  createTensor(shape: number[], dtype: number, values: ArrayBufferView): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  executeOp(name: string, attributes: Attribute[], inputs: number[], outputs: number): Handle[];
  isUsingGpuDevice(): boolean;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_BOOL: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_Version: string;
}

/** tfjs-node's backend. Source: tfjs-node/src/nodejs_kernel_backend.ts; the last two are private there. */
export interface NodeBackend extends KernelBackend {
  readonly binding: Binding;
  /** Brings the tensors here, whichever backend they are on. */
  getInputTensorIds(tensors: readonly TensorInfo[]): number[];
  /** From then on the tensor owns the handle. */
  createOutputTensor(handle: Handle): Tensor;
}
