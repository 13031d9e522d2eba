import { CholeskyDecomposition, Matrix, QrDecomposition, SingularValueDecomposition } from 'ml-matrix';

/**
 * Least squares over many rows [x | y] that need not be in memory at once: the triangle R of a QR decomposition is
 * brought up to date block by block (Golub & Van Loan, 5.3), so that squared condition numbers never arise.
 */
export class TallLeastSquares {
  readonly #columns: number;
  readonly #block: number[][] = [];
  #triangle: Matrix | null = null;
  #rows = 0;

  constructor(
    readonly inputs: number,
    readonly outputs: number,
  ) {
    this.#columns = inputs + outputs;
  }

  get rows(): number {
    return this.#rows;
  }

  /** @param row [inputs + outputs], kept until it is taken in */
  push(row: number[]): void {
    this.#block.push(row);
    this.#rows++;
    if (this.#block.length >= 4 * this.#columns) this.#fold();
  }

  #fold(): void {
    if (this.#block.length === 0) return;
    const rows = [...(this.#triangle?.to2DArray() ?? []), ...this.#block];
    while (rows.length < this.#columns) rows.push(new Array<number>(this.#columns).fill(0));
    this.#triangle = new QrDecomposition(rows).upperTriangularMatrix;
    this.#block.length = 0;
  }

  /** [inputs + outputs, inputs + outputs]: R of [x | y] = Q R. */
  get triangle(): Matrix {
    this.#fold();
    return this.#triangle!;
  }

  /**
   * [outputs, outputs]: Yᵀ Y of the residuals of the least-squares fit on the first `inputs` columns alone, which the
   * triangle holds for every such number at once.
   */
  residuals(inputs: number): Matrix {
    const r = this.triangle;
    const rest = r.subMatrix(inputs, this.#columns - 1, this.inputs, this.#columns - 1);
    return rest.transpose().mmul(rest);
  }

  /**
   * [inputs, outputs]: minimises ‖Y − X W‖² + ‖√penalty ⊙ W‖² over the first `inputs` columns. Directions that the rows
   * do not show get no weight.
   *
   * @param penalty [inputs] of each column
   */
  solve(inputs: number, penalty: ArrayLike<number>): Matrix {
    const r = this.triangle;
    const top = r.subMatrix(0, inputs - 1, 0, inputs - 1);
    const right = r.subMatrix(0, inputs - 1, this.inputs, this.#columns - 1);
    return solveRows(top, right, penalty);
  }
}

/** The same for rows that are at hand: x [rows, inputs], y [rows, outputs]. */
function solveRows(x: Matrix, y: Matrix, penalty: ArrayLike<number>): Matrix {
  const inputs = x.columns;
  const stacked = Matrix.zeros(x.rows + inputs, inputs);
  stacked.setSubMatrix(x, 0, 0);
  for (let k = 0; k < inputs; k++) stacked.set(x.rows + k, k, Math.sqrt(penalty[k]!));
  const targets = Matrix.zeros(x.rows + inputs, y.columns);
  targets.setSubMatrix(y, 0, 0);
  const svd = new SingularValueDecomposition(stacked, { autoTranspose: true });
  return svd.solve(targets);
}

/**
 * Ridge regression for few inputs or few rows, whichever makes the smaller symmetric system (the dual of Saunders et
 * al. 1998): centred inputs, a free intercept.
 *
 * @param x [rows, inputs] @param y [rows, outputs]
 * @returns weights [inputs, outputs], intercept [outputs]
 */
export function ridgeRegression(
  x: Matrix,
  y: Matrix,
  penalty: number,
): { weights: Matrix; intercept: number[] } {
  const xMean = x.mean('column');
  const yMean = y.mean('column');
  const xc = x.clone().subRowVector(xMean);
  const yc = y.clone().subRowVector(yMean);
  const isDual = x.rows < x.columns;
  const t = xc.transpose();
  const gram = isDual ? xc.mmul(t) : t.mmul(xc);
  const solved = solveSymmetric(gram, isDual ? yc : t.mmul(yc), penalty);
  const weights = isDual ? t.mmul(solved) : solved;
  const intercept = yMean.map(
    (mean, c) => mean - xMean.reduce((sum, m, f) => sum + m * weights.get(f, c), 0),
  );
  return { weights, intercept };
}

/**
 * {@link ridgeRegression} of targets that are not all known: each output on the rows where it is not NaN. One that is never
 * known stays at 0.
 */
export function ridgeRegressionWhereKnown(
  x: Matrix,
  y: Matrix,
  penalty: number,
): ReturnType<typeof ridgeRegression> {
  const columns = Array.from({ length: y.columns }, (_, c) => {
    const all = y.getColumn(c);
    const rows = all.flatMap((value, row) => (Number.isNaN(value) ? [] : [row]));
    return { rows, known: rows.map((row) => all[row]!) };
  });
  if (columns.every(({ rows }) => rows.length === y.rows)) return ridgeRegression(x, y, penalty);
  const weights = Matrix.zeros(x.columns, y.columns);
  const intercept = columns.map(({ rows, known }, c) => {
    if (rows.length === 0) return 0;
    const own = ridgeRegression(x.subMatrixRow(rows, 0, x.columns - 1), Matrix.columnVector(known), penalty);
    weights.setColumn(c, own.weights.getColumn(0));
    return own.intercept[0]!;
  });
  return { weights, intercept };
}

/** The symmetric part: rounding breaks symmetry, which decompositions insist on. */
export function symmetric(matrix: Matrix): Matrix {
  return matrix.clone().add(matrix.transpose()).mul(0.5);
}

/** (gram + penalty · 1)⁻¹ right, also where gram has no inverse and penalty is 0. */
function solveSymmetric(gram: Matrix, right: Matrix, penalty: number): Matrix {
  const damped = symmetric(gram);
  for (let k = 0; k < gram.rows; k++) damped.set(k, k, damped.get(k, k) + penalty);
  const cholesky = new CholeskyDecomposition(damped);
  if (penalty > 0 && cholesky.isPositiveDefinite()) return cholesky.solve(right);
  return new SingularValueDecomposition(damped, { autoTranspose: true }).solve(right);
}
