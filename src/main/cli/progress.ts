import { visible } from './visible';

const BAR_CELLS = 24;
const QUIET_MS = 1_000;

/** The last line of a terminal's stderr; where stderr is not a terminal, a log line now and then. */
export class Progress {
  readonly #isTerminal = process.stderr.isTTY === true;
  #lastMs = 0;
  #shown = false;

  /** `share` in 0 … 1, or null while the amount of work is unknown. */
  show(label: string, share: number | null, facts = ''): void {
    const now = Date.now();
    if (!this.#isTerminal) {
      if (now - this.#lastMs < QUIET_MS) return;
      this.#lastMs = now;
      const percent = share === null ? '' : ` ${Math.round(share * 100)} %`;
      process.stderr.write(visible(`${label}${percent}${facts && `  ${facts}`}\n`));
      return;
    }
    const full = Math.round((share ?? 0) * BAR_CELLS);
    const bar = share === null ? '' : ` ${'━'.repeat(full)}${'┄'.repeat(BAR_CELLS - full)}`;
    const line = `${label}${bar}  ${facts}`.slice(0, (process.stderr.columns ?? 80) - 1);
    process.stderr.write(`\r\x1b[2K${visible(line)}`);
    this.#shown = true;
  }

  /** A line that stays. */
  log(line: string): void {
    this.clear();
    process.stderr.write(`${visible(line)}\n`);
  }

  clear(): void {
    if (this.#shown) process.stderr.write('\r\x1b[2K');
    this.#shown = false;
  }
}
