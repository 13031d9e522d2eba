import type { UnrollError } from '../../shared/domain/error';
import { errorToShape } from '../../shared/domain/error';
import { QuestionsOpen } from './questions';
import { jsonOf } from '../../shared/domain/measured';
import { visible } from './visible';
import { errorWords } from './language';

/** What a command ends with: the contract's JSON object, and the same for people. */
export interface Result {
  readonly json: object;
  readonly text: string;
}

/** A line of data. Resolves once the reader has it, so that the process may end. */
export function writeOut(text: string): Promise<void> {
  // In JSON the same form is an escape, which reads back as it was.
  return new Promise((resolve) => process.stdout.write(`${visible(text)}\n`, () => resolve()));
}

export function printResult(result: Result, asJson: boolean): Promise<void> {
  return writeOut(asJson ? jsonOf(result.json) : result.text);
}

/** With `--json` errors are data like any result; else they are for people, on stderr. */
export async function printError(error: UnrollError, asJson: boolean): Promise<void> {
  if (asJson) {
    const data = error instanceof QuestionsOpen ? error.data : {};
    return writeOut(jsonOf({ error: errorToShape(error), ...data }));
  }
  const lines = error instanceof QuestionsOpen ? error.lines : [];
  process.stderr.write(visible([`error ${error.code}: ${errorWords(error)}`, ...lines, ''].join('\n')));
}

/** `| head` closes the pipe early; that is no failure of ours. */
export function tolerateClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

type Cell = string | number | null;

/** Letters that take two columns of a terminal: Hangul, kana and ideographs, with their punctuation. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

const widthOf = (text: string): number => text.length + (text.match(wide)?.length ?? 0);
const blanks = (text: string, width: number): string => ' '.repeat(Math.max(0, width - widthOf(text)));

/** Columns padded to their widest cell; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => row.map((cell) => (cell === null ? '–' : String(cell))));
  const widths = head.map((name, k) => Math.max(widthOf(name), ...texts.map((row) => widthOf(row[k] ?? ''))));
  const isNumeric = head.map((_, k) => rows.length > 0 && rows.every((row) => typeof row[k] !== 'string'));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, k) => (isNumeric[k] ? blanks(cell, widths[k]!) + cell : cell + blanks(cell, widths[k]!)))
      .join('  ')
      .trimEnd();
  return [line(head), ...texts.map(line)].join('\n');
}

/** Name and value, one a line. */
export function fields(entries: readonly (readonly [string, Cell])[]): string {
  const width = Math.max(...entries.map(([name]) => widthOf(name)));
  return entries.map(([name, value]) => `${name}${blanks(name, width)}  ${value ?? '–'}`).join('\n');
}

/** Four significant digits, as scores are read. */
export function significant(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
