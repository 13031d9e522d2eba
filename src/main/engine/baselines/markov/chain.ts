import { RandomStream } from '../../random/random-stream';
import { draw } from './states';

/**
 * A Markov chain of order n over K states. Steps with a shorter past use the chain of that shorter order, so that the
 * first step has a probability too.
 */
export interface Chain {
  readonly states: number;
  readonly order: number;
  /** Of each order 0 … n: counts [K^order, K] of what followed which states, the last state changing fastest. */
  readonly counts: readonly Float64Array[];
  readonly smoothing: number;
}

/** Counts of what followed what. @param sequences states of each step */
export function countTransitions(
  sequences: readonly Int32Array[],
  states: number,
  order: number,
  smoothing: number,
): Chain {
  const counts = Array.from({ length: order + 1 }, (_, n) => new Float64Array(states ** (n + 1)));
  for (const sequence of sequences)
    sequence.forEach((state, t) => {
      let context = 0;
      for (let n = 0; n <= Math.min(order, t); n++) {
        if (n > 0) context += sequence[t - n]! * states ** (n - 1);
        counts[n]![context * states + state]!++;
      }
    });
  return { states, order, counts, smoothing };
}

/** Σ of K^(n+1) over n: numbers that a chain counts. */
export function chainSize(states: number, order: number): number {
  return Array.from({ length: order + 1 }, (_, n) => states ** (n + 1)).reduce((sum, size) => sum + size, 0);
}

/** p(next | context) with Lidstone's smoothing, [K]. @param past states up to now, the last one last */
export function nextShares(
  { states, order, counts, smoothing }: Chain,
  past: ArrayLike<number>,
): Float64Array {
  const n = Math.min(order, past.length);
  let context = 0;
  for (let lag = 1; lag <= n; lag++) context += past[past.length - lag]! * states ** (lag - 1);
  const row = counts[n]!.subarray(context * states, (context + 1) * states);
  const total = row.reduce((sum, count) => sum + count, 0) + smoothing * states;
  return row.map((count) => (count + smoothing) / total);
}

/** ln p of each step given those before, [steps]. */
export function stepLogLikelihoods(chain: Chain, sequence: Int32Array): Float64Array {
  return Float64Array.from(sequence, (state, t) =>
    Math.log(nextShares(chain, sequence.subarray(Math.max(0, t - chain.order), t))[state]!),
  );
}

/** p(state | previous state), [K, K]: the transition matrix, also of a chain of a higher order. */
export function transitionMatrix(chain: Chain): Float64Array {
  const first = { ...chain, order: Math.min(1, chain.order) };
  const matrix = new Float64Array(chain.states ** 2);
  for (let from = 0; from < chain.states; from++) matrix.set(nextShares(first, [from]), from * chain.states);
  return matrix;
}

/** p(state) of each of the next `horizon` steps, [horizon, K], summed over all ways that lead there. */
export function statesAhead(chain: Chain, past: Int32Array, horizon: number): Float64Array {
  const { states, order } = chain;
  const ahead = new Float64Array(horizon * states);
  let paths = new Map<string, number>([[past.slice(Math.max(0, past.length - order)).join(), 1]]);
  for (let h = 0; h < horizon; h++) {
    const next = new Map<string, number>();
    for (const [key, weight] of paths) {
      const context = key === '' ? [] : key.split(',').map(Number);
      nextShares(chain, context).forEach((share, state) => {
        ahead[h * states + state]! += weight * share;
        const longer = [...context, state].slice(-order).join();
        next.set(longer, (next.get(longer) ?? 0) + weight * share);
      });
    }
    paths = next;
  }
  return ahead;
}

/** States drawn step by step, [steps]. */
export function sample(chain: Chain, steps: number, seed: number): Int32Array {
  const random = new RandomStream(seed, 'sample', steps);
  const drawn = new Int32Array(steps);
  for (let t = 0; t < steps; t++)
    drawn[t] = draw(nextShares(chain, drawn.subarray(Math.max(0, t - chain.order), t)), random);
  return drawn;
}
