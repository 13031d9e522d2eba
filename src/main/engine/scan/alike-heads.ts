import type { FoundFile } from '../readers/source-file';
import { MOST_ALIKE } from './lists';

/** Tables that were looked at and mark nothing, by their first lines: many that begin alike are recordings, and need no more looks. */
export class AlikeHeads {
  readonly #lines: ReadonlyMap<FoundFile, string | null>;
  readonly #counts = new Map<string, number>();

  constructor(tables: readonly { readonly file: FoundFile; readonly line: string | null }[]) {
    this.#lines = new Map(tables.map(({ file, line }) => [file, line]));
  }

  isKnown(file: FoundFile): boolean {
    return (this.#counts.get(this.#lines.get(file) ?? '') ?? 0) >= MOST_ALIKE;
  }

  add(file: FoundFile): void {
    const line = this.#lines.get(file) ?? '';
    if (line !== '') this.#counts.set(line, (this.#counts.get(line) ?? 0) + 1);
  }
}
