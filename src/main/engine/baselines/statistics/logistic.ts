import { minimise } from '../lbfgs';

/** Rows of equally many numbers, [rows, width]. */
export interface Table {
  readonly values: Float64Array;
  readonly rows: number;
  readonly width: number;
}

/** [width + 1, outputs]: the weights of each input, then the intercepts. */
export type LinearWeights = Float64Array;

/** rows · weights + intercepts, [rows, outputs]. */
export function linear(
  { values, rows, width }: Table,
  weights: LinearWeights,
  outputs: number,
): Float64Array {
  const result = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    const own = result.subarray(row * outputs, (row + 1) * outputs);
    own.set(weights.subarray(width * outputs));
    for (let f = 0; f < width; f++) {
      const x = values[row * width + f]!;
      for (let c = 0; c < outputs; c++) own[c]! += x * weights[f * outputs + c]!;
    }
  }
  return result;
}

/**
 * Multinomial logistic regression: minimises Σ −log softmax(x W + b)_y + ½ ridge ‖W‖²; intercepts are free. With
 * ridge = 1 / C this is scikit-learn's `LogisticRegression`.
 */
export function logisticRegression(
  table: Table,
  labels: ArrayLike<number>,
  classes: number,
  ridge: number,
): LinearWeights {
  const { values, rows, width } = table;
  const penalised = width * classes;
  return minimise(
    (weights, gradient) => {
      const scores = linear(table, weights, classes);
      gradient.fill(0);
      let loss = 0;
      for (let row = 0; row < rows; row++) {
        const own = scores.subarray(row * classes, (row + 1) * classes);
        const most = own.reduce((a, b) => Math.max(a, b), -Infinity);
        let sum = 0;
        for (let c = 0; c < classes; c++) sum += Math.exp(own[c]! - most);
        const label = labels[row]!;
        loss += most + Math.log(sum) - own[label]!;
        for (let c = 0; c < classes; c++) own[c] = Math.exp(own[c]! - most) / sum - Number(c === label);
        for (let f = 0; f < width; f++) {
          const x = values[row * width + f]!;
          for (let c = 0; c < classes; c++) gradient[f * classes + c]! += x * own[c]!;
        }
        for (let c = 0; c < classes; c++) gradient[penalised + c]! += own[c]!;
      }
      for (let k = 0; k < penalised; k++) {
        loss += 0.5 * ridge * weights[k]! ** 2;
        gradient[k]! += ridge * weights[k]!;
      }
      return loss;
    },
    new Float64Array((width + 1) * classes),
    { tolerance: 1e-6 * Math.max(1, rows / 100), iterations: 2000 },
  );
}
