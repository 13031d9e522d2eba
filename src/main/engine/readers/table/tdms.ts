import { readFile } from 'node:fs/promises';
import { failure } from '../../../../shared/sentences/failure';
import { fileError, textAt } from '../bytes';
import type { TableContent } from '../content';
import type { FileRef, Reader } from '../reader';
import { secondsColumn, signalNames } from '../signal/time-column';
import type { NumericColumn, Table } from './table';
import { readTdms } from './tdms-segments';
import { wholeTableReader } from './whole-table-reader';

const MAX_BYTES = 2 ** 31;

/** National Instruments' TDMS: channels of equal length side by side, with the times of a waveform (`tdms-segments.ts`). */
export const tdmsReader: Reader<TableContent> = wholeTableReader({
  format: 'tdms',
  endings: ['.tdms'],
  claim: (head) => (textAt(head, 0, 4) === 'TDSm' ? 'signature' : 'none'),
  load,
});

async function load({ path, shown, size }: FileRef): Promise<Table> {
  if (size > MAX_BYTES) throw failure('FILE_TOO_LARGE.tdms', { file: shown });
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw fileError(cause, shown);
  });
  const channels = readTdms(bytes, shown).filter(({ values }) => values.length > 0);
  const valuesByRows = new Map<number, number>();
  for (const { values } of channels)
    valuesByRows.set(values.length, (valuesByRows.get(values.length) ?? 0) + values.length);
  const [best] = [...valuesByRows].sort(([, a], [, b]) => b - a);
  if (best === undefined) throw failure('FILE_EMPTY.tdms', { file: shown });
  const [rows] = best;
  const own = channels.filter(({ values }) => values.length === rows);
  const names = signalNames(own.map(({ name }) => name));
  const columns = own.map(({ values, isTime }, k): NumericColumn => ({
    name: names[k]!,
    type: isTime ? 'time' : 'number',
    values,
  }));
  const steps = new Set(own.map(({ stepSeconds }) => stepSeconds));
  const [stepSeconds] = steps;
  return steps.size === 1 && stepSeconds !== null && stepSeconds !== undefined
    ? { rows, columns: [secondsColumn(rows, 1 / stepSeconds), ...columns] }
    : { rows, columns };
}
