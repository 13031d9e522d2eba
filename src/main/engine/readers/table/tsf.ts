import type { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import type { Why } from '../../../../shared/sentences/why';
import { why } from '../../../../shared/sentences/why';
import { cutBlocks } from '../blocks';
import type { TableContent } from '../content';
import { linesOf } from '../lines';
import type { Block, FileRef, Reader } from '../reader';
import type { ColumnHead } from './column-facts';
import type { TableRows } from './rows-reader';
import { rowsReader } from './rows-reader';
import type { Column } from './table';

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
  /** As it is written. */
  readonly values: string;
}

/**
 * The Monash archive's `.tsf`: comments (`#`), a header of `@` lines, `@data`, then one series a line: its attributes,
 * separated by `:`, and its values, separated by `,`. As a table with a column for the series, one for the time and one
 * for the value. `?` is a missing value.
 *
 * Source: Godahewa et al. 2021, "Monash Time Series Forecasting Archive", https://forecastingdata.org
 */
export const tsfReader: Reader<TableContent> = rowsReader({
  format: 'tsf',
  endings: ['.tsf'],
  claim: (_head, name) => (/\.tsf$/i.test(name) ? 'name' : 'none'),
  open,
});

/** Whether all series have a time is only known after the last, so that the file is gone through before its values are read. */
async function open({ path, shown }: FileRef): Promise<TableRows> {
  const first = new TsfParser(shown);
  let series = 0;
  let hasTimes = true;
  for await (const line of linesOf(path)) {
    const own = first.line(line);
    if (own === null) continue;
    series++;
    hasTimes &&= own.startMs !== null;
  }
  if (series === 0) throw failure('FILE_EMPTY.tsf', { file: shown });
  const step = hasTimes ? first.step : null;
  const columns: readonly ColumnHead[] = [
    { name: 'series_name', type: 'text', words: [] },
    ...(step === null ? [] : [{ name: 'time', type: 'time' } as const]),
    { name: 'value', type: 'number' },
  ];
  return { columns, blocks: (start, end, wanted) => blocks(path, shown, columns, step, start, end, wanted) };
}

/** A block a series; long ones are several. */
async function* blocks(
  path: string,
  shown: string,
  heads: readonly ColumnHead[],
  step: Step | null,
  start: number,
  end: number,
  wanted: readonly number[],
): AsyncGenerator<Block> {
  const parser = new TsfParser(shown);
  let row = 0;
  for await (const line of linesOf(path)) {
    const series = parser.line(line);
    if (series === null) continue;
    const values = parser.values(series);
    const block = { start: row, rows: values.length, columns: columnsOf(series, values, step) };
    row += values.length;
    yield* cutBlocks(
      block,
      start,
      end,
      wanted.map((column) => heads[column]!.name),
      shown,
    );
    if (row >= end) return;
  }
}

function columnsOf({ name, startMs }: Series, values: Float64Array, step: Step | null): Column[] {
  return [
    { name: 'series_name', type: 'text', codes: new Int32Array(values.length), words: [name] },
    ...(step === null
      ? []
      : [{ name: 'time', type: 'time', values: values.map((_, k) => timeAt(startMs!, step, k)) } as const]),
    { name: 'value', type: 'number', values },
  ];
}

class TsfParser {
  step: Step | null = null;
  readonly #attributes: string[] = [];
  #series = 0;
  #isData = false;
  #line = 0;

  constructor(readonly shown: string) {}

  /** @returns the series that the line is, or null @throws UnrollError FILE_CORRUPT */
  line(text: string): Series | null {
    this.#line++;
    const trimmed = (this.#line === 1 ? text.replace(/^\uFEFF/, '') : text).trim();
    if (trimmed === '' || trimmed.startsWith('#')) return null;
    if (this.#isData) return this.#seriesLine(trimmed);
    this.#headerLine(trimmed);
    return null;
  }

  /** Of the series of the last line. @throws UnrollError FILE_CORRUPT */
  values({ values }: Series): Float64Array {
    return Float64Array.from(values.split(','), (word) => {
      const value = word.trim() === '?' ? Number.NaN : Number(word);
      if (word.trim() === '' || (Number.isNaN(value) && word.trim() !== '?'))
        throw this.#corrupt(why('why.line.number', { word: word.slice(0, 40) }));
      return value;
    });
  }

  #headerLine(text: string): void {
    const [tag = '', ...words] = text.split(/\s+/);
    if (tag === '@data') this.#isData = true;
    else if (tag === '@attribute') this.#attributes.push(words[0]!.toLowerCase());
    else if (tag === '@frequency') this.step = stepOf(words[0] ?? '');
    else if (!tag.startsWith('@')) throw this.#corrupt(why('why.line.beforeData'));
  }

  #seriesLine(text: string): Series {
    const parts = text.split(':');
    if (parts.length !== this.#attributes.length + 1)
      throw this.#corrupt(
        why('why.line.attributes', { count: parts.length - 1, expected: this.#attributes.length }),
      );
    const own = (name: string): string | null => parts[this.#attributes.indexOf(name)] ?? null;
    const name = own('series_name') ?? `T${this.#series + 1}`;
    this.#series++;
    return { name, startMs: parseStart(own('start_timestamp')), values: parts.at(-1)! };
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
