import type {
  ElementType,
  OnnxAttribute,
  OnnxGraph,
  OnnxNode,
  OnnxTensor,
  OnnxValue,
} from '../../formats/onnx/onnx-file';
import { elementTypes } from '../../formats/onnx/onnx-file';

/** A value of a graph by its name. */
export type Value = string;
export type Attributes = Readonly<
  Record<string, number | string | readonly number[] | readonly string[] | Float | Floats | OnnxGraph>
>;

/** Numbers are integers of ONNX unless they are wrapped. */
export class Float {
  constructor(readonly value: number) {}
}
export class Floats {
  constructor(readonly values: readonly number[]) {}
}

const FLOAT = 1;
const INT = 2;
const STRING = 3;
const GRAPH = 5;
const FLOATS = 6;
const INTS = 7;
const STRINGS = 8;

type Numbers = Float32Array | Float64Array | Int32Array | BigInt64Array | Int8Array | Uint8Array;

function elementTypeOf(data: Numbers): ElementType {
  if (data instanceof Float32Array) return 'float';
  if (data instanceof Float64Array) return 'double';
  if (data instanceof Int32Array) return 'int32';
  if (data instanceof BigInt64Array) return 'int64';
  return data instanceof Int8Array ? 'int8' : 'uint8';
}

/** Builds a graph node by node. Names of values are made unique; equal small constants are shared. */
export class GraphBuilder {
  private readonly nodes: OnnxNode[] = [];
  private readonly initializers: OnnxTensor[] = [];
  private readonly inputs: OnnxValue[] = [];
  private readonly outputs: OnnxValue[] = [];
  private readonly shared = new Map<string, Value>();
  private count = 0;
  private scope = '';

  /** @param name of the graph; a body of Scan or Loop needs other value names than what surrounds it: `prefix` */
  constructor(
    private readonly name: string,
    private readonly prefix = '',
  ) {}

  /** @param shape numbers, or names of dimensions that may differ from call to call */
  input(name: string, type: ElementType, shape: readonly (number | string)[]): Value {
    this.inputs.push(valueInfo(name, type, shape));
    return name;
  }

  output(value: Value, name: string, type: ElementType, shape: readonly (number | string)[]): void {
    this.nodes.push({ opType: 'Identity', input: [value], output: [name], attribute: [], name });
    this.outputs.push(valueInfo(name, type, shape));
  }

  /** A node with one output. An empty name among the inputs leaves an optional input out. */
  op(opType: string, input: readonly Value[], attributes: Attributes = {}, domain = ''): Value {
    return this.ops(opType, input, 1, attributes, domain)[0]!;
  }

  /** A node with several outputs. */
  ops(
    opType: string,
    input: readonly Value[],
    outputs: number,
    attributes: Attributes = {},
    domain = '',
  ): Value[] {
    const name = `${this.prefix}${opType}_${++this.count}`;
    const output = Array.from({ length: outputs }, (_, k) => (k === 0 ? name : `${name}:${k}`));
    const attribute = Object.entries(attributes).map(([key, value]) => attributeOf(key, value));
    this.nodes.push({ opType, domain, name, input: [...input], output, attribute });
    return output;
  }

  /** Names of weights that `make` adds begin with `scope/`. */
  within<T>(scope: string, make: () => T): T {
    const outer = this.scope;
    this.scope = `${outer}${scope}/`;
    try {
      return make();
    } finally {
      this.scope = outer;
    }
  }

  /** A named weight. */
  weight(own: string, data: Numbers, dims: readonly number[]): Value {
    const name = this.scope + own;
    this.initializers.push({
      name,
      dims: [...dims],
      dataType: elementTypes[elementTypeOf(data)],
      rawData: littleEndian(data),
    });
    return name;
  }

  constant(data: Numbers, dims: readonly number[]): Value {
    const type = elementTypeOf(data);
    const key = data.length <= 16 ? `${type}/${dims.join()}/${data.join()}` : null;
    const known = key === null ? undefined : this.shared.get(key);
    if (known !== undefined) return known;
    const name = this.weight(`${this.prefix}constant_${++this.count}`, data, dims);
    if (key !== null) this.shared.set(key, name);
    return name;
  }

  /** [n] int64. */
  ints(...values: readonly number[]): Value {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** A scalar int64. */
  int(value: number): Value {
    return this.constant(BigInt64Array.of(BigInt(value)), []);
  }

  /** A scalar float. */
  float(value: number): Value {
    return this.constant(Float32Array.of(value), []);
  }

  cast(value: Value, to: ElementType): Value {
    return this.op('Cast', [value], { to: elementTypes[to] });
  }

  /** 0 keeps a dimension, −1 takes what is left. */
  reshape(value: Value, ...shape: readonly number[]): Value {
    return this.op('Reshape', [value, this.ints(...shape)]);
  }

  transpose(value: Value, ...perm: readonly number[]): Value {
    return this.op('Transpose', [value], { perm });
  }

  unsqueeze(value: Value, ...axes: readonly number[]): Value {
    return this.op('Unsqueeze', [value, this.ints(...axes)]);
  }

  squeeze(value: Value, ...axes: readonly number[]): Value {
    return this.op('Squeeze', [value, this.ints(...axes)]);
  }

  /** Elements `start` … `end` (exclusive) of one axis. */
  slice(value: Value, axis: number, start: number, end: number): Value {
    return this.op('Slice', [value, this.ints(start), this.ints(end), this.ints(axis)]);
  }

  concat(axis: number, ...values: readonly Value[]): Value {
    return values.length === 1 ? values[0]! : this.op('Concat', values, { axis });
  }

  /** The size of one dimension, scalar int64. */
  size(value: Value, axis: number): Value {
    return this.squeeze(this.op('Shape', [value], { start: axis, end: axis + 1 }), 0);
  }

  /** 0 … n − 1 of a scalar int64. */
  range(n: Value): Value {
    return this.op('Range', [this.int(0), n, this.int(1)]);
  }

  build(): OnnxGraph {
    return {
      name: this.name,
      node: this.nodes,
      initializer: this.initializers,
      input: this.inputs,
      output: this.outputs,
    };
  }
}

function valueInfo(name: string, type: ElementType, shape: readonly (number | string)[]): OnnxValue {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: elementTypes[type], shape: { dim } } } };
}

function attributeOf(name: string, value: Attributes[string]): OnnxAttribute {
  if (value instanceof Float) return { name, type: FLOAT, f: value.value };
  if (value instanceof Floats) return { name, type: FLOATS, floats: [...value.values] };
  if (typeof value === 'number') return { name, type: INT, i: value };
  if (typeof value === 'string') return { name, type: STRING, s: Buffer.from(value) };
  if ('node' in value) return { name, type: GRAPH, g: value };
  if (value.every((item) => typeof item === 'number')) return { name, type: INTS, ints: [...value] };
  return { name, type: STRINGS, strings: value.map((text) => Buffer.from(String(text))) };
}

/** Raw data of ONNX is little-endian, as every machine is that the lab runs on. */
function littleEndian({ buffer, byteOffset, byteLength }: Numbers): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
