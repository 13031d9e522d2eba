const Z_95 = 1.959963984540054;

type Interval = [number, number];

/** 95 % score interval of a share of successes (Wilson 1927). */
export function wilsonInterval(successes: number, n: number): Interval {
  if (n === 0) return [0, 1];
  const p = successes / n;
  const z2 = Z_95 * Z_95;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z_95 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/**
 * 95 % interval of the difference of two shares, first minus second, out of the Wilson interval of each (Newcombe 1998,
 * Statistics in Medicine 17, 873–890, method 10). Of two models on the same examples it is wider than a paired one.
 *
 * @param n examples that both were judged on
 */
export function newcombeInterval(first: number, second: number, n: number): Interval {
  const [firstLow, firstHigh] = wilsonInterval(first * n, n);
  const [secondLow, secondHigh] = wilsonInterval(second * n, n);
  const difference = first - second;
  return [
    difference - Math.hypot(first - firstLow, secondHigh - second),
    difference + Math.hypot(firstHigh - first, second - secondLow),
  ];
}

const MOST_EXAMPLES = 10_000_000;

/**
 * How many examples it takes until {@link newcombeInterval} of these two shares leaves out zero; null where they are
 * equal, or where it takes more than ten million.
 */
export function examplesToTell(first: number, second: number): number | null {
  const tells = (n: number): boolean => {
    const [low, high] = newcombeInterval(first, second, n);
    return low > 0 || high < 0;
  };
  if (first === second || !tells(MOST_EXAMPLES)) return null;
  let [few, enough] = [0, MOST_EXAMPLES];
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (tells(middle)) enough = middle;
    else few = middle;
  }
  return enough;
}
