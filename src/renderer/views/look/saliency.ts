/** [steps]: what all features of each step add, of [steps, features]. */
export function perStep(values: Float32Array, features: number): Float32Array {
  const sums = new Float32Array(values.length / features);
  values.forEach((value, k) => (sums[Math.floor(k / features)]! += value));
  return sums;
}

/** [steps]: what each stretch of `width` steps counts, spread evenly over its steps. */
export function spreadOver(changes: Float32Array, width: number, steps: number): Float32Array {
  return Float32Array.from({ length: steps }, (_, t) => {
    const stretch = Math.floor(t / width);
    const own = Math.min(steps, (stretch + 1) * width) - stretch * width;
    return changes[stretch]! / own;
  });
}
