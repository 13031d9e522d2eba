import type { Sequence } from '../sequences';
import { endsBound, envelopeOf, keoghBound, radiusOf, squaredDtw } from './distance';
import type { Envelope } from './distance';

export interface Neighbour {
  /** Index among the references. */
  readonly index: number;
  /** Square root of the squared DTW distance. */
  readonly distance: number;
}

/** Finds nearest references, exactly, by skipping what a bound shows to be farther than the nearest so far. */
export class NeighbourSearch {
  readonly #envelopes: (Envelope | undefined)[] = [];

  constructor(
    readonly references: readonly Sequence[],
    readonly band: number,
  ) {}

  /**
   * The `count` nearest of the references, nearest first; of equally far ones the first.
   *
   * @param skip index of a reference to leave out, or −1
   */
  nearest(query: Sequence, count: number, skip = -1): Neighbour[] {
    const bounds = this.references.map((reference) => endsBound(query, reference));
    const order = bounds.map((_, index) => index).sort((a, b) => bounds[a]! - bounds[b]! || a - b);
    const found: { index: number; square: number }[] = [];
    let worst = Infinity;
    for (const index of order) {
      if (index === skip) continue;
      if (bounds[index]! > worst) break;
      const square = this.#squareUpTo(query, index, worst);
      if (square > worst || square === Infinity) continue;
      if (square === worst && found.at(-1)!.index < index) continue;
      found.push({ index, square });
      found.sort((a, b) => a.square - b.square || a.index - b.index);
      if (found.length > count) found.pop();
      if (found.length === count) worst = found.at(-1)!.square;
    }
    return found.map(({ index, square }) => ({ index, distance: Math.sqrt(square) }));
  }

  #squareUpTo(query: Sequence, index: number, worst: number): number {
    const reference = this.references[index]!;
    const radius = radiusOf(this.band, query.steps, reference.steps);
    if (worst < Infinity && radius < Infinity && query.steps === reference.steps) {
      const envelope = (this.#envelopes[index] ??= envelopeOf(reference, radius));
      if (keoghBound(query, envelope, worst) > worst) return Infinity;
    }
    return squaredDtw(query, reference, radius, worst);
  }
}
