import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import type { OnnxGraph, OnnxTensor } from '../formats/onnx/onnx-file';
import { elementTypes } from '../formats/onnx/onnx-file';

const MOST_VALUES = 2 ** 28;
const MOST_DEPTH = 20;
/** They move values and make none. */
const shaping = new Set(['Slice', 'Expand', 'Unsqueeze', 'Squeeze', 'Reshape', 'Transpose', 'Identity']);

export interface FloatTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

function damaged(name: string): UnrollError {
  return failure('MODEL_UNREADABLE.onnxWeight', { weight: name });
}

/** Weights and constants of a graph by name. Data outside the file are refused. */
export class Constants {
  private readonly tensors = new Map<string, OnnxTensor>();

  constructor(private readonly graph: OnnxGraph) {
    for (const tensor of graph.initializer)
      if (tensor.name !== undefined) this.tensors.set(tensor.name, tensor);
    for (const { opType, output, attribute } of graph.node) {
      const value = opType === 'Constant' ? attribute.find(({ name }) => name === 'value')?.t : undefined;
      if (value !== undefined && output[0] !== undefined) this.tensors.set(output[0], value);
    }
  }

  /** Whether a value can only be zeros: a constant, or cut and shaped from one. */
  isZero(name: string, depth = 0): boolean {
    const known = this.tensors.get(name);
    if (known !== undefined)
      return known.dataType === elementTypes.float && this.floats(name)!.every((value) => value === 0);
    const node = this.graph.node.find(({ output }) => output.includes(name));
    if (node === undefined || depth > MOST_DEPTH) return false;
    if (node.opType === 'ConstantOfShape') {
      const fill = node.attribute.find((attribute) => attribute.name === 'value')?.t;
      return fill === undefined || allBytesZero(fill);
    }
    return shaping.has(node.opType) && this.isZero(node.input[0] ?? '', depth + 1);
  }

  has(name: string): boolean {
    return this.tensors.has(name);
  }

  floats(name: string | undefined): Float32Array | null {
    return this.tensor(name)?.data ?? null;
  }

  /** Null when there is none of the name. @throws UnrollError MODEL_UNREADABLE */
  tensor(name: string | undefined): FloatTensor | null {
    const found = name === undefined ? undefined : this.tensors.get(name);
    if (found === undefined || name === undefined) return null;
    const size = sizeOf(found, name);
    if (found.dataType !== elementTypes.float) throw damaged(name);
    const { rawData, floatData } = found;
    if (rawData !== undefined && rawData.length > 0) {
      if (rawData.length !== 4 * size) throw damaged(name);
      return { shape: found.dims, data: new Float32Array(new Uint8Array(rawData).buffer) };
    }
    if ((floatData?.length ?? 0) !== size) throw damaged(name);
    return { shape: found.dims, data: Float32Array.from(floatData ?? []) };
  }

  /** Integers of a constant of a few numbers; null when there is none. */
  integers(name: string | undefined): number[] | null {
    const found = name === undefined ? undefined : this.tensors.get(name);
    if (found === undefined || name === undefined || found.dataType !== elementTypes.int64) return null;
    const size = sizeOf(found, name);
    if (size > 16) return null;
    const { rawData, int64Data } = found;
    if (rawData === undefined || rawData.length === 0) return int64Data?.length === size ? int64Data : null;
    if (rawData.length !== 8 * size) throw damaged(name);
    return Array.from(new BigInt64Array(new Uint8Array(rawData).buffer), Number);
  }
}

function allBytesZero({ rawData, floatData }: OnnxTensor): boolean {
  return (rawData ?? []).every((byte) => byte === 0) && (floatData ?? []).every((value) => value === 0);
}

function sizeOf({ dims, dataLocation, externalData }: OnnxTensor, name: string): number {
  if (dataLocation === 1 || (externalData?.length ?? 0) > 0)
    throw failure('MODEL_UNREADABLE.onnxOutside', { weight: name });
  const size = dims.reduce((product, n) => product * n, 1);
  if (!(size <= MOST_VALUES) || dims.some((n) => !(n >= 0))) throw damaged(name);
  return size;
}
