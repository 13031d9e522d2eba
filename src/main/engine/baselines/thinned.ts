/** Every k-th of them, so that at most `most` are left. */
export function thinned(examples: Int32Array, most: number): Int32Array {
  const stride = Math.ceil(examples.length / most);
  return examples.filter((_, k) => k % stride === 0);
}
