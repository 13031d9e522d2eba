const FIRST_MS = 200;
const LAST_MS = 10_000;

/**
 * How long to wait before an engine that died is started again. One that had opened its home is started at once, however often
 * it dies; one that cannot even open it waits ever longer.
 */
export class RestartPause {
  #nextMs = FIRST_MS;

  /** The engine has opened its home. */
  ready(): void {
    this.#nextMs = FIRST_MS;
  }

  next(): number {
    const pauseMs = this.#nextMs;
    this.#nextMs = Math.min(2 * pauseMs, LAST_MS);
    return pauseMs;
  }
}
