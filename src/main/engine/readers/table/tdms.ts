import { failure } from '../../../../shared/sentences/failure';
import { textAt } from '../bytes';
import type { TableContent } from '../content';
import type { Opened } from '../opened';
import type { FileRef, Reader } from '../reader';
import { SECONDS, signalNames } from '../signal/time-column';
import type { TableRows } from './rows-reader';
import { rowsReader } from './rows-reader';
import type { NumericColumn } from './table';
import { segmentRows } from './table-store';
import { tdmsChannels, tdmsValues } from './tdms-segments';

/** National Instruments' TDMS: channels of equal length side by side, with the times of a waveform (`tdms-segments.ts`). */
export const tdmsReader: Reader<TableContent> = rowsReader({
  format: 'tdms',
  endings: ['.tdms'],
  claim: (head) => (textAt(head, 0, 4) === 'TDSm' ? 'signature' : 'none'),
  open,
});

async function open({ path, shown, size }: FileRef, opened: Opened): Promise<TableRows> {
  const file = await opened.file(path, shown);
  const channels = (await tdmsChannels(file, size, shown)).filter(({ length }) => length > 0);
  const valuesByRows = new Map<number, number>();
  for (const { length } of channels) valuesByRows.set(length, (valuesByRows.get(length) ?? 0) + length);
  const [best] = [...valuesByRows].sort(([, a], [, b]) => b - a);
  if (best === undefined) throw failure('FILE_EMPTY.tdms', { file: shown });
  const [rows] = best;
  const own = channels.filter(({ length }) => length === rows);
  const names = signalNames(own.map(({ name }) => name));
  const steps = new Set(own.map(({ stepSeconds }) => stepSeconds));
  const [first] = steps;
  const stepSeconds = steps.size === 1 ? (first ?? null) : null;
  const heads = own.map(({ isTime }, k) => ({ name: names[k]!, type: isTime ? 'time' : 'number' }) as const);
  const all = [...(stepSeconds === null ? [] : [SECONDS]), ...heads];
  return {
    columns: all,
    async *blocks(start, end, columns) {
      const step = segmentRows(columns.length);
      for (let row = start; row < Math.min(end, rows); row += step) {
        const to = Math.min(end, rows, row + step);
        const read: NumericColumn[] = [];
        for (const column of columns) {
          const channel = own[stepSeconds === null ? column : column - 1];
          const values =
            channel === undefined
              ? Float64Array.from({ length: to - row }, (_, k) => (row + k) / (1 / stepSeconds!))
              : await tdmsValues(file, channel, row, to);
          read.push({ ...all[column]!, values });
        }
        yield { start: row, rows: to - row, columns: read };
      }
    },
  };
}
