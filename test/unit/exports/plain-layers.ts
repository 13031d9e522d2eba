import type { NamedWeight } from '../../../src/main/engine/models/network/weights';
import type { Named } from './plain-forward';

/** [steps][features] */
export type Rows = readonly (readonly number[])[];

/** Row vector times matrix. */
export function times(x: readonly number[], { shape, data }: NamedWeight, bias?: NamedWeight): number[] {
  const columns = shape[1]!;
  return Array.from({ length: columns }, (_, c) =>
    x.reduce((sum, value, row) => sum + value * data[row * columns + c]!, bias?.data[c] ?? 0),
  );
}

/** y_t = ReLU(b + Σ_k x_{t·stride − width + 1 + k} W_k), nothing before the first step. */
export function convolved(rows: Rows, kernel: NamedWeight, bias: NamedWeight, stride: number): number[][] {
  const [width, inputs, filters] = kernel.shape as [number, number, number];
  const result: number[][] = [];
  for (let end = 0; end < rows.length; end += stride)
    result.push(
      Array.from({ length: filters }, (_, f) => {
        let sum = bias.data[f]!;
        for (let k = 0; k < width; k++)
          for (let i = 0; i < inputs; i++)
            sum += (rows[end - width + 1 + k]?.[i] ?? 0) * kernel.data[(k * inputs + i) * filters + f]!;
        return Math.max(0, sum);
      }),
    );
  return result;
}

export function normed(row: readonly number[], named: Named, name: string): number[] {
  const mean = row.reduce((a, b) => a + b) / row.length;
  const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
  const { data: gamma } = named(`${name}/gamma`);
  const { data: beta } = named(`${name}/beta`);
  return row.map((value, k) => gamma[k]! * ((value - mean) / Math.sqrt(variance + 1e-5)) + beta[k]!);
}
