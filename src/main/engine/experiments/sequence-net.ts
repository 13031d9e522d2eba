import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { RecurrentNetworkSpec } from '../../../shared/domain/model';
import { tensorDenseOps } from '../kernels/dense-ops';
import type { GateTrace, RecurrentKernel } from '../kernels/kernel';
import { numbers } from '../kernels/numbers';
import { disposingAsync } from '../kernels/scope';
import { joined, tensorExecutor } from '../models/network/forward';
import type { Flow, Pass } from '../models/network/forward';
import { initialise } from '../models/network/initialise';
import { layoutOf } from '../models/network/layout';
import type { NetworkLayout } from '../models/network/layout';
import type { BatchLoss } from '../models/network/loss';
import { observe } from '../models/network/observe';
import { Parameters } from '../models/network/parameters';
import type { Executor, Layer } from '../models/network/stack';
import { layersOf, walk } from '../models/network/stack';

/** Sequences of one length. */
export interface SequenceBatch {
  /** [size, time, features] */
  readonly inputs: Float32Array;
  readonly size: number;
  readonly time: number;
}

/**
 * One recurrent layer of the lab with a dense head that answers at each of the last `answers` steps: what the memory
 * tasks need and a classifier of whole sequences has not. Holds tensors: `dispose` frees them.
 */
export class SequenceNet {
  readonly layout: NetworkLayout;
  readonly #layers: readonly Layer[];
  readonly #parameters: Parameters;

  /** @param answers number of last steps that are answered; null: all */
  constructor(
    readonly spec: RecurrentNetworkSpec,
    readonly shape: { readonly features: number; readonly outputs: number; readonly answers: number | null },
    readonly kernel: RecurrentKernel,
    seed: number,
  ) {
    // A head of zeros, as the lab starts forecasts, would leave the recurrent layer without a gradient at first.
    const network = { features: shape.features, outputs: shape.outputs, head: 'softmax' } as const;
    this.layout = layoutOf(spec, network);
    this.#layers = layersOf({ ...spec, pooling: shape.answers === 1 ? 'last' : 'none' }, this.layout);
    this.#parameters = new Parameters(this.layout, initialise(this.layout, spec, network, seed));
  }

  get parameters(): Float32Array {
    return this.#parameters.values;
  }

  /** To be called after `parameters` was changed. */
  parametersChanged(): void {
    this.#parameters.changed();
  }

  /** @returns [size · answers, outputs] */
  answers(batch: SequenceBatch): Promise<Float32Array> {
    return disposingAsync(async () => numbers(this.#forward(batch, this.#pass())));
  }

  /** Loss of a batch and its gradient with respect to every parameter. */
  gradient(batch: SequenceBatch, loss: BatchLoss): Promise<{ loss: number; gradient: Float32Array }> {
    return disposingAsync(() => {
      const pass = this.#pass();
      return this.#parameters.gradient(() => this.#forward(batch, pass), loss);
    });
  }

  /** Every gate and state of one sequence, each [time, units]. */
  async trace(batch: SequenceBatch): Promise<GateTrace> {
    let found: GateTrace = {};
    await disposingAsync(() =>
      observe(this.#pass(), sequencesOf(batch, this.shape.features), {
        onLayer({ gates: [own] }) {
          if (own !== undefined) found = own;
        },
      }),
    );
    return found;
  }

  dispose(): void {
    this.parametersChanged();
  }

  #pass(): Pass {
    const { spec, layout, kernel } = this;
    return {
      ...{ spec, layout, kernel, layers: this.#layers, ops: kernel.dense ?? tensorDenseOps },
      weights: this.#parameters.tensors(),
    };
  }

  #forward(batch: SequenceBatch, pass: Pass): Tensor2D {
    const { size, time } = batch;
    const answers = this.shape.answers ?? time;
    const plain = tensorExecutor(pass);
    const executor: Executor<Flow> = {
      ...plain,
      pooling(layer, flow) {
        if (layer.how === 'last' || answers === time) return plain.pooling(layer, flow);
        const states = joined(flow);
        return {
          ...flow,
          parts: [tf.slice(states, [0, time - answers, 0], [size, answers, states.shape[2]])],
        };
      },
    };
    const { x, lengths } = sequencesOf(batch, this.shape.features);
    return joined<Tensor2D>(walk(this.#layers, executor, { parts: [x], lengths }));
  }
}

function sequencesOf(
  { inputs, size, time }: SequenceBatch,
  features: number,
): { x: Tensor3D; lengths: Int32Array } {
  return { x: tf.tensor3d(inputs, [size, time, features]), lengths: new Int32Array(size).fill(time) };
}
