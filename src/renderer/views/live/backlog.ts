/** Samples that were heard and not yet pushed, oldest first. */
export class Backlog {
  readonly #width: number;
  #parts: { readonly samples: Float32Array; readonly heardMs: number }[] = [];
  #numbers = 0;

  /** @param width numbers in a row of samples */
  constructor(width: number) {
    this.#width = width;
  }

  get rows(): number {
    return this.#numbers / this.#width;
  }

  add(samples: Float32Array, heardMs: number): void {
    this.#parts.push({ samples, heardMs });
    this.#numbers += samples.length;
  }

  /** Lets the oldest go once there are more rows than `most`, until `least` are left. @returns how many went */
  shorten(most: number, least: number): number {
    const before = this.rows;
    if (before <= most) return 0;
    while (this.#parts.length > 1 && this.rows > least) this.#numbers -= this.#parts.shift()!.samples.length;
    return before - this.rows;
  }

  /** Takes up to `most` rows, whole pieces but at least one. `heardMs`: when the last of them was heard. */
  take(most: number): { samples: Float32Array; heardMs: number } {
    const taken = [this.#parts.shift()!];
    let numbers = taken[0]!.samples.length;
    while (this.#parts.length > 0 && numbers + this.#parts[0]!.samples.length <= most * this.#width) {
      taken.push(this.#parts.shift()!);
      numbers += taken.at(-1)!.samples.length;
    }
    this.#numbers -= numbers;
    const samples = new Float32Array(numbers);
    let at = 0;
    for (const part of taken) {
      samples.set(part.samples, at);
      at += part.samples.length;
    }
    return { samples, heardMs: taken.at(-1)!.heardMs };
  }

  clear(): void {
    this.#parts = [];
    this.#numbers = 0;
  }
}
