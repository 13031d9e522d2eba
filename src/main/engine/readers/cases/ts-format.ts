import type { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import type { Why } from '../../../../shared/sentences/why';
import { why } from '../../../../shared/sentences/why';
import type { CasesFacts, CasesParser, ParsedCase } from './cases';
import { corruptAt, makeCase, parseValue } from './cases';

interface Header {
  problem: string | null;
  dimensions: number | null;
  isUnivariate: boolean;
  isEqualLength: boolean;
  seriesLength: number | null;
  hasLabels: boolean;
  /** The labels are numbers to predict. */
  hasValues: boolean;
  /** Null when the header does not list them. */
  classes: readonly string[] | null;
}

/**
 * The UEA archive's `.ts`: comments (`#`), a header of `@` lines, `@data`, then one sequence a line: channels
 * separated by `:`, values by `,`, the class (or with `@targetLabel` the number to predict) last. `?` is a missing value; sequences may differ in length, the
 * channels of one may not.
 *
 * Source: sktime/aeon, "Time series (.ts) file format",
 * https://www.aeon-toolkit.org/en/stable/api_reference/file_specifications/ts.html
 */
export class TsParser implements CasesParser {
  readonly #header: Header = {
    problem: null,
    dimensions: null,
    isUnivariate: false,
    isEqualLength: false,
    seriesLength: null,
    hasLabels: false,
    hasValues: false,
    classes: null,
  };
  #cases = 0;
  #isData = false;
  #line = 0;

  /** @param shown the file's name, for sentences */
  constructor(readonly shown: string) {}

  line(text: string): ParsedCase | null {
    this.#line++;
    const trimmed = (this.#line === 1 ? text.replace(/^\uFEFF/, '') : text).trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith('%')) return null;
    if (this.#isData) return this.#case(trimmed);
    if (!trimmed.startsWith('@')) throw this.#corrupt(why('why.line.beforeData'));
    this.#headerLine(trimmed);
    return null;
  }

  finish(): Omit<CasesFacts, 'missing'> {
    if (!this.#isData) throw failure('FILE_CORRUPT.tsData', { file: this.shown });
    if (this.#cases === 0) throw failure('FILE_EMPTY.afterData', { file: this.shown });
    return {
      problem: this.#header.problem,
      channels: this.#header.dimensions ?? 1,
      hasValues: this.#header.hasValues,
    };
  }

  #corrupt(reason: Why): UnrollError {
    return corruptAt(this.shown, this.#line, reason);
  }

  #headerLine(text: string): void {
    const [tag = '', ...words] = text.slice(1).split(/\s+/);
    const header = this.#header;
    switch (tag.toLowerCase()) {
      case 'data':
        this.#isData = true;
        return;
      case 'problemname':
        header.problem = words.join(' ') || null;
        return;
      case 'timestamps':
        if (this.#flag(tag, words)) throw failure('FILE_FORMAT_UNKNOWN.timeStamps', { file: this.shown });
        return;
      case 'univariate':
        header.isUnivariate = this.#flag(tag, words);
        return;
      case 'dimension':
      case 'dimensions':
        header.dimensions = this.#count(tag, words);
        return;
      case 'equallength':
        header.isEqualLength = this.#flag(tag, words);
        return;
      case 'serieslength':
        header.seriesLength = this.#count(tag, words);
        return;
      case 'classlabel':
        header.hasLabels = this.#flag(tag, words) || header.hasValues;
        header.classes = words.length > 1 ? words.slice(1) : null;
        return;
      case 'targetlabel':
        header.hasValues = this.#flag(tag, words);
        header.hasLabels ||= header.hasValues;
        return;
      case 'missing':
      case 'horizon':
      case 'frequency':
        return;
      default:
        throw this.#corrupt(why('why.ts.tag', { tag }));
    }
  }

  #flag(tag: string, words: readonly string[]): boolean {
    const word = words[0]?.toLowerCase();
    if (word !== 'true' && word !== 'false') throw this.#corrupt(why('why.ts.flag', { tag }));
    return word === 'true';
  }

  #count(tag: string, words: readonly string[]): number {
    if (!/^[1-9]\d{0,8}$/.test(words[0] ?? '')) throw this.#corrupt(why('why.ts.count', { tag }));
    return Number(words[0]);
  }

  #case(text: string): ParsedCase {
    const header = this.#header;
    const parts = text.split(':');
    const label = header.hasLabels ? (parts.pop() ?? '').trim() : null;
    if (label === '') throw this.#corrupt(why('why.ts.last', { what: header.hasValues ? 'value' : 'class' }));
    if (label !== null && header.hasValues && !Number.isFinite(parseValue(label) ?? Number.NaN))
      throw this.#corrupt(why('why.ts.value', { word: label.slice(0, 40) }));
    if (label !== null && header.classes !== null && !header.classes.includes(label))
      throw this.#corrupt(why('why.ts.class', { word: label.slice(0, 40) }));
    if (header.isUnivariate && parts.length !== 1)
      throw this.#corrupt(why('why.ts.univariate', { channels: parts.length }));
    header.dimensions ??= parts.length;
    if (parts.length !== header.dimensions)
      throw this.#corrupt(why('why.line.channels', { channels: parts.length, expected: header.dimensions }));
    const channels = parts.map((part) => this.#channel(part));
    const length = channels[0]?.length ?? 0;
    const odd = channels.findIndex((channel) => channel.length !== length);
    if (odd !== -1)
      throw this.#corrupt(
        why('why.ts.lengths', { channel: odd + 1, values: channels[odd]!.length, first: length }),
      );
    this.#requireLength(length);
    this.#cases++;
    return makeCase(channels, label);
  }

  #requireLength(length: number): void {
    const header = this.#header;
    if (!header.isEqualLength) return;
    header.seriesLength ??= length;
    if (length !== header.seriesLength)
      throw this.#corrupt(why('why.ts.equal', { steps: length, expected: header.seriesLength }));
  }

  #channel(text: string): number[] {
    if (text.trim() === '') throw this.#corrupt(why('why.ts.empty'));
    return text.split(',').map((token) => {
      const value = parseValue(token);
      if (value === null) throw this.#corrupt(why('why.line.number', { word: token.trim().slice(0, 40) }));
      return value;
    });
  }
}
