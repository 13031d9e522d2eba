import { truthAt } from './logistic';
import type { TruthCurve } from './logistic';

export const reviewOrders = ['least-sure', 'most-sure', 'even', 'novel', 'time'] as const;
export type ReviewOrder = (typeof reviewOrders)[number];

/** What an order needs to know of a proposal. */
export interface Reviewed {
  readonly recording: string;
  /** Seconds. */
  readonly start: number;
  readonly confidence: number;
  /** How far its state is from all that is known, 0 … 2; where nobody computed it, nothing. */
  readonly novelty?: number | undefined;
}

/**
 * In which order proposals are gone through: what tells the curve the most (p near ½), what is likely right, evenly over confidence so that
 * every beginning of the list is spread over all of it, what is the least like anything known, or as they come in time.
 *
 * @param curve how likely a confidence is right; the confidence itself when left out
 * @returns indexes of `proposals`
 */
export function reviewQueue(
  proposals: readonly Reviewed[],
  order: ReviewOrder,
  curve: Pick<TruthCurve, 'a' | 'b'> = { a: 0, b: 1 },
): number[] {
  const byTime = proposals
    .map((_, k) => k)
    .sort((i, j) => {
      const [one, other] = [proposals[i]!, proposals[j]!];
      if (one.recording !== other.recording) return one.recording < other.recording ? -1 : 1;
      return one.start - other.start || i - j;
    });
  const sortedBy = (key: (own: Reviewed) => number): number[] =>
    [...byTime].sort((i, j) => key(proposals[i]!) - key(proposals[j]!));
  if (order === 'time') return byTime;
  if (order === 'least-sure') return sortedBy(({ confidence }) => Math.abs(truthAt(curve, confidence) - 0.5));
  if (order === 'most-sure') return sortedBy(({ confidence }) => -confidence);
  if (order === 'novel') return sortedBy(({ novelty = 0 }) => -novelty);
  const ranked = sortedBy(({ confidence }) => confidence);
  return spread(ranked.length).map((rank) => ranked[rank]!);
}

/** 0 … n − 1 so that each beginning is even: places of van der Corput's sequence (1935), each once. */
function spread(n: number): number[] {
  const bits = Math.ceil(Math.log2(Math.max(2, n)));
  const order: number[] = [];
  for (let k = 0; order.length < n; k++) {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit++) reversed |= ((k >> bit) & 1) << (bits - 1 - bit);
    if (reversed < n) order.push(reversed);
  }
  return order;
}
