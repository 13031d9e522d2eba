import { foldedBlock } from '../../models/network/folded';
import type { FoldedConvolution } from '../../models/network/folded';
import type { LayerOf } from '../../models/network/stack';
import type { NetworkWeights } from '../../models/network/weights';
import { ConvolutionStream, rectify } from './convolution-stream';

/** A causal residual block (`models/network/layers/residual-block.ts`) over a sequence as it comes. */
export class ResidualStream {
  readonly #units: readonly (readonly ConvolutionStream[])[];
  readonly #shortcut: ConvolutionStream | null;
  readonly #rectified: boolean;

  constructor(network: NetworkWeights, { weights, dilation, rectified }: LayerOf<'residual'>) {
    const { units, shortcut } = foldedBlock(network, weights);
    const whole = (given: FoldedConvolution, apart: number): ConvolutionStream =>
      new ConvolutionStream({ ...given, dilation: apart });
    this.#rectified = rectified;
    this.#shortcut = shortcut === null ? null : whole(shortcut, 1);
    this.#units = units.map(({ paths }) =>
      paths.flatMap((path) => {
        const { depthwise, inputs } = path;
        if (depthwise === null) return [whole(path, dilation)];
        const { kernel, size } = depthwise;
        return [new ConvolutionStream({ kernel, bias: null, inputs, size, dilation }), whole(path, 1)];
      }),
    );
  }

  /** @param rows [n, inputs] @returns [n, outputs] */
  push(rows: Float32Array): Float32Array {
    let made = rows;
    this.#units.forEach((convolutions, k) => {
      made = convolutions.reduce((x, convolution) => convolution.push(x), made);
      const isPlain = k === this.#units.length - 1 && !this.#rectified;
      if (!isPlain) rectify(made);
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
