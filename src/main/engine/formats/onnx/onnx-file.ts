import { parse } from 'protobufjs';
import type { Type } from 'protobufjs';
// As published with ONNX 1.23 (Apache-2.0): https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
import source from './onnx.proto?raw';

/** What the lab uses of ONNX' element types (`TensorProto.DataType`). */
export const elementTypes = {
  float: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  double: 11,
} as const;
export type ElementType = keyof typeof elementTypes;

export interface OnnxTensor {
  name?: string;
  /** int64: numbers when written, numbers or `Long` when read. */
  dims: readonly number[];
  dataType: number;
  rawData?: Uint8Array;
  floatData?: number[];
  int32Data?: number[];
  int64Data?: number[];
  doubleData?: number[];
  externalData?: unknown[];
  dataLocation?: number;
}

export interface OnnxAttribute {
  name: string;
  /** `AttributeProto.AttributeType`: FLOAT 1, INT 2, STRING 3, TENSOR 4, GRAPH 5, FLOATS 6, INTS 7, STRINGS 8. */
  type: number;
  f?: number;
  i?: number;
  s?: Uint8Array;
  t?: OnnxTensor;
  g?: OnnxGraph;
  floats?: number[];
  ints?: number[];
  strings?: Uint8Array[];
}

export interface OnnxNode {
  name?: string;
  opType: string;
  domain?: string;
  input: string[];
  output: string[];
  attribute: OnnxAttribute[];
}

export interface OnnxValue {
  name: string;
  type: {
    tensorType?: {
      elemType: number;
      shape?: { dim: readonly { readonly dimValue?: number; readonly dimParam?: string }[] };
    };
  };
}

export interface OnnxGraph {
  name: string;
  node: OnnxNode[];
  initializer: OnnxTensor[];
  input: OnnxValue[];
  output: OnnxValue[];
}

export interface OnnxModel {
  irVersion: number;
  producerName?: string;
  producerVersion?: string;
  docString?: string;
  opsetImport: { domain?: string; version: number }[];
  metadataProps?: { key: string; value: string }[];
  graph: OnnxGraph;
}

let modelType: Type | null = null;

function onnxModelType(): Type {
  modelType ??= parse(source).root.lookupType('onnx.ModelProto');
  return modelType;
}

export function encodeOnnx(model: OnnxModel): Uint8Array {
  return onnxModelType().encode(onnxModelType().fromObject(model)).finish();
}

/** The message as plain objects; nothing in it is checked but the wire format. @throws Error when it is none */
export function decodeOnnx(bytes: Uint8Array): OnnxModel {
  const type = onnxModelType();
  return type.toObject(type.decode(bytes), { longs: Number, arrays: true }) as OnnxModel;
}
