import type { RecurrentNetworkSpec } from '../../../../shared/domain/model';
import type { RecurrentKernel, RecurrentSpec, RecurrentState, WeightArrays } from '../../kernels/kernel';
import { NORM_EPSILON } from '../../models/network/layers/layer-norm';
import { layoutOf, stepsAfter } from '../../models/network/layout';
import type { NetworkLayout } from '../../models/network/layout';
import type { NetworkWeights } from '../../models/network/weights';
import { ConvolutionStream } from './convolution-stream';
import { PooledMean } from './pooled-mean';

/** A kernel that can go on from a state with plain numbers. */
export type SteppingKernel = RecurrentKernel & Required<Pick<RecurrentKernel, 'advance'>>;

/** What some rows have become, one row a step after the convolutions. */
export interface NetworkSteps {
  readonly steps: number;
  /** Last layer, before its norm, [steps, units]. */
  readonly hidden: Float32Array;
  /** The head's values before softmax, [steps, outputs]. */
  readonly logits: Float32Array;
}

interface Layer {
  readonly spec: RecurrentSpec;
  readonly weights: WeightArrays;
  readonly state: RecurrentState;
  readonly norm: { readonly gamma: Float32Array; readonly beta: Float32Array } | null;
}

/** Whether a network answers as it reads: forwards, and without what weighs all steps against one another. */
export function canCarry(spec: NetworkWeights['spec']): spec is RecurrentNetworkSpec {
  return spec.family === 'recurrent' && !spec.bidirectional && spec.pooling !== 'attention';
}

/**
 * A recurrent network over a sequence as it comes: the state of every layer is carried from step to step. After n steps it
 * says what `Network` says of those n steps.
 */
export class CarriedNetwork {
  readonly #kernel: SteppingKernel;
  readonly #convolutions: readonly ConvolutionStream[];
  readonly #layers: readonly Layer[];
  readonly #mean: PooledMean | null;
  readonly #head: { readonly kernel: Float32Array; readonly bias: Float32Array };
  readonly #units: number;

  /** @param windowSteps most steps, before the convolutions, that pooling averages over */
  constructor(
    model: NetworkWeights & { spec: RecurrentNetworkSpec },
    kernel: SteppingKernel,
    windowSteps: number,
  ) {
    const { spec, shape } = model;
    const layout = layoutOf(spec, shape);
    const data = (slot: number): Float32Array => model.weights[slot]!.data;
    this.#kernel = kernel;
    this.#units = spec.units;
    this.#convolutions = layout.convolutions.map(
      (slots, k) =>
        new ConvolutionStream(
          data(slots.kernel),
          data(slots.bias),
          layout.slots[slots.kernel]!.shape,
          spec.convolutions[k]!.stride,
        ),
    );
    this.#layers = layersOf(spec, layout, data);
    this.#mean = spec.pooling === 'mean' ? new PooledMean(stepsAfter(spec, windowSteps), spec.units) : null;
    this.#head = { kernel: data(layout.head.kernel), bias: data(layout.head.bias) };
  }

  /** @param rows scaled, [n, features] */
  push(rows: Float32Array): NetworkSteps {
    let x = this.#convolutions.reduce((before, convolution) => convolution.push(before), rows);
    let hidden = new Float32Array(0);
    const steps = this.#stepsIn(x);
    if (steps === 0) return { steps, hidden, logits: new Float32Array(0) };
    for (const { spec, weights, state, norm } of this.#layers) {
      hidden = new Float32Array(steps * this.#units);
      this.#kernel.advance(spec, weights, x, state, hidden);
      x = norm === null ? hidden : normed(hidden, norm);
    }
    return { steps, hidden, logits: this.#answers(x === hidden ? hidden.slice() : x) };
  }

  reset(): void {
    this.#convolutions.forEach((convolution) => convolution.reset());
    this.#layers.forEach(({ state }) => {
      state.hidden.fill(0);
      state.cell?.fill(0);
    });
    this.#mean?.reset();
  }

  #stepsIn(x: Float32Array): number {
    const [first] = this.#layers;
    return (x.length * first!.weights.recurrentKernel.length) / first!.weights.kernel.length / this.#units;
  }

  /** @param seen [steps, units], which it uses up */
  #answers(seen: Float32Array): Float32Array {
    const units = this.#units;
    const { kernel, bias } = this.#head;
    const outputs = bias.length;
    const steps = seen.length / units;
    const logits = new Float32Array(steps * outputs);
    const sums = new Float64Array(outputs);
    for (let t = 0; t < steps; t++) {
      const row = seen.subarray(t * units, (t + 1) * units);
      this.#mean?.replace(row);
      sums.set(bias);
      for (let u = 0; u < units; u++)
        for (let k = 0; k < outputs; k++) sums[k] = sums[k]! + row[u]! * kernel[u * outputs + k]!;
      logits.set(sums, t * outputs);
    }
    return logits;
  }
}

function layersOf(
  spec: RecurrentNetworkSpec,
  { layers, norms }: NetworkLayout,
  data: (slot: number) => Float32Array,
): Layer[] {
  const { cell, activation, resetAfter, units, peepholes, coupled } = spec;
  const own: RecurrentSpec = {
    ...{ cell, activation, resetAfter, units, reverse: false },
    ...(cell === 'lstm' && { peepholes, coupled }),
  };
  return layers.map(([direction], k) => {
    const { kernel, recurrentKernel, bias, peephole } = direction!;
    const norm = norms[k];
    return {
      spec: own,
      weights: {
        kernel: data(kernel),
        recurrentKernel: data(recurrentKernel),
        bias: data(bias),
        ...(peephole !== null && { peephole: data(peephole) }),
      },
      state: { hidden: new Float32Array(units), cell: cell === 'lstm' ? new Float32Array(units) : null },
      norm: norm === undefined ? null : { gamma: data(norm.gamma), beta: data(norm.beta) },
    };
  });
}

/** `layerNorm` of each row. */
function normed(rows: Float32Array, { gamma, beta }: NonNullable<Layer['norm']>): Float32Array {
  const width = gamma.length;
  const result = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += width) {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += rows[start + k]!;
    const mean = sum / width;
    let squares = 0;
    for (let k = 0; k < width; k++) squares += (rows[start + k]! - mean) ** 2;
    const unit = 1 / Math.sqrt(squares / width + NORM_EPSILON);
    for (let k = 0; k < width; k++)
      result[start + k] = (rows[start + k]! - mean) * unit * gamma[k]! + beta[k]!;
  }
  return result;
}
