import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { failure } from '../../../../shared/sentences/failure';
import { fileError } from '../bytes';
import type { TableContent } from '../content';
import type { FileRef, Reader } from '../reader';
import type { NumericColumn, Table } from './table';
import { wholeTableReader } from './whole-table-reader';

/** Signals of the wristband; IBI and tags are moments, not samples. */
const signalName = /^(ACC|BVP|EDA|GSR|HR|TEMP)(_\w+)?\.csv$/i;
const axes = ['x', 'y', 'z'] as const;
/** Seconds since 1970 in the years that such a wristband was sold. */
const [EARLIEST_S, LATEST_S] = [1.2e9, 4e9];
const MOST_HZ = 2_000;
const MAX_BYTES = 512 * 2 ** 20;

interface Head {
  readonly startSeconds: number;
  readonly rateHz: number;
  readonly columns: number;
}

/**
 * A signal of an Empatica E4: its first line is the start in seconds since 1970 UTC, its second the rate, a sample a line
 * follows; of the acceleration three numbers each. Source: the `info.txt` that lies beside them.
 */
export const empaticaReader: Reader<TableContent> = wholeTableReader({
  format: 'empatica',
  endings: [],
  claim: (head, name) =>
    signalName.test(name) && headOf(Buffer.from(head).toString('latin1').split(/\r?\n/, 2)) !== null
      ? 'signature'
      : 'none',
  load,
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

async function load({ path, shown, size }: FileRef): Promise<Table> {
  if (size > MAX_BYTES) throw failure('FILE_TOO_LARGE.halfGb', { file: shown });
  const text = await readFile(path, 'latin1').catch((cause: unknown) => {
    throw fileError(cause, shown);
  });
  const lines = text.split(/\r?\n/);
  const head = headOf(lines);
  const samples = lines.slice(2).filter((line) => line.trim() !== '');
  if (head === null || samples.length === 0) throw failure('FILE_EMPTY.empatica', { file: shown });
  const { startSeconds, rateHz, columns } = head;
  const values = Array.from({ length: columns }, () => new Float64Array(samples.length));
  for (const [row, line] of samples.entries())
    for (const [c, value] of numbersIn(line).slice(0, columns).entries()) values[c]![row] = value;
  const own = basename(shown)
    .replace(/[_.].*$/, '')
    .toUpperCase();
  const time: NumericColumn = {
    name: 'time',
    type: 'time',
    values: Float64Array.from(samples, (_, row) => startSeconds * 1000 + (row * 1000) / rateHz),
  };
  const nameOf = (c: number): string => (columns === 1 ? own : (axes[c] ?? `${own} ${c + 1}`));
  return {
    rows: samples.length,
    columns: [
      time,
      ...values.map((one, c): NumericColumn => ({ name: nameOf(c), type: 'number', values: one })),
    ],
  };
}
