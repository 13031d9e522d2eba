import { readFileSync } from 'node:fs';
import { Matrix } from 'ml-matrix';
import type { Sequence } from '../../../src/main/engine/baselines/sequences';

type Rows = readonly (readonly number[])[];

/** Written by test/fixtures/classical/make.py. */
interface Numbers {
  readonly var: {
    readonly series: Rows;
    readonly leastSquares: Rows;
    readonly ridge: number;
    readonly ridgeCoefficients: Rows;
    readonly logDeterminants: readonly number[];
    readonly sigma: Rows;
    readonly forecastDeviation: Rows;
    readonly acf: Rows;
  };
  readonly collinear: { readonly series: Rows; readonly fitted: Rows };
  readonly kalman: Readonly<Record<'a' | 'c' | 'q' | 'r' | 'p' | 'x' | 'filtered' | 'expected', Rows>> &
    Readonly<Record<'d' | 'm' | 'logLikelihoods', readonly number[]>>;
  readonly dtw: readonly {
    readonly a: Rows;
    readonly b: Rows;
    readonly radius: number | null;
    readonly distance: number;
    readonly path: Rows;
  }[];
  readonly regression: Readonly<
    Record<'x' | 'logistic' | 'targets' | 'weights' | 'wide' | 'wideTargets' | 'wideWeights', Rows>
  > &
    Readonly<Record<'labels' | 'intercept' | 'wideIntercept', readonly number[]>> & {
      readonly ridge: number;
      readonly alpha: number;
      readonly leftOut: Readonly<Record<string, number>>;
    };
  readonly statistics: readonly number[];
}

export const expected = JSON.parse(
  readFileSync(new URL('../../fixtures/classical/numbers.json', import.meta.url), 'utf8'),
) as Numbers;

export function sequence(rows: Rows): Sequence {
  return { values: Float64Array.from(rows.flat()), steps: rows.length, width: rows[0]!.length };
}

export const matrix = (rows: Rows): Matrix => new Matrix(rows.map((row) => [...row]));

/** The largest absolute difference; NaN counts as infinite. */
export function difference(a: ArrayLike<number>, b: Rows | readonly number[]): number {
  const flat = (b as readonly (number | readonly number[])[]).flat();
  if (a.length !== flat.length) return Infinity;
  let most = 0;
  for (let k = 0; k < a.length; k++) {
    const own = Math.abs(a[k]! - (flat[k] as number));
    if (!(own <= most)) most = Number.isNaN(own) ? Infinity : own;
  }
  return most;
}
