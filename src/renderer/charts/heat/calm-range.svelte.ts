import type { ValueRange } from '../value-range';

/** Nearer than this to the range in use, a new one would only make the picture flicker. */
const SLACK = 0.25;

/** The range that most recent values lie in, which moves seldom. The same object until it moves. */
export class CalmRange {
  #range = $state.raw<ValueRange>({ least: 0, greatest: 1 });

  constructor(first: ValueRange) {
    this.#range = first;
  }

  get value(): ValueRange {
    return this.#range;
  }

  follow({ least, greatest }: ValueRange): void {
    const span = this.#range.greatest - this.#range.least;
    const moved = Math.max(Math.abs(least - this.#range.least), Math.abs(greatest - this.#range.greatest));
    if (greatest > least && moved > SLACK * span) this.#range = { least, greatest };
  }
}
