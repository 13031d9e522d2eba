import { readHead } from '../bytes';
import { cellsIn, isMissing, wideRowsOf } from '../wide-rows';
import type { WideRows } from '../wide-rows';
import { archiveNameOf } from './archive-name';
import type { CasesFacts, CasesParser, ParsedCase } from './cases';
import { corruptAt, makeCase, parseFile } from './cases';
import { casesReader } from './cases-reader';
import { why } from '../../../../shared/sentences/why';

/** A table of which every row is one labelled sequence: `label, t0 … tN`, or the class last, with or without names. */
export const rowCasesReader = casesReader({
  format: 'rows',
  endings: ['.csv', '.tsv', '.txt', '.dat'],
  isAnnotated: false,
  claim: (head, name) =>
    /\.(csv|tsv|txt|dat)$/i.test(name) &&
    archiveNameOf(name) === null &&
    (wideRowsOf(head)?.labelAt ?? null) !== null
      ? 'signature'
      : 'none',
  async *read({ path, shown, rows }) {
    const layout = wideRowsOf(await readHead(path, shown), { isLenient: rows === 'sequence' });
    return yield* parseFile(path, new RowParser(shown, layout!));
  },
});

class RowParser implements CasesParser {
  #line = 0;

  constructor(
    readonly shown: string,
    readonly layout: WideRows,
  ) {}

  line(text: string): ParsedCase | null {
    this.#line++;
    if (text.trim() === '' || (this.#line === 1 && this.layout.hasHeader)) return null;
    const cells = cellsIn(this.#line === 1 ? text.replace(/^\uFEFF/, '') : text, this.layout.delimiter);
    const values = cells.slice(this.layout.from, this.layout.to).map((cell) => {
      const value = cell === '' || isMissing(cell) ? Number.NaN : Number(cell);
      if (Number.isNaN(value) && cell !== '' && !isMissing(cell))
        throw corruptAt(this.shown, this.#line, why('why.line.number', { word: cell.slice(0, 40) }));
      return value;
    });
    const word = cells[this.layout.labelAt!] ?? '';
    const label = word !== '' && Number.isInteger(Number(word)) ? String(Number(word)) : word;
    return makeCase([values], label === '' ? null : label);
  }

  finish(): Omit<CasesFacts, 'missing'> {
    return { problem: null, channels: 1 };
  }
}
