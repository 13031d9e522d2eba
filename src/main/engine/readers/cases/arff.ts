import { failure } from '../../../../shared/sentences/failure';
import { why } from '../../../../shared/sentences/why';
import type { Claim } from '../reader';
import type { CasesFacts, CasesParser, ParsedCase } from './cases';
import { corruptAt, makeCase, parseValue } from './cases';
import { parsedCasesReader } from './cases-reader';

interface Attribute {
  readonly name: string;
  readonly isClass: boolean;
  readonly isRelational: boolean;
}

/**
 * Weka's ARFF as the UEA and UCR archives write it: one sequence a line, each numeric attribute a step, the nominal
 * attribute its class; or, where a relational attribute holds the channels, each line of its quoted text one channel.
 *
 * Source: https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/
 */
class ArffParser implements CasesParser {
  readonly #attributes: Attribute[] = [];
  #problem: string | null = null;
  #channels = 1;
  #cases = 0;
  #isData = false;
  #isWithin = false;
  #line = 0;

  /** @param shown the file's name, for sentences */
  constructor(readonly shown: string) {}

  line(text: string): ParsedCase | null {
    this.#line++;
    const trimmed = (this.#line === 1 ? text.replace(/^\uFEFF/, '') : text).trim();
    if (trimmed === '' || trimmed.startsWith('%')) return null;
    if (this.#isData) return this.#case(trimmed);
    this.#headerLine(trimmed);
    return null;
  }

  finish(): Omit<CasesFacts, 'missing'> {
    if (!this.#isData) throw failure('FILE_CORRUPT.arffData', { file: this.shown });
    if (this.#cases === 0) throw failure('FILE_EMPTY.afterData', { file: this.shown });
    return { problem: this.#problem, channels: this.#channels };
  }

  #headerLine(text: string): void {
    const [, keyword = '', rest = ''] = /^@(\w+)\s*(.*)$/.exec(text) ?? [];
    switch (keyword.toLowerCase()) {
      case 'relation':
        this.#problem = unquoted(rest.trim()) || null;
        return;
      case 'data':
        this.#isData = true;
        return;
      case 'end':
        this.#isWithin = false;
        return;
      case 'attribute':
        this.#attribute(rest);
        return;
      default:
        throw corruptAt(this.shown, this.#line, why('why.arff.header', { word: text.slice(0, 40) }));
    }
  }

  #attribute(text: string): void {
    // Attributes within a relational one are its steps, which its text says too.
    if (this.#isWithin) return;
    const [, name = '', type = ''] =
      /^('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\S+)\s+(.*)$/.exec(text.trim()) ?? [];
    const isRelational = /^relational/i.test(type);
    this.#isWithin = isRelational;
    const isClass = type.startsWith('{') || /^string/i.test(type);
    this.#attributes.push({ name: unquoted(name), isClass, isRelational });
  }

  #case(text: string): ParsedCase {
    if (text.startsWith('{')) throw failure('FILE_FORMAT_UNKNOWN.sparse', { file: this.shown });
    const cells = splitCells(text);
    if (cells.length !== this.#attributes.length)
      throw corruptAt(
        this.shown,
        this.#line,
        why('why.arff.values', { count: cells.length, expected: this.#attributes.length }),
      );
    const classAt = this.#attributes.map(({ isClass }) => isClass).lastIndexOf(true);
    const relationalAt = this.#attributes.findIndex(({ isRelational }) => isRelational);
    const channels =
      relationalAt === -1
        ? [this.#numbers(cells.filter((_, k) => !this.#attributes[k]!.isClass))]
        : cells[relationalAt]!.split(/\\n|\n/).map((line) => this.#numbers(line.split(',')));
    if (channels.some(({ length }) => length !== channels[0]!.length))
      throw corruptAt(this.shown, this.#line, why('why.arff.lengths'));
    if (this.#cases > 0 && channels.length !== this.#channels)
      throw corruptAt(
        this.shown,
        this.#line,
        why('why.line.channels', { channels: channels.length, expected: this.#channels }),
      );
    this.#channels = channels.length;
    this.#cases++;
    return makeCase(channels, classAt === -1 ? null : cells[classAt]!);
  }

  #numbers(words: readonly string[]): number[] {
    return words.map((word) => {
      const value = parseValue(word);
      if (value === null)
        throw corruptAt(this.shown, this.#line, why('why.line.number', { word: word.slice(0, 40) }));
      return value;
    });
  }
}

function unquoted(text: string): string {
  return /^(['"]).*\1$/s.test(text) ? text.slice(1, -1).replace(/\\(['"\\])/g, '$1') : text;
}

/** Cells between commas that stand in no quotes. */
function splitCells(text: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quote = '';
  for (let k = 0; k < text.length; k++) {
    const letter = text[k]!;
    if (quote !== '' && letter === '\\' && text[k + 1] !== 'n') cell += text[++k] ?? '';
    else if (quote === '' && (letter === "'" || letter === '"') && cell.trim() === '') quote = letter;
    else if (letter === quote) quote = '';
    else if (letter === ',' && quote === '') {
      cells.push(cell.trim());
      cell = '';
    } else cell += letter;
  }
  return [...cells, cell.trim()];
}

function claim(head: Uint8Array, name: string): Claim {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 4096)).toString('latin1');
  if (/^\s*(%[^\n]*\n\s*)*@relation\b/i.test(text)) return 'signature';
  return /\.arff$/i.test(name) ? 'name' : 'none';
}

export const arffReader = parsedCasesReader({
  format: 'arff',
  endings: ['.arff'],
  isAnnotated: true,
  claim,
  parser: ({ shown }) => new ArffParser(shown),
});
