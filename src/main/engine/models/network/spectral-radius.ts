const SQUARINGS = 24;

function square(matrix: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let row = 0; row < n; row++)
    for (let k = 0; k < n; k++) {
      const value = matrix[row * n + k]!;
      if (value === 0) continue;
      for (let column = 0; column < n; column++)
        result[row * n + column] = result[row * n + column]! + value * matrix[k * n + column]!;
    }
  return result;
}

/**
 * The largest absolute value of an eigenvalue of a matrix [n, n], row-major, by Gelfand's formula ρ = lim ‖Aᵏ‖^(1/k) with
 * k = 2²⁴: squared again and again, each time scaled to norm 1, the logarithms of the norms added up. Works for complex
 * eigenvalues and for several of the same size, where a power iteration does not settle.
 */
export function spectralRadius(matrix: ArrayLike<number>, n: number): number {
  let power: Float64Array = Float64Array.from({ length: n * n }, (_, k) => matrix[k]!);
  let logarithm = 0;
  for (let k = 0; k <= SQUARINGS; k++) {
    const norm = Math.sqrt(power.reduce((sum, value) => sum + value * value, 0));
    if (norm === 0 || !Number.isFinite(norm)) return norm;
    logarithm += Math.log(norm) / 2 ** k;
    if (k === SQUARINGS) break;
    power = square(
      power.map((value) => value / norm),
      n,
    );
  }
  return Math.exp(logarithm);
}
