const FIRST_MS = 200;
const LAST_MS = 10_000;

/**
 * How long to wait before an engine that died is started again. One that had opened its home is started at once, however often
 * it dies; one that cannot even open it waits ever longer.
 */
export class RestartPause {
  #nextMs = 0;

  /** The engine has opened its home. */
  ready(): void {
    this.#nextMs = 0;
  }

  next(): number {
    const pauseMs = this.#nextMs;
    this.#nextMs = Math.min(Math.max(2 * pauseMs, FIRST_MS), LAST_MS);
    return pauseMs;
  }
}
