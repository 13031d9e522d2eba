/** Pearson's r of two rows of equal length; null where one of them is flat. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  const mean = (values: ArrayLike<number>): number => {
    let sum = 0;
    for (let k = 0; k < values.length; k++) sum += values[k]!;
    return sum / values.length;
  };
  const [meanA, meanB] = [mean(a), mean(b)];
  let [product, squareA, squareB] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    product += (a[k]! - meanA) * (b[k]! - meanB);
    squareA += (a[k]! - meanA) ** 2;
    squareB += (b[k]! - meanB) ** 2;
  }
  return squareA > 0 && squareB > 0 ? product / Math.sqrt(squareA * squareB) : null;
}
