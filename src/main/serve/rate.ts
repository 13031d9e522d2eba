/** How often something may happen: `burst` at once, then `perSecond`. A bucket of tokens that fills with time. */
export class Rate {
  #left: number;
  #atMs: number;

  constructor(
    readonly perSecond: number,
    readonly burst: number,
    nowMs = Date.now(),
  ) {
    this.#left = burst;
    this.#atMs = nowMs;
  }

  /** Whether it may happen now; if so, it has. */
  take(nowMs = Date.now()): boolean {
    // A clock that is set back fills nothing.
    const passed = Math.max(0, nowMs - this.#atMs) / 1000;
    this.#left = Math.min(this.burst, this.#left + passed * this.perSecond);
    this.#atMs = nowMs;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
