interface Waiting<In, Out> {
  readonly item: In;
  readonly signal: AbortSignal;
  readonly resolve: (output: Out) => void;
  readonly reject: (reason: unknown) => void;
}

export interface BatcherOptions<In, Out> {
  /** An output for each item, in their order. */
  readonly compute: (items: readonly In[]) => Promise<readonly Out[]>;
  /** Items that are computed together. */
  readonly most: number;
  /** How long the first item waits for others while nothing is being computed. */
  readonly waitMs: number;
}

/**
 * Computes what comes at about the same time together, one batch after the other. What is waiting is bounded by whoever adds
 * (`places.ts`).
 */
export class Batcher<In, Out> {
  readonly #waiting: Waiting<In, Out>[] = [];
  readonly #options: BatcherOptions<In, Out>;
  #timer: NodeJS.Timeout | null = null;
  #isComputing = false;

  constructor(options: BatcherOptions<In, Out>) {
    this.#options = options;
  }

  /**
   * @param signal whoever asked is gone: the item is left out if it was still waiting
   * @throws what `compute` throws
   */
  add(item: In, signal: AbortSignal): Promise<Out> {
    return new Promise<Out>((resolve, reject) => {
      this.#waiting.push({ item, signal, resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isComputing) return;
    if (this.#waiting.length >= this.#options.most) void this.#next();
    else this.#timer ??= setTimeout(() => void this.#next(), this.#options.waitMs);
  }

  async #next(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#isComputing = true;
    while (this.#waiting.length > 0) await this.#computeTogether(this.#take());
    this.#isComputing = false;
  }

  #take(): Waiting<In, Out>[] {
    const batch: Waiting<In, Out>[] = [];
    while (this.#waiting.length > 0 && batch.length < this.#options.most) {
      const one = this.#waiting.shift()!;
      if (one.signal.aborted) one.reject(one.signal.reason);
      else batch.push(one);
    }
    return batch;
  }

  /** A batch that fails is computed again one by one, so that a bad item costs only itself. */
  async #computeTogether(batch: readonly Waiting<In, Out>[]): Promise<void> {
    if (batch.length === 0) return;
    try {
      const outputs = await this.#options.compute(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, k) => resolve(outputs[k]!));
    } catch (reason) {
      if (batch.length === 1) batch[0]!.reject(reason);
      else for (const one of batch) await this.#computeTogether([one]);
    }
  }
}
