import type { RecurrentNetworkSpec } from '../../../../shared/domain/model';
import { gateOrders } from '../../formats/onnx/gate-orders';
import { gatesOf } from '../../kernels/kernel';
import { layoutOf, variantOf } from '../../models/network/layout';
import type { DirectionLayout } from '../../models/network/layout';
import type { NetworkWeights } from '../../models/network/weights';
import type { RecurrentWeights } from '../../models/network/recurrent-model';
import type { Attributes, GraphBuilder, Value } from './graph-builder';
import { Floats } from './graph-builder';
import type { DirectionWeights } from './direction-weights';
import { quantisedDirection } from './quantised';

const operators = { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU' } as const;
/** Of an LSTM with coupled gates, i c o: ONNX lists weights of f too, which `input_forget` leaves unread. */
const coupledOrder = [0, 2, null, 1] as const;
const activations = { tanh: 'Tanh', relu: 'Relu', sigmoid: 'Sigmoid', linear: 'Affine' } as const;

/** Hidden (and cell) states of one layer, each [1, batch, units]. */
interface LayerState {
  readonly hidden: Value;
  readonly cell: Value | null;
}

export interface LayerResult {
  /** [time, batch, directions · units]; beyond a sequence's end nothing is promised. */
  readonly outputs: Value;
  /** [batch, directions · units] */
  readonly final: Value;
  /** Of a network that reads forwards only. */
  readonly state: LayerState | null;
}

export interface LayerOptions {
  /** [batch] int32; null: every sequence is as long as the batch. */
  readonly lengths: Value | null;
  readonly initial?: LayerState;
  /** Dynamic quantisation to int8 instead of ONNX' own recurrent operators. */
  readonly quantised?: boolean;
}

/** Layer `index` of a recurrent network over [time, batch, inputs]. */
export function recurrentLayer(
  graph: GraphBuilder,
  network: RecurrentWeights,
  index: number,
  inputs: Value,
  options: LayerOptions,
): LayerResult {
  const { spec } = network;
  const directions = layoutOf(spec, network.shape).layers[index]!;
  const parts = directions.map((direction) => weightsOf(network, direction));
  const name = `recurrent_${index + 1}`;
  if (options.quantised === true) {
    const results = parts.map((weights, k) =>
      quantisedDirection(graph, spec, `${name}/${k}`, weights, inputs, options.lengths!, k === 1),
    );
    return {
      outputs: graph.concat(2, ...results.map(({ outputs }) => outputs)),
      final: graph.concat(1, ...results.map(({ final }) => final)),
      state: null,
    };
  }
  return onnxLayer(graph, spec, name, parts, inputs, options);
}

function weightsOf({ weights }: NetworkWeights, direction: DirectionLayout): DirectionWeights {
  const { kernel, recurrentKernel, bias, peephole } = direction;
  return {
    kernel: weights[kernel]!.data,
    recurrentKernel: weights[recurrentKernel]!.data,
    bias: weights[bias]!.data,
    peephole: peephole === null ? null : weights[peephole]!.data,
  };
}

function onnxLayer(
  graph: GraphBuilder,
  spec: RecurrentNetworkSpec,
  name: string,
  parts: readonly DirectionWeights[],
  inputs: Value,
  { lengths, initial }: LayerOptions,
): LayerResult {
  const { cell, units } = spec;
  const isCoupled = variantOf(spec).coupled === true;
  const order = isCoupled ? coupledOrder : gateOrders[cell];
  const columns = order.length * units;
  const directions = parts.length;
  const width = parts[0]!.kernel.length / (gatesOf(spec) * units);
  const w = parts.map(({ kernel }) => gateRows(kernel, width, units, order));
  const r = parts.map(({ recurrentKernel }) => gateRows(recurrentKernel, units, units, order));
  const b = parts.map(({ bias }) => biasOf(bias, units, order));
  const p = parts.flatMap(({ peephole }) => (peephole === null ? [] : [peepholesOf(peephole, units)]));
  const given = [
    inputs,
    graph.weight(`${name}/W`, joined(w), [directions, columns, width]),
    graph.weight(`${name}/R`, joined(r), [directions, columns, units]),
    graph.weight(`${name}/B`, joined(b), [directions, 2 * columns]),
    lengths ?? '',
    ...(initial === undefined ? [] : [initial.hidden, ...(initial.cell === null ? [] : [initial.cell])]),
    ...(p.length > 0 && initial === undefined ? ['', ''] : []),
    ...(p.length > 0 ? [graph.weight(`${name}/P`, joined(p), [directions, 3 * units])] : []),
  ];
  const attributes: Attributes = {
    hidden_size: units,
    direction: directions === 2 ? 'bidirectional' : 'forward',
    ...(cell === 'gru' && { linear_before_reset: Number(spec.resetAfter) }),
    ...(cell === 'rnn' && activationOf(spec, directions)),
    ...(isCoupled && { input_forget: 1 }),
  };
  const results = graph.ops(operators[cell], given, cell === 'lstm' ? 3 : 2, attributes);
  const [sequence, hidden, cellState] = results as [Value, Value, Value?];
  return {
    outputs: graph.reshape(graph.transpose(sequence, 0, 2, 1, 3), 0, 0, directions * units),
    final: graph.reshape(graph.transpose(hidden, 1, 0, 2), 0, directions * units),
    state: directions === 1 ? { hidden, cell: cellState ?? null } : null,
  };
}

function activationOf({ activation }: RecurrentNetworkSpec, directions: number): Attributes {
  const names = Array.from({ length: directions }, () => activations[activation]);
  if (activation !== 'linear') return { activations: names };
  const ones = new Floats(names.map(() => 1));
  return { activations: names, activation_alpha: ones, activation_beta: new Floats(names.map(() => 0)) };
}

/** Where each of ONNX' gates stands among a weight's own; null: there is none. */
type GateOrder = readonly (number | null)[];
const ownGates = (order: GateOrder): number => order.filter((gate) => gate !== null).length;

/** [rows, G · units] in the lab's order of gates → [G · units, rows] in ONNX'. */
function gateRows(matrix: Float32Array, rows: number, units: number, order: GateOrder): Float32Array {
  const columns = ownGates(order) * units;
  const result = new Float32Array(order.length * units * rows);
  order.forEach((gate, k) => {
    if (gate === null) return;
    for (let unit = 0; unit < units; unit++)
      for (let row = 0; row < rows; row++)
        result[(k * units + unit) * rows + row] = matrix[row * columns + gate * units + unit]!;
  });
  return result;
}

/** Input biases, then recurrent ones: [2 · G · units]. */
function biasOf(bias: Float32Array, units: number, order: GateOrder): Float32Array {
  const own = ownGates(order) * units;
  const half = order.length * units;
  const result = new Float32Array(2 * half);
  for (let part = 0; part * own < bias.length; part++)
    order.forEach((gate, k) => {
      if (gate === null) return;
      const from = part * own + gate * units;
      result.set(bias.subarray(from, from + units), part * half + k * units);
    });
  return result;
}

/** Of i, f, o (coupled: i, o) → of i, o, f. */
function peepholesOf(peephole: Float32Array, units: number): Float32Array {
  const row = (k: number): Float32Array => peephole.subarray(k * units, (k + 1) * units);
  return peephole.length === 2 * units
    ? joined([row(0), row(1), new Float32Array(units)])
    : joined([row(0), row(2), row(1)]);
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const result = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}
