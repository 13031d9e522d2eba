import type { RegressionScores } from '../../../../shared/domain/tasks/regress';
import { bootstrap } from '../bootstrap';
import type { Weights } from '../bootstrap';

interface RegressionNumbers {
  readonly mae: number;
  readonly rmse: number;
  readonly r2: number;
}

/** MAE, RMSE and R² as scikit-learn defines them, with weights; R² is 0 where all true values are equal. */
export function regressionNumbers(
  estimates: Float32Array,
  truth: Float32Array,
  weights: Weights,
): RegressionNumbers {
  let count = 0;
  let absolute = 0;
  let squares = 0;
  let sum = 0;
  truth.forEach((value, k) => {
    const error = estimates[k]! - value;
    count += weights[k]!;
    absolute += weights[k]! * Math.abs(error);
    squares += weights[k]! * error * error;
    sum += weights[k]! * value;
  });
  const mean = sum / count;
  const spread = truth.reduce((total, value, k) => total + weights[k]! * (value - mean) ** 2, 0);
  return {
    mae: absolute / count,
    rmse: Math.sqrt(squares / count),
    r2: spread > 0 ? 1 - squares / spread : 0,
  };
}

/**
 * @param estimates [examples] in data units
 * @param truth [examples]
 */
export function regressionScores(
  estimates: Float32Array,
  truth: Float32Array,
  loss: number,
): RegressionScores {
  const { mae, rmse, r2 } = regressionNumbers(estimates, truth, new Int32Array(truth.length).fill(1));
  const [maeInterval, rmseInterval, r2Interval] = bootstrap(truth.length, 1, (weights) => {
    const drawn = regressionNumbers(estimates, truth, weights);
    return [drawn.mae, drawn.rmse, drawn.r2];
  }) as [[number, number], [number, number], [number, number]];
  return { task: 'regress', mae, maeInterval, rmse, rmseInterval, r2, r2Interval, loss };
}
