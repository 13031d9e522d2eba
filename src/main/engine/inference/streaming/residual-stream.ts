import { foldedBlock } from '../../models/network/folded';
import type { FoldedConvolution } from '../../models/network/folded';
import type { LayerOf } from '../../models/network/stack';
import type { NetworkWeights } from '../../models/network/weights';

/** A causal dilated convolution over a sequence as it comes. */
class DilatedStream {
  /** The last rows that are still read, zeros before the first. */
  #past: Float32Array;
  readonly #lead: number;
  readonly #filters: number;

  /**
   * @param kernel [size, inputs, filters]
   * @param bias [filters]; null: each channel is convolved by itself, and the kernel is [size, inputs]
   */
  constructor(
    private readonly kernel: Float32Array,
    private readonly bias: Float32Array | null,
    private readonly inputs: number,
    size: number,
    private readonly dilation: number,
  ) {
    this.#lead = (size - 1) * dilation * inputs;
    this.#past = new Float32Array(this.#lead);
    this.#filters = bias?.length ?? inputs;
  }

  /** @param rows [n, inputs] @returns [n, filters] */
  push(rows: Float32Array): Float32Array {
    const seen = new Float32Array(this.#lead + rows.length);
    seen.set(this.#past);
    seen.set(rows, this.#lead);
    const steps = rows.length / this.inputs;
    const made = new Float32Array(steps * this.#filters);
    for (let t = 0; t < steps; t++) {
      const sums = made.subarray(t * this.#filters, (t + 1) * this.#filters);
      if (this.bias === null) this.#channels(seen, t * this.inputs, sums);
      else this.#mix(seen, t * this.inputs, this.bias, sums);
    }
    this.#past = seen.slice(seen.length - this.#lead);
    return made;
  }

  reset(): void {
    this.#past.fill(0);
  }

  #mix(seen: Float32Array, from: number, bias: Float32Array, sums: Float32Array): void {
    const { kernel, inputs, dilation } = this;
    const filters = sums.length;
    const exact = Float64Array.from(bias);
    for (let at = 0, row = from; at < kernel.length; row += dilation * inputs)
      for (let i = 0; i < inputs; i++, at += filters) {
        const value = seen[row + i]!;
        if (value === 0) continue;
        for (let f = 0; f < filters; f++) exact[f] = exact[f]! + value * kernel[at + f]!;
      }
    sums.set(exact);
  }

  #channels(seen: Float32Array, from: number, sums: Float32Array): void {
    const { kernel, inputs, dilation } = this;
    for (let at = 0, row = from; at < kernel.length; at += inputs, row += dilation * inputs)
      for (let i = 0; i < inputs; i++) sums[i] = sums[i]! + seen[row + i]! * kernel[at + i]!;
  }
}

/** A causal residual block (`models/network/layers/residual-block.ts`) over a sequence as it comes. */
export class ResidualStream {
  readonly #units: readonly (readonly DilatedStream[])[];
  readonly #shortcut: DilatedStream | null;
  readonly #rectified: boolean;

  constructor(network: NetworkWeights, { weights, dilation, rectified }: LayerOf<'residual'>) {
    const { units, shortcut } = foldedBlock(network, weights);
    const whole = (given: FoldedConvolution, apart: number): DilatedStream =>
      new DilatedStream(given.kernel, given.bias, given.inputs, given.size, apart);
    this.#rectified = rectified;
    this.#shortcut = shortcut === null ? null : whole(shortcut, 1);
    this.#units = units.map(({ paths }) =>
      paths.flatMap((path) => {
        const { depthwise, inputs } = path;
        if (depthwise === null) return [whole(path, dilation)];
        return [new DilatedStream(depthwise.kernel, null, inputs, depthwise.size, dilation), whole(path, 1)];
      }),
    );
  }

  /** @param rows [n, inputs] @returns [n, outputs] */
  push(rows: Float32Array): Float32Array {
    let made = rows;
    this.#units.forEach((convolutions, k) => {
      made = convolutions.reduce((x, convolution) => convolution.push(x), made);
      const isPlain = k === this.#units.length - 1 && !this.#rectified;
      if (!isPlain) made = made.map((value) => Math.max(0, value));
    });
    const passed = this.#shortcut?.push(rows) ?? rows;
    return made.map((value, k) => Math.max(0, value + passed[k]!));
  }

  reset(): void {
    [...this.#units.flat(), ...(this.#shortcut === null ? [] : [this.#shortcut])].forEach((one) =>
      one.reset(),
    );
  }
}
