import type { Tensor } from '@tensorflow/tfjs-core';
import type { Handle } from './binding';
import type { Ops } from './ops';

/**
 * TensorFlow's fused operations read [time, batch, …] forwards and to the end. A `Sequence` brings a layer's arrays into
 * that order and back: an example that is read backwards is turned around within its own length, so that padding
 * always comes last, where it can change nothing that came before it. What was computed there is set to zero, and
 * a gradient of zero going in at its end stays zero until the example's last own step.
 */
export class Sequence {
  readonly #ops: Ops;
  readonly #lengths: Int32Array;
  readonly #time: number;
  readonly #reverse: boolean;
  readonly #active: Handle | null;

  constructor(ops: Ops, lengths: Int32Array, time: number, reverse: boolean) {
    this.#ops = ops;
    this.#lengths = lengths;
    this.#time = time;
    this.#reverse = reverse;
    const isFull = lengths.every((length) => length === time);
    this.#active = isFull ? null : ops.bools(this.#withinLength(), [time, lengths.length, 1]);
  }

  /** [batch, time, width] in input order → [time, batch, width] in reading order, zero beyond each length. */
  read(tensor: Tensor): Handle {
    return this.#turn(this.masked(this.#ops.transpose(this.#ops.from(tensor), [1, 0, 2])));
  }

  /** The way back: [time, batch, width] in reading order → [batch, time, width] in input order, zero beyond. */
  write(handle: Handle): Handle {
    return this.#ops.transpose(this.#turn(this.masked(handle)), [1, 0, 2]);
  }

  /** [time, batch, width] with zeros beyond each length, whatever stood there. */
  masked(handle: Handle): Handle {
    if (this.#active === null) return handle;
    return this.#ops.call('SelectV2', [this.#active, handle, this.#ops.floats(Float32Array.of(0), [])])[0]!;
  }

  /** [time, batch, width] → [batch, width] at the last step that each example reads. */
  last(handle: Handle): Handle {
    const types = { Tparams: 'float32', Tindices: 'int32' } as const;
    return this.#ops.call('GatherNd', [handle, this.#lastSteps()], 1, {}, types)[0]!;
  }

  /** The gradient of {@link last}: [batch, width] → [time, batch, width], zero at all other steps. */
  spread(gradient: Handle): Handle {
    const [batch, width] = gradient.shape as [number, number];
    const shape = this.#ops.ints([this.#time, batch, width]);
    const types = { T: 'float32', Tindices: 'int32' } as const;
    return this.#ops.call('ScatterNd', [this.#lastSteps(), gradient, shape], 1, {}, types)[0]!;
  }

  /** [batch], int32 */
  lengths(): Handle {
    return this.#ops.ints(this.#lengths);
  }

  #turn(handle: Handle): Handle {
    if (!this.#reverse) return handle;
    const inputs = [handle, this.lengths()];
    const types = { T: 'float32', Tlen: 'int32' } as const;
    return this.#ops.call('ReverseSequence', inputs, 1, { seq_dim: 0, batch_dim: 1 }, types)[0]!;
  }

  /** [batch, 2]: step and example. */
  #lastSteps(): Handle {
    const pairs = [...this.#lengths].flatMap((length, example) => [length - 1, example]);
    return this.#ops.ints(pairs, [this.#lengths.length, 2]);
  }

  #withinLength(): Uint8Array {
    const batch = this.#lengths.length;
    return Uint8Array.from({ length: this.#time * batch }, (_, k) =>
      Math.floor(k / batch) < this.#lengths[k % batch]! ? 1 : 0,
    );
  }
}
