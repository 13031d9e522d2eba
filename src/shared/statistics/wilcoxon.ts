/** More pairs than this have a normal distribution of their ranks. */
const MOST_EXACT = 50;

/** Twice the rank of each size, mean ranks where several are equal. */
function doubledRanks(sizes: readonly number[]): number[] {
  const order = [...sizes.keys()].sort((a, b) => sizes[a]! - sizes[b]!);
  const ranks = new Array<number>(sizes.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && sizes[order[to]!] === sizes[order[from]!]) to++;
    for (let k = from; k < to; k++) ranks[order[k]!] = from + to + 1;
    from = to;
  }
  return ranks;
}

/** Share of all ways to give signs whose sum of positive ranks is at most `least`. */
function exactTail(ranks: readonly number[], least: number): number {
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  let ways = new Float64Array(total + 1);
  ways[0] = 1;
  for (const rank of ranks) {
    const next = ways.slice();
    for (let sum = rank; sum <= total; sum++) next[sum]! += ways[sum - rank]!;
    ways = next;
  }
  let below = 0;
  for (let sum = 0; sum <= least; sum++) below += ways[sum]!;
  return below / 2 ** ranks.length;
}

/** Upper tail of the standard normal distribution (Abramowitz & Stegun 7.1.26, error below 1.5e-7). */
function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const tail = (poly * Math.exp(-x * x)) / 2;
  return z >= 0 ? tail : 1 - tail;
}

/**
 * Two-sided Wilcoxon signed-rank test (1945) of paired differences, zeros left out: exact up to 50 pairs, ties included; beyond
 * by the normal approximation with its correction for ties. For models over several data sets (Demšar 2006), whose differences
 * have no common size.
 */
export function wilcoxonSignedRank(differences: readonly number[]): { pairs: number; pValue: number } {
  const own = differences.filter((difference) => difference !== 0);
  const pairs = own.length;
  if (pairs === 0) return { pairs, pValue: 1 };
  const ranks = doubledRanks(own.map(Math.abs));
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const positive = ranks.reduce((sum, rank, k) => sum + (own[k]! > 0 ? rank : 0), 0);
  const least = Math.min(positive, total - positive);
  if (pairs <= MOST_EXACT) return { pairs, pValue: Math.min(1, 2 * exactTail(ranks, least)) };
  // Σ rank² / 4 is the variance with ties and without; ranks are doubled.
  const deviation = Math.sqrt(ranks.reduce((sum, rank) => sum + rank * rank, 0)) / 2;
  return { pairs, pValue: Math.min(1, 2 * normalTail((total / 2 - least) / deviation)) };
}
