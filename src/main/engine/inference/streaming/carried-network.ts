import { readsAhead } from '../../../../shared/domain/model';
import type { RecurrentNetworkSpec, TcnSpec } from '../../../../shared/domain/model';
import type { RecurrentKernel, RecurrentState, WeightArrays } from '../../kernels/kernel';
import { NORM_EPSILON } from '../../models/network/layers/layer-norm';
import { layoutOf, stepsAfter } from '../../models/network/layout';
import type { DirectionLayout } from '../../models/network/layout';
import { layersOf, recurrentSpecOf, walk } from '../../models/network/stack';
import type { ConvolutionalKind, Executor, LayerOf, RecurrentKind } from '../../models/network/stack';
import type { NetworkWeights } from '../../models/network/weights';
import { ConvolutionStream, rectify } from './convolution-stream';
import { PooledMean } from './pooled-mean';
import { ResidualStream } from './residual-stream';

/** A kernel that can go on from a state with plain numbers. */
export type SteppingKernel = RecurrentKernel & Required<Pick<RecurrentKernel, 'advance'>>;

/** What some rows have become, one row a step after the convolutions. */
export interface NetworkSteps {
  readonly steps: number;
  /** Last recurrent layer, before its norm, or last block, [steps, units]. */
  readonly hidden: Float32Array;
  /** The head's values before softmax, [steps, outputs]. */
  readonly logits: Float32Array;
}

export type CarriedSpec = RecurrentNetworkSpec | TcnSpec;

/** Whether a network answers as it reads: forwards, and without what weighs all steps against one another. */
export function canCarry(spec: NetworkWeights['spec']): spec is CarriedSpec {
  return (
    (spec.family === 'recurrent' || spec.family === 'tcn') &&
    !readsAhead(spec) &&
    spec.pooling !== 'attention'
  );
}

type CarriedKind = RecurrentKind | ConvolutionalKind;

/**
 * A network over a sequence as it comes: the state of every layer, or what its convolutions still read, is carried from step to step. After n steps it
 * says what `Network` says of those n steps.
 */
export class CarriedNetwork {
  readonly #layers: readonly LayerOf<CarriedKind>[];
  readonly #executor: Executor<Float32Array, Float32Array, CarriedKind>;
  readonly #outputs: number;
  /** Each begins again. */
  readonly #resets: (() => void)[] = [];

  /** @param windowSteps most steps, before the convolutions, that pooling averages over */
  constructor(network: NetworkWeights & { spec: CarriedSpec }, kernel: SteppingKernel, windowSteps: number) {
    const { spec, shape, weights } = network;
    const layout = layoutOf(spec, shape);
    const units = layout.headInputs;
    const data = (slot: number): Float32Array => weights[slot]!.data;
    const convolutions = layout.convolutions.map(({ kernel, bias }, k) => {
      const [size, inputs] = layout.slots[kernel]!.shape as [number, number];
      const { stride } = spec.convolutions[k]!;
      return new ConvolutionStream({ kernel: data(kernel), bias: data(bias), size, inputs, stride });
    });
    const states = layout.layers.map((): RecurrentState => ({
      hidden: new Float32Array(units),
      cell: spec.family === 'recurrent' && spec.cell === 'lstm' ? new Float32Array(units) : null,
    }));
    const mean = spec.pooling === 'mean' ? new PooledMean(stepsAfter(spec, windowSteps), units) : null;
    this.#resets.push(
      ...convolutions.map((convolution) => () => convolution.reset()),
      ...states.map(({ hidden, cell }) => () => {
        hidden.fill(0);
        cell?.fill(0);
      }),
      () => mean?.reset(),
    );
    this.#outputs = shape.outputs;
    this.#layers = layersOf<CarriedSpec>(spec, layout);
    const blocks = this.#layers.flatMap((layer) =>
      layer.kind === 'residual' ? [new ResidualStream(network, layer)] : [],
    );
    this.#resets.push(...blocks.map((block) => () => block.reset()));
    this.#executor = {
      convolution: ({ index }, rows) => rectify(convolutions[index]!.push(rows)),
      recurrent({ index, directions }, rows) {
        const own = directions[0]!;
        const inputs = layout.slots[own.kernel]!.shape[0]!;
        const hidden = new Float32Array((rows.length / inputs) * units);
        if (rows.length > 0)
          kernel.advance(recurrentSpecOf(spec, own), weightsOf(own, data), rows, states[index]!, hidden);
        return hidden;
      },
      residual: ({ index }, rows) => blocks[index]!.push(rows),
      norm: ({ weights: { gamma, beta } }, rows) => normed(rows, data(gamma), data(beta)),
      pooling(_, rows) {
        if (mean === null) return rows;
        const means = rows.slice();
        for (let at = 0; at < means.length; at += units) mean.replace(means.subarray(at, at + units));
        return means;
      },
      head: ({ weights: own }, rows) => answered(rows, data(own.kernel), data(own.bias)),
    };
  }

  /** @param rows scaled, [n, features] */
  push(rows: Float32Array): NetworkSteps {
    let hidden: Float32Array = new Float32Array(0);
    const logits = walk(this.#layers, this.#executor, rows, ({ kind }, _, after) => {
      if (kind === 'recurrent' || kind === 'residual') hidden = after;
    });
    return { steps: logits.length / this.#outputs, hidden, logits };
  }

  reset(): void {
    this.#resets.forEach((reset) => reset());
  }
}

function weightsOf(
  { kernel, recurrentKernel, bias, peephole }: DirectionLayout,
  data: (slot: number) => Float32Array,
): WeightArrays {
  return {
    kernel: data(kernel),
    recurrentKernel: data(recurrentKernel),
    bias: data(bias),
    ...(peephole !== null && { peephole: data(peephole) }),
  };
}

/** x W + b of each row x [rows, units], [rows, outputs]. */
function answered(rows: Float32Array, kernel: Float32Array, bias: Float32Array): Float32Array {
  const outputs = bias.length;
  const units = kernel.length / outputs;
  const logits = new Float32Array((rows.length / units) * outputs);
  const sums = new Float64Array(outputs);
  for (let t = 0; t * units < rows.length; t++) {
    sums.set(bias);
    for (let u = 0; u < units; u++)
      for (let k = 0; k < outputs; k++) sums[k] = sums[k]! + rows[t * units + u]! * kernel[u * outputs + k]!;
    logits.set(sums, t * outputs);
  }
  return logits;
}

/** `layerNorm` of each row. */
function normed(rows: Float32Array, gamma: Float32Array, beta: Float32Array): Float32Array {
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
