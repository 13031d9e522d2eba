/** Events with a sequence number that any number of readers follow. */
export class Feed<E extends { readonly seq: number }> {
  #seq = 0;
  readonly #readers = new Set<(event: E) => void>();

  get seq(): number {
    return this.#seq;
  }

  emit(make: (seq: number) => E): void {
    const event = make(++this.#seq);
    for (const read of this.#readers) read(event);
  }

  async *watch(signal: AbortSignal | undefined): AsyncGenerator<E, void, void> {
    const waiting: E[] = [];
    let wake = (): void => {};
    const read = (event: E): void => {
      waiting.push(event);
      wake();
    };
    this.#readers.add(read);
    try {
      while (!(signal?.aborted ?? false)) {
        while (waiting.length > 0) yield waiting.shift()!;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      this.#readers.delete(read);
    }
  }
}
