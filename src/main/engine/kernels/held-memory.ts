import { failure } from '../../../shared/sentences/failure';
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
    if (this.#held === null) throw failure('COMPUTE_FAILED.disposed');
    return this.#held;
  }

  dispose(): void {
    if (this.#held !== null) this.#release(this.#held);
    this.#held = null;
  }
}
