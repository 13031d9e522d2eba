import type { LeftOutReason, RowsLeftOut } from '../table';

const MAX_EXAMPLE = 100;

/** Counts what is left out of a table, and keeps one example of each kind. */
export class LeftOutRows {
  readonly #byReason = new Map<LeftOutReason, { count: number; example: string }>();

  add(reason: LeftOutReason, example: () => string): void {
    const own = this.#byReason.get(reason);
    if (own === undefined) this.#byReason.set(reason, { count: 1, example: shortened(example()) });
    else own.count++;
  }

  list(): RowsLeftOut[] {
    return [...this.#byReason].map(([reason, own]) => ({ reason, ...own }));
  }
}

export function shortened(line: string): string {
  const plain = line.replace(/\s+/g, ' ').trim();
  return plain.length <= MAX_EXAMPLE ? plain : `${plain.slice(0, MAX_EXAMPLE - 1)}…`;
}
