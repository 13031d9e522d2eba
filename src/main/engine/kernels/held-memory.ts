import { UnrollError } from '../../../shared/domain/error';
import type { KernelMemory } from './kernel';

/** What a kernel keeps between forward and backward, in whatever form it has it, until it is disposed of. */
export class HeldMemory<M> implements KernelMemory {
  #held: M | null;
  readonly #release: (held: M) => void;

  constructor(held: M, release: (held: M) => void) {
    this.#held = held;
    this.#release = release;
  }

  /** @throws UnrollError COMPUTE_FAILED after `dispose` */
  get held(): M {
    if (this.#held === null)
      throw new UnrollError('COMPUTE_FAILED', 'The forward pass was already disposed of.');
    return this.#held;
  }

  dispose(): void {
    if (this.#held !== null) this.#release(this.#held);
    this.#held = null;
  }
}
