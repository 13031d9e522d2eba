import { basename } from 'node:path';
import { failure } from '../../../../shared/sentences/failure';
import type { TableContent } from '../content';
import { linesOf } from '../lines';
import type { Block, FileRef, Reader } from '../reader';
import type { NumericHead } from './column-facts';
import type { TableRows } from './rows-reader';
import { rowsReader } from './rows-reader';
import type { NumericColumn } from './table';
import { segmentRows } from './table-store';

/** Signals of the wristband; IBI and tags are moments, not samples. */
const signalName = /^(ACC|BVP|EDA|GSR|HR|TEMP)(_\w+)?\.csv$/i;
const axes = ['x', 'y', 'z'] as const;
/** Seconds since 1970 in the years that such a wristband was sold. */
const [EARLIEST_S, LATEST_S] = [1.2e9, 4e9];
const MOST_HZ = 2_000;

interface Head {
  readonly startSeconds: number;
  readonly rateHz: number;
  readonly columns: number;
}

/**
 * A signal of an Empatica E4: its first line is the start in seconds since 1970 UTC, its second the rate, a sample a line
 * follows; of the acceleration three numbers each. Source: the `info.txt` that lies beside them.
 */
export const empaticaReader: Reader<TableContent> = rowsReader({
  format: 'empatica',
  endings: [],
  claim: (head, name) =>
    signalName.test(name) && headOf(Buffer.from(head).toString('latin1').split(/\r?\n/, 2)) !== null
      ? 'signature'
      : 'none',
  open,
});

/** Null where the first two lines are not a start and a rate, the same for every column. */
function headOf([first = '', second = '']: readonly string[]): Head | null {
  const starts = numbersIn(first);
  const rates = numbersIn(second);
  const [startSeconds, rateHz] = [starts[0] ?? Number.NaN, rates[0] ?? Number.NaN];
  const isAlike = starts.every((own) => own === startSeconds) && rates.every((own) => own === rateHz);
  const isStart = startSeconds > EARLIEST_S && startSeconds < LATEST_S;
  return isAlike && isStart && rateHz > 0 && rateHz <= MOST_HZ && starts.length === rates.length
    ? { startSeconds, rateHz, columns: starts.length }
    : null;
}

const numbersIn = (line: string): number[] =>
  line.split(/[,;\t]/).map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell)));

async function open({ path, shown }: FileRef): Promise<TableRows> {
  const first: string[] = [];
  let samples = 0;
  for await (const line of linesOf(path)) {
    if (first.length < 2) first.push(line);
    else if (line.trim() !== '') samples++;
    if (samples > 0) break;
  }
  const head = headOf(first);
  if (head === null || samples === 0) throw failure('FILE_EMPTY.empatica', { file: shown });
  const own = basename(shown)
    .replace(/[_.].*$/, '')
    .toUpperCase();
  const nameOf = (c: number): string => (head.columns === 1 ? own : (axes[c] ?? `${own} ${c + 1}`));
  const columns = [
    { name: 'time', type: 'time' } as const,
    ...Array.from({ length: head.columns }, (_, c) => ({ name: nameOf(c), type: 'number' }) as const),
  ];
  return { columns, blocks: (start, end, wanted) => blocks(path, head, columns, start, end, wanted) };
}

async function* blocks(
  path: string,
  { startSeconds, rateHz, columns: width }: Head,
  heads: readonly NumericHead[],
  start: number,
  end: number,
  wanted: readonly number[],
): AsyncGenerator<Block> {
  const step = segmentRows(heads.length);
  let first = 0;
  let samples: number[][] = [];
  const block = (): Block => {
    const rows = samples.length;
    const read = wanted.map((column): NumericColumn => ({
      ...heads[column]!,
      values: Float64Array.from(samples, (sample, k) =>
        column === 0 ? startSeconds * 1000 + ((first + k) * 1000) / rateHz : (sample[column - 1] ?? 0),
      ),
    }));
    const own = { start: first, rows, columns: read };
    first += rows;
    samples = [];
    return own;
  };
  let skipped = 0;
  for await (const line of linesOf(path)) {
    if (skipped++ < 2 || line.trim() === '') continue;
    if (first + samples.length >= end) break;
    if (first < start) {
      first++;
      continue;
    }
    samples.push(numbersIn(line).slice(0, width));
    if (samples.length === step) yield block();
  }
  if (samples.length > 0) yield block();
}
