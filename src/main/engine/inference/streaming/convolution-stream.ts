export interface StreamedConvolution {
  /** [size, inputs, filters]; [size, inputs] where each channel is convolved by itself. */
  readonly kernel: Float32Array;
  /** [filters]; null: each channel by itself, and no bias. */
  readonly bias: Float32Array | null;
  readonly inputs: number;
  readonly size: number;
  /** Every so many steps there is an output, at the first one too. */
  readonly stride?: number;
  /** Steps from one that is read to the next. */
  readonly dilation?: number;
}

/** One causal convolution over a sequence as it comes (`models/network/layers/convolution.ts`, `time-convolution.ts`). */
export class ConvolutionStream {
  readonly #kernel: Float32Array;
  readonly #bias: Float32Array | null;
  readonly #inputs: number;
  readonly #stride: number;
  /** From one row that is read to the next. */
  readonly #apart: number;
  readonly #lead: number;
  readonly #filters: number;
  readonly #sums: Float64Array;
  /** The last rows that are still read, zeros before the first. */
  #past: Float32Array;
  /** Rows taken, modulo the stride. */
  #phase = 0;

  constructor({ kernel, bias, inputs, size, stride = 1, dilation = 1 }: StreamedConvolution) {
    this.#kernel = kernel;
    this.#bias = bias;
    this.#inputs = inputs;
    this.#stride = stride;
    this.#apart = dilation * inputs;
    this.#lead = (size - 1) * this.#apart;
    this.#filters = bias?.length ?? inputs;
    this.#sums = new Float64Array(this.#filters);
    this.#past = new Float32Array(this.#lead);
  }

  /** @param rows [n, inputs] @returns [m, filters]: one at every stride-th row, the first included */
  push(rows: Float32Array): Float32Array {
    const lead = this.#lead;
    const seen = new Float32Array(lead + rows.length);
    seen.set(this.#past);
    seen.set(rows, lead);
    const steps = rows.length / this.#inputs;
    const first = (this.#stride - this.#phase) % this.#stride;
    const made = new Float32Array(Math.max(0, Math.ceil((steps - first) / this.#stride)) * this.#filters);
    for (let step = first, at = 0; step < steps; step += this.#stride, at += this.#filters) {
      if (this.#bias === null) this.#sumChannels(seen, step * this.#inputs);
      else this.#sum(seen, step * this.#inputs, this.#bias);
      made.set(this.#sums, at);
    }
    this.#past = seen.slice(seen.length - lead);
    this.#phase = (this.#phase + steps) % this.#stride;
    return made;
  }

  reset(): void {
    this.#past.fill(0);
    this.#phase = 0;
  }

  /** The rows that are read begin at `from` in `seen`. */
  #sum(seen: Float32Array, from: number, bias: Float32Array): void {
    const [sums, filters, kernel] = [this.#sums, this.#filters, this.#kernel];
    sums.set(bias);
    for (let at = 0, row = from; at < kernel.length; row += this.#apart)
      for (let i = 0; i < this.#inputs; i++, at += filters) {
        const value = seen[row + i]!;
        if (value === 0) continue;
        for (let f = 0; f < filters; f++) sums[f] = sums[f]! + value * kernel[at + f]!;
      }
  }

  #sumChannels(seen: Float32Array, from: number): void {
    const [sums, kernel] = [this.#sums, this.#kernel];
    sums.fill(0);
    for (let at = 0, row = from; at < kernel.length; at += this.#inputs, row += this.#apart)
      for (let i = 0; i < this.#inputs; i++) sums[i] = sums[i]! + seen[row + i]! * kernel[at + i]!;
  }
}

/** ReLU, in place. */
export function rectify(values: Float32Array): Float32Array {
  for (let k = 0; k < values.length; k++) if (values[k]! < 0) values[k] = 0;
  return values;
}
