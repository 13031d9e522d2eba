import type { Activation, Cell } from '../../../shared/domain/model';
import { gateCount } from '../models/network/layout';
import type { OnnxAttribute, OnnxNode } from '../formats/onnx/onnx-file';
import { gateOrders } from '../formats/onnx/gate-orders';
import type { Constants, FloatTensor } from './onnx-tensors';
import type { ForeignDense, ForeignDirection, ForeignRecurrent } from './parts';
import { refuse } from './parts';

const cells: Readonly<Record<string, Cell>> = { RNN: 'rnn', LSTM: 'lstm', GRU: 'gru' };
const activations: Readonly<Record<string, Activation>> = {
  Tanh: 'tanh',
  Relu: 'relu',
  Sigmoid: 'sigmoid',
};
const usual: Readonly<Record<Cell, readonly string[]>> = {
  rnn: ['Tanh'],
  lstm: ['Sigmoid', 'Tanh', 'Tanh'],
  gru: ['Sigmoid', 'Tanh'],
};

function attributeOf(node: OnnxNode, wanted: string): OnnxAttribute | undefined {
  return node.attribute.find(({ name }) => name === wanted);
}

/** A recurrent operator with its weights in Keras' order. @throws UnrollError MODEL_UNREADABLE */
export function recurrentOf(node: OnnxNode, constants: Constants, sequences: boolean): ForeignRecurrent {
  const cell = cells[node.opType]!;
  const direction = text(attributeOf(node, 'direction')) ?? 'forward';
  if (direction === 'reverse') refuse('a layer that reads backwards alone');
  const count = direction === 'bidirectional' ? 2 : 1;
  if ((attributeOf(node, 'layout')?.i ?? 0) !== 0) refuse('a recurrent operator with batches first');
  if (attributeOf(node, 'clip') !== undefined) refuse('clipped gates');
  if ((attributeOf(node, 'input_forget')?.i ?? 0) !== 0) refuse('coupled gates');
  if ((node.input[7] ?? '') !== '') refuse('peepholes');
  for (const state of [node.input[5], node.input[6]])
    if (state !== undefined && state !== '' && !constants.isZero(state))
      refuse('an initial state other than zero');
  const given = (attributeOf(node, 'activations')?.strings ?? []).map((name) => Buffer.from(name).toString());
  const names = given.length === 0 ? Array.from({ length: count }, () => usual[cell]).flat() : given;
  const activation = cell === 'rnn' ? activations[names[0] ?? ''] : 'tanh';
  const expected = cell === 'rnn' ? [names[0]!] : usual[cell];
  if (
    activation === undefined ||
    names.join() !==
      Array.from({ length: count }, () => expected)
        .flat()
        .join()
  )
    refuse(`the activations ${names.join(', ')}`);
  const resetAfter = cell === 'gru' && attributeOf(node, 'linear_before_reset')?.i === 1;
  const [w, r] = [constants.tensor(node.input[1]), constants.tensor(node.input[2])];
  const units = r?.shape[2] ?? 0;
  const inputs = w?.shape[2] ?? 0;
  const rows = gateCount[cell] * units;
  if (!isShaped(w, [count, rows, inputs]) || !isShaped(r, [count, rows, units]) || units < 1 || inputs < 1)
    refuse('a recurrent operator whose weights do not fit it');
  const b = constants.tensor(node.input[3]);
  if (b !== null && !isShaped(b, [count, 2 * rows]))
    refuse('a recurrent operator whose bias does not fit it');
  const part = (tensor: FloatTensor, k: number): Float32Array =>
    tensor.data.subarray((k * tensor.data.length) / count, ((k + 1) * tensor.data.length) / count);
  const directions = Array.from({ length: count }, (_, k): ForeignDirection => {
    const bias = b === null ? new Float32Array(2 * rows) : part(b, k);
    return {
      kernel: columnsOf(part(w, k), inputs, units, cell),
      recurrentKernel: columnsOf(part(r, k), units, units, cell),
      bias: biasOf(bias, units, cell, resetAfter),
    };
  });
  return { kind: 'recurrent', cell, activation, resetAfter, units, inputs, sequences, directions };
}

function text(attribute: OnnxAttribute | undefined): string | null {
  return attribute?.s === undefined ? null : Buffer.from(attribute.s).toString();
}

function isShaped(tensor: FloatTensor | null, shape: readonly number[]): tensor is FloatTensor {
  return tensor?.shape.join() === shape.join();
}

/** [G · units, rows] in ONNX' order of gates → [rows, G · units] in Keras'. */
function columnsOf(matrix: Float32Array, rows: number, units: number, cell: Cell): Float32Array {
  const order = gateOrders[cell];
  const columns = order.length * units;
  const result = new Float32Array(matrix.length);
  order.forEach((gate, k) => {
    for (let unit = 0; unit < units; unit++)
      for (let row = 0; row < rows; row++)
        result[row * columns + gate * units + unit] = matrix[(k * units + unit) * rows + row]!;
  });
  return result;
}

/** Input and recurrent biases; but for a GRU with resetAfter their sum says all. */
function biasOf(bias: Float32Array, units: number, cell: Cell, resetAfter: boolean): Float32Array {
  const order = gateOrders[cell];
  const half = order.length * units;
  const result = new Float32Array(resetAfter ? 2 * half : half);
  for (let part = 0; part < 2; part++)
    order.forEach((gate, k) => {
      for (let unit = 0; unit < units; unit++) {
        const place = gate * units + unit + (resetAfter ? part * half : 0);
        result[place] = result[place]! + bias[part * half + k * units + unit]!;
      }
    });
  return result;
}

/** A Gemm or MatMul with constant weights. @throws UnrollError MODEL_UNREADABLE */
export function denseOf(node: OnnxNode, input: string, constants: Constants): ForeignDense {
  const kernel = constants.tensor(node.input[1]);
  if (node.input[0] !== input || kernel?.shape.length !== 2) refuse(`a ${node.opType} of two inputs`);
  const number = (name: string): number => attributeOf(node, name)?.f ?? 1;
  if (number('alpha') !== 1 || number('beta') !== 1 || (attributeOf(node, 'transA')?.i ?? 0) !== 0)
    refuse('a Gemm that scales');
  const [rows, columns] = kernel.shape as [number, number];
  const isTurned = attributeOf(node, 'transB')?.i === 1;
  const [inputs, outputs] = isTurned ? [columns, rows] : [rows, columns];
  const data = isTurned
    ? Float32Array.from(kernel.data, (_, k) => kernel.data[(k % outputs) * inputs + Math.floor(k / outputs)]!)
    : kernel.data;
  const bias = node.opType === 'Gemm' ? constants.floats(node.input[2]) : null;
  if (bias !== null && bias.length !== outputs) refuse('a head whose bias does not fit it');
  return {
    kind: 'dense',
    activation: 'linear',
    inputs,
    outputs,
    kernel: data,
    bias: bias ?? new Float32Array(outputs),
  };
}
