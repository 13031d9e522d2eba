import { gatesOf } from '../../kernels/kernel';
import { layoutOf } from '../../models/network/layout';
import type { DenseLayout } from '../../models/network/layout';
import type { RecurrentModel } from '../../models/network/recurrent-model';

export interface HeaderMatrix {
  readonly name: string;
  /** Outputs. */
  readonly rows: number;
  /** Inputs. */
  readonly columns: number;
  /** [rows, columns]: each output's row by itself. */
  readonly values: Float32Array;
  /** The network's weight that it is. */
  readonly slot: number;
}

interface HeaderVector {
  readonly name: string;
  readonly values: Float32Array;
  /** The network's weight that it is, or is the next part of; null: a part of the scaler. */
  readonly slot: number | null;
}

/** Static arrays by name, as they stand in the header. */
export interface HeaderArrays {
  readonly matrices: readonly HeaderMatrix[];
  readonly vectors: readonly HeaderVector[];
}

/** Of layer k and direction d: `unroll_kernel_k_d` [G · units, inputs] and so on, the lab's order of gates. */
export function headerArrays({ spec, shape, weights, scaling }: RecurrentModel): HeaderArrays {
  const layout = layoutOf(spec, shape);
  const gates = gatesOf(spec) * spec.units;
  const matrices: HeaderMatrix[] = [];
  const vectors: HeaderVector[] = [
    { name: 'unroll_mean', values: scaling.mean, slot: null },
    {
      name: 'unroll_deviation',
      values: scaling.deviation.map((deviation) => (deviation > 0 ? deviation : 1)),
      slot: null,
    },
  ];
  const vector = (name: string, slot: number, start = 0, end?: number): void => {
    vectors.push({ name, values: weights[slot]!.data.slice(start, end), slot });
  };
  const dense = (name: string, { kernel, bias }: DenseLayout, outputs: number): void => {
    matrices.push(turned(`unroll_${name}`, weights[kernel]!.data, outputs, kernel));
    vector(`unroll_${name}_bias`, bias);
  };
  layout.convolutions.forEach((slots, k) => dense(`conv_${k}`, slots, spec.convolutions[k]!.filters));
  layout.layers.forEach((directions, k) => {
    directions.forEach(({ kernel, recurrentKernel, bias, peephole }, d) => {
      const place = `${k}_${d}`;
      matrices.push(turned(`unroll_kernel_${place}`, weights[kernel]!.data, gates, kernel));
      matrices.push(
        turned(`unroll_recurrent_${place}`, weights[recurrentKernel]!.data, gates, recurrentKernel),
      );
      vector(`unroll_bias_${place}`, bias, 0, gates);
      if (weights[bias]!.data.length > gates) vector(`unroll_recurrent_bias_${place}`, bias, gates);
      if (peephole !== null) vector(`unroll_peephole_${place}`, peephole);
    });
    const norm = layout.norms[k];
    if (norm === undefined) return;
    vector(`unroll_gamma_${k}`, norm.gamma);
    vector(`unroll_beta_${k}`, norm.beta);
  });
  if (layout.pooling !== null) {
    const { scorer, context } = layout.pooling;
    dense('scorer', scorer, weights[scorer.bias]!.data.length);
    vector('unroll_context', context);
  }
  dense('head', layout.head, shape.outputs);
  return { matrices, vectors };
}

/** [inputs, outputs] → [outputs, inputs] */
function turned(name: string, matrix: Float32Array, outputs: number, slot: number): HeaderMatrix {
  const inputs = matrix.length / outputs;
  const values = new Float32Array(matrix.length);
  for (let row = 0; row < inputs; row++)
    for (let column = 0; column < outputs; column++)
      values[column * inputs + row] = matrix[row * outputs + column]!;
  return { name, rows: outputs, columns: inputs, values, slot };
}

/** The float arrays of a header, as a compiler would read them: the network's weights in their order. */
export function weightsOfHeader(header: string, model: RecurrentModel): Float32Array[] {
  const { matrices, vectors } = headerArrays(model);
  const read = (name: string): Float32Array => {
    const found = new RegExp(`static const float ${name}\\[\\d+\\] = \\{([^}]*)\\}`).exec(header);
    return Float32Array.from(found![1]!.split(','), (text) => Number.parseFloat(text));
  };
  return layoutOf(model.spec, model.shape).slots.map((_, slot) => {
    const matrix = matrices.find((one) => one.slot === slot);
    if (matrix !== undefined) return turned('', read(matrix.name), matrix.columns, slot).values;
    const parts = vectors.filter((one) => one.slot === slot).map(({ name }) => [...read(name)]);
    return Float32Array.from(parts.flat());
  });
}
