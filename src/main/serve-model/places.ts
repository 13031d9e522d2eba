/** A bounded number of places for requests that are read, wait or are computed. */
export class Places {
  #taken = 0;
  #onFree: (() => void) | null = null;

  constructor(private readonly most: number) {}

  get taken(): number {
    return this.#taken;
  }

  /** How a place is given back, once; null when there is none. */
  take(): (() => void) | null {
    if (this.#taken >= this.most) return null;
    this.#taken++;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#taken--;
      if (this.#taken === 0) this.#onFree?.();
    };
  }

  /** Resolves when no place is taken. */
  async empty(): Promise<void> {
    if (this.#taken > 0) await new Promise<void>((resolve) => (this.#onFree = resolve));
  }
}
