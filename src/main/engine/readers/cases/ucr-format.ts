import { failure } from '../../../../shared/sentences/failure';
import { why } from '../../../../shared/sentences/why';
import type { CasesFacts, CasesParser, ParsedCase } from './cases';
import { corruptAt, makeCase, parseValue } from './cases';

/**
 * The UCR archive's own tables (`NAME_TRAIN.tsv`): no header, one sequence a line, its class first, then its
 * values, separated by tabs (2018) or by commas or blanks (2015, `.txt`). Shorter sequences end in NaN.
 *
 * Source: UCR Time Series Classification Archive, https://www.cs.ucr.edu/~eamonn/time_series_data_2018/
 */
export class UcrParser implements CasesParser {
  #cases = 0;
  #line = 0;

  /** @param shown the file's name, for sentences */
  constructor(
    readonly shown: string,
    readonly problem: string | null,
  ) {}

  line(text: string): ParsedCase | null {
    this.#line++;
    const trimmed = (this.#line === 1 ? text.replace(/^\uFEFF/, '') : text).trim();
    if (trimmed === '') return null;
    const [label, ...values] = trimmed.split(/[\t,]|\s+/).filter((token) => token !== '');
    if (values.length === 0) throw corruptAt(this.shown, this.#line, why('why.ucr.values'));
    const channel = values.map((token) => {
      const value = parseValue(token);
      if (value === null)
        throw corruptAt(this.shown, this.#line, why('why.line.number', { word: token.slice(0, 40) }));
      return value;
    });
    this.#cases++;
    return makeCase([channel], className(label!));
  }

  finish(): Omit<CasesFacts, 'missing'> {
    if (this.#cases === 0) throw failure('FILE_EMPTY.noSequenceIn', { file: this.shown });
    return { problem: this.problem, channels: 1 };
  }
}

/** The older files write the class as a number, `1.0000000e+00`. */
function className(token: string): string {
  const value = parseValue(token);
  return value !== null && Number.isInteger(value) ? String(value) : token;
}
