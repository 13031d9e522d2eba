/** The mean of the last `most` rows of what comes: a ring of them and their running sum. */
export class PooledMean {
  readonly #ring: Float32Array;
  readonly #sum: Float64Array;
  readonly #most: number;
  #taken = 0;

  constructor(most: number, width: number) {
    this.#most = most;
    this.#ring = new Float32Array(most * width);
    this.#sum = new Float64Array(width);
  }

  /** Takes one row and overwrites it with the mean. */
  replace(row: Float32Array): void {
    const width = this.#sum.length;
    const place = (this.#taken % this.#most) * width;
    // Summed anew once a round, so that no rounding stays for hours.
    if (place === 0 && this.#taken > 0) this.#sumAgain();
    this.#taken++;
    const count = Math.min(this.#taken, this.#most);
    for (let k = 0; k < width; k++) {
      this.#sum[k] = this.#sum[k]! + row[k]! - this.#ring[place + k]!;
      this.#ring[place + k] = row[k]!;
      row[k] = this.#sum[k]! / count;
    }
  }

  reset(): void {
    this.#ring.fill(0);
    this.#sum.fill(0);
    this.#taken = 0;
  }

  #sumAgain(): void {
    this.#sum.fill(0);
    for (let k = 0; k < this.#ring.length; k++) {
      const column = k % this.#sum.length;
      this.#sum[column] = this.#sum[column]! + this.#ring[k]!;
    }
  }
}
