/** One causal strided convolution with ReLU (`models/network/layers/convolution.ts`) over a sequence as it comes. */
export class ConvolutionStream {
  readonly #kernel: Float32Array;
  readonly #bias: Float32Array;
  readonly #stride: number;
  readonly #inputs: number;
  readonly #lead: number;
  readonly #sums: Float64Array;
  /** The last width − 1 rows, zeros before the first. */
  #past: Float32Array;
  /** Rows taken, modulo the stride. */
  #phase = 0;

  /** @param kernel [width, inputs, filters] @param bias [filters] */
  constructor(kernel: Float32Array, bias: Float32Array, shape: readonly number[], stride: number) {
    const [width, inputs] = [shape[0]!, shape[1]!];
    this.#kernel = kernel;
    this.#bias = bias;
    this.#stride = stride;
    this.#inputs = inputs;
    this.#lead = (width - 1) * inputs;
    this.#sums = new Float64Array(bias.length);
    this.#past = new Float32Array(this.#lead);
  }

  /** @param rows [n, inputs] @returns [m, filters]: one at every stride-th row, the first included */
  push(rows: Float32Array): Float32Array {
    const lead = this.#lead;
    const seen = new Float32Array(lead + rows.length);
    seen.set(this.#past);
    seen.set(rows, lead);
    const steps = rows.length / this.#inputs;
    const filters = this.#bias.length;
    const first = (this.#stride - this.#phase) % this.#stride;
    const made = new Float32Array(Math.max(0, Math.ceil((steps - first) / this.#stride)) * filters);
    for (let step = first, at = 0; step < steps; step += this.#stride, at += filters)
      this.#write(seen, step * this.#inputs, made, at);
    this.#past = seen.slice(seen.length - lead);
    this.#phase = (this.#phase + steps) % this.#stride;
    return made;
  }

  reset(): void {
    this.#past.fill(0);
    this.#phase = 0;
  }

  /** The window that begins at `from` lies in `seen` as the kernel's rows lie: width after width, input after input. */
  #write(seen: Float32Array, from: number, made: Float32Array, at: number): void {
    const sums = this.#sums;
    const filters = sums.length;
    sums.set(this.#bias);
    for (let k = 0; k < this.#lead + this.#inputs; k++) {
      const value = seen[from + k]!;
      if (value === 0) continue;
      const row = k * filters;
      for (let f = 0; f < filters; f++) sums[f] = sums[f]! + value * this.#kernel[row + f]!;
    }
    for (let f = 0; f < filters; f++) made[at + f] = Math.max(0, sums[f]!);
  }
}
