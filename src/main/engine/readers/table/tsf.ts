import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import type { Why } from '../../../../shared/sentences/why';
import { why } from '../../../../shared/sentences/why';
import { fileError } from '../bytes';
import type { TableContent } from '../content';
import type { FileRef, Reader } from '../reader';
import type { Column, Table } from './table';
import { wholeTableReader } from './whole-table-reader';

const DAY_MS = 86_400_000;
const unitsMs: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY_MS,
  week: 7 * DAY_MS,
};
const namedSteps: Readonly<Record<string, Step>> = {
  secondly: { ms: 1000 },
  minutely: { ms: 60_000 },
  half_hourly: { ms: 1_800_000 },
  hourly: { ms: 3_600_000 },
  daily: { ms: DAY_MS },
  weekly: { ms: 7 * DAY_MS },
  monthly: { months: 1 },
  quarterly: { months: 3 },
  yearly: { months: 12 },
};

/** From one value to the next: a time that never changes, or months of the calendar. */
type Step = { readonly ms: number } | { readonly months: number };

interface Series {
  readonly name: string;
  readonly startMs: number | null;
  readonly values: readonly number[];
}

const MAX_VALUES = 2 ** 27;

/**
 * The Monash archive's `.tsf`: comments (`#`), a header of `@` lines, `@data`, then one series a line: its attributes,
 * separated by `:`, and its values, separated by `,`. As a table with a column for the series, one for the time and one
 * for the value. `?` is a missing value.
 *
 * Source: Godahewa et al. 2021, "Monash Time Series Forecasting Archive", https://forecastingdata.org
 */
export const tsfReader: Reader<TableContent> = wholeTableReader({
  format: 'tsf',
  endings: ['.tsf'],
  claim: (_head, name) => (/\.tsf$/i.test(name) ? 'name' : 'none'),
  load,
});

async function load({ path, shown }: FileRef): Promise<Table> {
  const parser = new TsfParser(shown);
  try {
    const input = createReadStream(path, { encoding: 'utf8' });
    for await (const line of createInterface({ input, crlfDelay: Infinity })) parser.line(line);
  } catch (cause) {
    throw cause instanceof UnrollError ? cause : fileError(cause, shown);
  }
  return parser.finish();
}

class TsfParser {
  readonly #attributes: string[] = [];
  readonly #series: Series[] = [];
  #step: Step | null = null;
  #isData = false;
  #line = 0;
  #values = 0;

  constructor(readonly shown: string) {}

  line(text: string): void {
    this.#line++;
    const trimmed = (this.#line === 1 ? text.replace(/^\uFEFF/, '') : text).trim();
    if (trimmed === '' || trimmed.startsWith('#')) return;
    if (this.#isData) this.#seriesLine(trimmed);
    else this.#headerLine(trimmed);
  }

  /** Series one below the other. @throws UnrollError FILE_EMPTY */
  finish(): Table {
    const rows = this.#values;
    if (rows === 0) throw failure('FILE_EMPTY.tsf', { file: this.shown });
    const codes = new Int32Array(rows);
    const times = new Float64Array(rows);
    const values = new Float64Array(rows);
    const step = this.#step;
    const hasTimes = step !== null && this.#series.every(({ startMs }) => startMs !== null);
    let row = 0;
    for (const [series, one] of this.#series.entries())
      for (const [k, value] of one.values.entries()) {
        codes[row] = series;
        times[row] = hasTimes ? timeAt(one.startMs!, step, k) : k;
        values[row++] = value;
      }
    const columns: Column[] = [
      { name: 'series_name', type: 'text', codes, words: this.#series.map(({ name }) => name) },
      ...(hasTimes ? [{ name: 'time', type: 'time', values: times } as const] : []),
      { name: 'value', type: 'number', values },
    ];
    return { rows, columns };
  }

  #headerLine(text: string): void {
    const [tag = '', ...words] = text.split(/\s+/);
    if (tag === '@data') this.#isData = true;
    else if (tag === '@attribute') this.#attributes.push(words[0]!.toLowerCase());
    else if (tag === '@frequency') this.#step = stepOf(words[0] ?? '');
    else if (!tag.startsWith('@')) throw this.#corrupt(why('why.line.beforeData'));
  }

  #seriesLine(text: string): void {
    const parts = text.split(':');
    if (parts.length !== this.#attributes.length + 1)
      throw this.#corrupt(
        why('why.line.attributes', { count: parts.length - 1, expected: this.#attributes.length }),
      );
    const own = (name: string): string | null => parts[this.#attributes.indexOf(name)] ?? null;
    const values = parts
      .at(-1)!
      .split(',')
      .map((word) => {
        const value = word.trim() === '?' ? Number.NaN : Number(word);
        if (word.trim() === '' || (Number.isNaN(value) && word.trim() !== '?'))
          throw this.#corrupt(why('why.line.number', { word: word.slice(0, 40) }));
        return value;
      });
    this.#values += values.length;
    if (this.#values > MAX_VALUES)
      throw failure('FILE_TOO_LARGE.tsf', { file: this.shown, most: MAX_VALUES });
    const name = own('series_name') ?? `T${this.#series.length + 1}`;
    this.#series.push({ name, startMs: parseStart(own('start_timestamp')), values });
  }

  #corrupt(reason: Why): UnrollError {
    return failure('FILE_CORRUPT.line', { file: this.shown, line: this.#line, ...reason });
  }
}

/** `1979-01-01 00-00-00`, UTC in milliseconds. */
function parseStart(text: string | null): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?: (\d{2})-(\d{2})-(\d{2}))?$/.exec(text ?? '');
  if (parts === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** `hourly`, `10_minutes`, `4_seconds` …; null when it says nothing that is known. */
function stepOf(word: string): Step | null {
  const named = namedSteps[word.toLowerCase()];
  if (named !== undefined) return named;
  const [, count, unit] = /^(\d+)_([a-z]+?)s?$/i.exec(word) ?? [];
  const ms = unitsMs[unit?.toLowerCase() ?? ''];
  return ms === undefined ? null : { ms: Number(count) * ms };
}

function timeAt(startMs: number, step: Step, k: number): number {
  if ('ms' in step) return startMs + k * step.ms;
  const date = new Date(startMs);
  return date.setUTCMonth(date.getUTCMonth() + k * step.months);
}
