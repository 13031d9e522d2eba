import type { RecurrentNetworkSpec } from '../../../../shared/domain/model';
import { gatesOf } from '../../kernels/kernel';
import type { Value } from './graph-builder';
import { GraphBuilder } from './graph-builder';
import type { DirectionWeights } from './direction-weights';

const LARGEST_INT8 = 127;

/** A matrix as int8 with one scale a column: weight = scale · q. Symmetric, so that 0 stays 0. */
export interface QuantisedMatrix {
  /** [rows, columns] */
  readonly values: Int8Array;
  /** [columns] */
  readonly scales: Float32Array;
}

export function quantise(matrix: Float32Array, rows: number, columns: number): QuantisedMatrix {
  const scales = new Float32Array(columns);
  for (let k = 0; k < matrix.length; k++)
    scales[k % columns] = Math.max(scales[k % columns]!, Math.abs(matrix[k]!) / LARGEST_INT8);
  const values = Int8Array.from({ length: rows * columns }, (_, k) => {
    const scale = scales[k % columns]!;
    return scale === 0 ? 0 : Math.max(-LARGEST_INT8, Math.min(LARGEST_INT8, Math.round(matrix[k]! / scale)));
  });
  return { values, scales };
}

/** x · W with W in int8 and x quantised to uint8 as it comes (ONNX' DynamicQuantizeLinear and MatMulInteger). */
export function quantisedProduct(
  graph: GraphBuilder,
  inputs: Value,
  weight: { readonly values: Value; readonly scales: Value },
): Value {
  const [quantised, scale, zero] = graph.ops('DynamicQuantizeLinear', [inputs], 3) as [Value, Value, Value];
  const sums = graph.cast(graph.op('MatMulInteger', [quantised, weight.values, zero]), 'float');
  return graph.op('Mul', [sums, graph.op('Mul', [weight.scales, scale])]);
}

export function quantisedWeight(
  graph: GraphBuilder,
  name: string,
  matrix: Float32Array,
  rows: number,
  columns: number,
): { readonly values: Value; readonly scales: Value } {
  const { values, scales } = quantise(matrix, rows, columns);
  return {
    values: graph.weight(`${name}/int8`, values, [rows, columns]),
    scales: graph.weight(`${name}/scale`, scales, [columns]),
  };
}

/**
 * One direction of a recurrent layer with int8 weights, out of standard operators: the inputs' products for all steps
 * at once, then a Scan over time.
 *
 * @param inputs [time, batch, inputs]
 * @param lengths [batch] int32
 */
export function quantisedDirection(
  graph: GraphBuilder,
  spec: RecurrentNetworkSpec,
  name: string,
  weights: DirectionWeights,
  inputs: Value,
  lengths: Value,
  reverse: boolean,
): { outputs: Value; final: Value } {
  const { cell, units } = spec;
  const { kernel, bias } = weights;
  const columns = gatesOf(spec) * units;
  const ordered = reverse ? reversed(graph, inputs, lengths) : inputs;
  const weight = quantisedWeight(graph, `${name}/kernel`, kernel, kernel.length / columns, columns);
  const bias0 = graph.weight(`${name}/bias`, bias.slice(0, columns), [columns]);
  const projected = graph.op('Add', [quantisedProduct(graph, ordered, weight), bias0]);
  const body = stepBody(graph, spec, name, weights, lengths);
  const zeros = graph.op(
    'ConstantOfShape',
    [graph.concat(0, graph.op('Shape', [lengths]), graph.ints(units))],
    {},
  );
  const states = cell === 'lstm' ? [zeros, zeros] : [zeros];
  const time = graph.cast(graph.range(graph.size(inputs, 0)), 'int32');
  const results = graph.ops('Scan', [...states, projected, time], states.length + 1, {
    body: body.build(),
    num_scan_inputs: 2,
  });
  const outputs = results.at(-1)!;
  return { outputs: reverse ? reversed(graph, outputs, lengths) : outputs, final: results[0]! };
}

/** Each sequence from its own end to its beginning. */
function reversed(graph: GraphBuilder, sequences: Value, lengths: Value): Value {
  return graph.op('ReverseSequence', [sequences, graph.cast(lengths, 'int64')], {
    time_axis: 0,
    batch_axis: 1,
  });
}

/** What Scan does at each step: states and the inputs' products in, new states and the hidden state out. */
function stepBody(
  outer: GraphBuilder,
  spec: RecurrentNetworkSpec,
  name: string,
  { recurrentKernel, bias, peephole }: DirectionWeights,
  lengths: Value,
): GraphBuilder {
  const { cell, units } = spec;
  const columns = gatesOf(spec) * units;
  const recurrentBias = bias.slice(columns);
  const body = new GraphBuilder(`${name}/step`, `${name}/step/`);
  const shape = [`batch_${name}`, units];
  const hidden = body.input(`${name}/hidden`, 'float', shape);
  const cellState = cell === 'lstm' ? body.input(`${name}/cell`, 'float', shape) : null;
  const products = body.input(`${name}/products`, 'float', [shape[0]!, columns]);
  const step = body.input(`${name}/time`, 'int32', []);
  const candidateApart = cell === 'gru' && !spec.resetAfter;
  const [first, second] = candidateApart
    ? splitColumns(recurrentKernel, units, columns, 2 * units)
    : [recurrentKernel, null];
  const weight = quantisedWeight(outer, `${name}/recurrent`, first, units, first.length / units);
  let past = quantisedProduct(body, hidden, weight);
  if (recurrentBias.length > 0)
    past = body.op('Add', [past, outer.weight(`${name}/recurrent_bias`, recurrentBias, [columns])]);
  const gate = (value: Value, k: number): Value => body.slice(value, 1, k * units, (k + 1) * units);
  const sum = (k: number): Value => body.op('Add', [gate(products, k), gate(past, k)]);
  const sigmoid = (value: Value): Value => body.op('Sigmoid', [value]);
  const product = (a: Value, b: Value): Value => body.op('Mul', [a, b]);
  const isOwn = body.unsqueeze(body.op('Less', [step, lengths]), 1);
  const kept = (fresh: Value, old: Value): Value => body.op('Where', [isOwn, fresh, old]);
  let next: Value;
  let nextCell: Value | null = null;
  if (cell === 'rnn') {
    const operators = { tanh: 'Tanh', relu: 'Relu', sigmoid: 'Sigmoid', linear: 'Identity' } as const;
    next = body.op(operators[spec.activation], [sum(0)]);
  } else if (cell === 'lstm') {
    const isCoupled = columns === 3 * units;
    const peep = (value: Value, row: number, cells: Value): Value => {
      if (peephole === null) return value;
      const own = peephole.subarray(row * units, (row + 1) * units);
      return body.op('Add', [value, product(outer.weight(`${name}/peephole/${row}`, own, [units]), cells)]);
    };
    const input = sigmoid(peep(sum(0), 0, cellState!));
    const forget = isCoupled ? body.op('Sub', [body.float(1), input]) : sigmoid(peep(sum(1), 1, cellState!));
    const fresh = product(input, body.op('Tanh', [sum(isCoupled ? 1 : 2)]));
    const cells = body.op('Add', [product(forget, cellState!), fresh]);
    const output = sigmoid(peep(sum(isCoupled ? 2 : 3), isCoupled ? 1 : 2, cells));
    next = product(output, body.op('Tanh', [cells]));
    nextCell = kept(cells, cellState!);
  } else {
    const update = sigmoid(sum(0));
    const reset = sigmoid(sum(1));
    const remembered = candidateApart
      ? quantisedProduct(
          body,
          product(reset, hidden),
          quantisedWeight(outer, `${name}/candidate`, second!, units, units),
        )
      : product(reset, gate(past, 2));
    const candidate = body.op('Tanh', [body.op('Add', [gate(products, 2), remembered])]);
    const change = product(update, body.op('Sub', [hidden, candidate]));
    next = body.op('Add', [candidate, change]);
  }
  const state = kept(next, hidden);
  body.output(state, `${name}/next_hidden`, 'float', shape);
  if (nextCell !== null) body.output(nextCell, `${name}/next_cell`, 'float', shape);
  body.output(state, `${name}/step_output`, 'float', shape);
  return body;
}

/** [rows, columns] → [rows, at] and [rows, columns − at]. */
function splitColumns(
  matrix: Float32Array,
  rows: number,
  columns: number,
  at: number,
): [Float32Array, Float32Array] {
  const left = new Float32Array(rows * at);
  const right = new Float32Array(rows * (columns - at));
  for (let row = 0; row < rows; row++) {
    left.set(matrix.subarray(row * columns, row * columns + at), row * at);
    right.set(matrix.subarray(row * columns + at, (row + 1) * columns), row * (columns - at));
  }
  return [left, right];
}
