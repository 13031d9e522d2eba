/** So many columns of a picture are as many as are drawn, and no more than twice as many are kept. */
const LEAST_COLUMNS = 8192;

/**
 * Rows of features as they come, as columns of as many steps each: means over one step, or two, four, eight … so that a recording
 * of any length is a picture of bounded size.
 */
export class FeatureColumns {
  /** Steps of a column; the last may have fewer. */
  perColumn = 1;
  steps = 0;
  #values: Float32Array;
  /** Columns that are full. */
  #columns = 0;
  /** Of the steps of the column that is not. */
  readonly #sums: Float64Array;
  #within = 0;

  constructor(
    readonly features: number,
    private readonly leastColumns = LEAST_COLUMNS,
  ) {
    this.#values = new Float32Array(2 * leastColumns * features);
    this.#sums = new Float64Array(features);
  }

  /** @param rows [steps, features] */
  add(rows: Float32Array): void {
    const { features } = this;
    for (let at = 0; at < rows.length; at += features) {
      for (let k = 0; k < features; k++) this.#sums[k]! += rows[at + k]!;
      this.steps++;
      if (++this.#within < this.perColumn) continue;
      this.#end();
      if (this.#columns === 2 * this.leastColumns) this.#halve();
    }
  }

  /** [columns, features] */
  finish(): Float32Array {
    if (this.#within > 0) this.#end();
    return this.#values.slice(0, this.#columns * this.features);
  }

  #end(): void {
    const { features } = this;
    for (let k = 0; k < features; k++)
      this.#values[this.#columns * features + k] = this.#sums[k]! / this.#within;
    this.#sums.fill(0);
    this.#within = 0;
    this.#columns++;
  }

  /** Two and two become one; all are full. */
  #halve(): void {
    const { features } = this;
    this.#columns /= 2;
    for (let column = 0; column < this.#columns; column++)
      for (let k = 0; k < features; k++)
        this.#values[column * features + k] =
          (this.#values[2 * column * features + k]! + this.#values[(2 * column + 1) * features + k]!) / 2;
    this.perColumn *= 2;
  }
}
