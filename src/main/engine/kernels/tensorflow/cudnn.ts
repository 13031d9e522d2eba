import type { Cell } from '../../../../shared/domain/model';
import type { Handle } from './binding';
import type { CellInputs, FusedCell } from './cell';
import type { Ops } from './ops';

const gateCounts: Readonly<Record<Cell, number>> = { rnn: 1, lstm: 4, gru: 3 };

/** cuDNN's order of gates in ours: GRU r, z, h; LSTM i, f, c, o as ours. */
const gateOrder: Readonly<Record<Cell, readonly number[]>> = { rnn: [0], lstm: [0, 1, 2, 3], gru: [1, 0, 2] };

const inOrder = (cell: Cell, gates: readonly Handle[]): Handle[] =>
  gateOrder[cell].map((gate) => gates[gate]!);

const equal = (count: number, size: number): number[] => new Array<number>(count).fill(size);

/**
 * cuDNN's one vector of parameters: every gate's W, transposed, then every gate's U, then every gate's input bias, then
 * every gate's recurrent bias. Source: keras/src/backend/tensorflow/rnn.py, _standardize_cudnn_weights.
 */
function parameters(
  ops: Ops,
  cell: Cell,
  { kernel, recurrentKernel, bias }: CellInputs,
  units: number,
): Handle {
  const gates = gateCounts[cell];
  const flat = (matrix: Handle): Handle[] =>
    inOrder(cell, ops.split(matrix, equal(gates, units), 1)).map((part) =>
      ops.reshape(ops.transpose(part, [1, 0]), [-1]),
    );
  const vectors = (part: Handle): Handle[] => inOrder(cell, ops.split(part, equal(gates, units), 0));
  const [first, second] =
    cell === 'gru'
      ? ops.split(ops.reshape(bias, [2 * gates * units]), equal(2, gates * units), 0)
      : [ops.zeros([gates * units]), bias];
  return ops.concat([...flat(kernel), ...flat(recurrentKernel), ...vectors(first!), ...vectors(second!)], 0);
}

/** The gradient of {@link parameters}. */
function unpack(ops: Ops, cell: Cell, gradient: Handle, features: number, units: number) {
  const gates = gateCounts[cell];
  const sizes = [
    ...equal(gates, features * units),
    ...equal(gates, units * units),
    ...equal(2 * gates, units),
  ];
  const parts = ops.split(gradient, sizes, 0);
  const matrix = (from: number, rows: number): Handle => {
    const own = parts
      .slice(from, from + gates)
      .map((part) => ops.transpose(ops.reshape(part, [units, rows]), [1, 0]));
    return ops.concat(inOrder(cell, own), 1);
  };
  const vector = (from: number): Handle => ops.concat(inOrder(cell, parts.slice(from, from + gates)), 0);
  const recurrentBias = vector(3 * gates);
  return {
    kernel: matrix(0, features),
    recurrentKernel: matrix(gates, units),
    bias: cell === 'gru' ? ops.stack([vector(2 * gates), recurrentBias]) : recurrentBias,
  };
}

/**
 * A whole sequence through cuDNN, on NVIDIA's GPUs alone: LSTM, GRU that resets after the product, RNN with tanh or ReLU.
 * It keeps the states' gradients and the gates to itself. Source: tensorflow/core/ops/cudnn_rnn_ops.cc.
 */
export function cudnn(cell: Cell, mode: 'lstm' | 'gru' | 'rnn_tanh' | 'rnn_relu'): FusedCell {
  const attributes = { rnn_mode: mode, time_major: true };
  const isLstm = cell === 'lstm';
  const oneLayer = (ops: Ops, state: Handle): Handle => ops.reshape(state, [1, ...state.shape]);
  const cellState = (ops: Ops, state: Handle | null, like: Handle): Handle => {
    if (!isLstm) return ops.zeros([]);
    return state === null ? ops.zeros([1, ...like.shape]) : oneLayer(ops, state);
  };

  return {
    traced: null,

    forward(ops, sequence, inputs, units) {
      const given = [
        inputs.inputs,
        oneLayer(ops, inputs.initialHidden),
        cellState(ops, inputs.initialCell, inputs.initialHidden),
        parameters(ops, cell, inputs, units),
        sequence.lengths(),
      ];
      const results = ops.call('CudnnRNNV3', given, 5, { ...attributes, is_training: true });
      const [outputs, hidden, finalCell, reserve, hostReserve] = results as [
        Handle,
        Handle,
        Handle,
        Handle,
        Handle,
      ];
      const state = inputs.initialHidden.shape;
      return {
        outputs,
        finalHidden: ops.reshape(hidden, state),
        finalCell: isLstm ? ops.reshape(finalCell, state) : null,
        memory: { outputs, hidden, cell: finalCell, reserve, hostReserve },
      };
    },

    backward(ops, sequence, inputs, memory, upstream, _wants, units) {
      const [time, batch, features] = inputs.inputs.shape as [number, number, number];
      const state = inputs.initialHidden;
      const given = [
        inputs.inputs,
        oneLayer(ops, state),
        cellState(ops, inputs.initialCell, state),
        parameters(ops, cell, inputs, units),
        sequence.lengths(),
        memory['outputs']!,
        memory['hidden']!,
        memory['cell']!,
        upstream.outputs ?? ops.zeros([time, batch, units]),
        upstream.finalHidden === null ? ops.zeros([1, batch, units]) : oneLayer(ops, upstream.finalHidden),
        isLstm ? cellState(ops, upstream.finalCell, state) : memory['cell']!,
        memory['reserve']!,
        memory['hostReserve']!,
      ];
      const results = ops.call('CudnnRNNBackpropV3', given, 4, attributes);
      const [dInputs, dHidden, dCell, dParameters] = results as [Handle, Handle, Handle, Handle];
      return {
        inputs: dInputs,
        ...unpack(ops, cell, dParameters, features, units),
        initialHidden: ops.reshape(dHidden, state.shape),
        initialCell: isLstm ? ops.reshape(dCell, state.shape) : null,
        hidden: null,
      };
    },
  };
}
