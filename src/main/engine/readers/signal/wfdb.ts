import { readFile } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { failure } from '../../../../shared/sentences/failure';
import { readOrdinary } from '../../files/ordinary';
import { fileError } from '../bytes';
import type { TableContent } from '../content';
import type { FileRef, Reader } from '../reader';
import type { NumericColumn, Table } from '../table/table';
import { wholeTableReader } from '../table/whole-table-reader';
import { secondsColumn, signalNames } from './time-column';
import type { WfdbHeader, WfdbSignal } from './wfdb-header';
import { parseWfdbHeader } from './wfdb-header';
import { readWfdbSamples, wfdbFormats } from './wfdb-samples';

/** PhysioNet's WFDB records: a header of text, whose signals lie in files beside it (`wfdb-header.ts`, `wfdb-samples.ts`). */
export const wfdbReader: Reader<TableContent> = wholeTableReader({
  format: 'wfdb',
  endings: ['.hea'],
  claim: (_head, name) => (/\.hea$/i.test(name) ? 'name' : 'none'),
  companions: async ({ path, shown }) =>
    parseWfdbHeader(await textOf(path, shown), shown).signals.map(({ file }) => file),
  load,
});

async function load({ path, shown }: FileRef): Promise<Table> {
  const header = parseWfdbHeader(await textOf(path, shown), shown);
  const files = [...new Set(header.signals.map(({ file }) => file))];
  const columns: (NumericColumn | undefined)[] = header.signals.map(() => undefined);
  const names = signalNames(header.signals.map(({ description }) => description));
  const perFrame = Math.max(...header.signals.map(({ samplesPerFrame }) => samplesPerFrame));
  for (const file of files) {
    const own = header.signals.flatMap((signal, index) =>
      signal.file === file ? [{ ...signal, index }] : [],
    );
    const read = await readSignals(path, shown, file, own, header, perFrame);
    for (const [k, { index }] of own.entries())
      columns[index] = { name: names[index]!, type: 'number', values: read[k]! };
  }
  const found = columns.filter((column) => column !== undefined);
  const rows = found.length === 0 ? 0 : Math.min(...found.map(({ values }) => values.length));
  if (rows === 0) throw failure('FILE_EMPTY.noSamples', { file: shown });
  return {
    rows,
    columns: [
      secondsColumn(rows, header.rateHz * perFrame),
      ...found.map((column) => ({ ...column, values: column.values.subarray(0, rows) })),
    ],
  };
}

/** [signals][rows] in physical units; slower signals are held until their next sample. */
async function readSignals(
  path: string,
  shown: string,
  file: string,
  own: readonly WfdbSignal[],
  { frames }: WfdbHeader,
  perFrame: number,
): Promise<Float64Array[]> {
  // A record's files lie beside its header; a path in it would lead elsewhere.
  if (file !== basename(file) || file === '~' || file === '-')
    throw failure('FILE_CORRUPT.wfdbFile', { file: shown, signals: file });
  const [{ format, offsetBytes }] = own as readonly [WfdbSignal];
  if (!wfdbFormats.includes(format)) throw failure('FILE_FORMAT_UNKNOWN.wfdbFormat', { file: shown, format });
  const signalShown = posix.join(posix.dirname(shown), file);
  const bytes = await readOrdinary(join(dirname(path), file)).catch((cause: unknown) => {
    throw fileError(cause, signalShown);
  });
  const width = own.reduce((sum, { samplesPerFrame }) => sum + samplesPerFrame, 0);
  const samples = readWfdbSamples(bytes.subarray(offsetBytes), format, own.length);
  const whole = Math.floor(samples.length / width);
  const count = Math.min(frames ?? whole, whole);
  let before = 0;
  return own.map(({ samplesPerFrame, gain, baseline, skew }) => {
    const first = before;
    before += samplesPerFrame;
    return Float64Array.from({ length: count * perFrame }, (_, row) => {
      const frame = Math.floor(row / perFrame) + skew;
      const within = Math.floor(((row % perFrame) * samplesPerFrame) / perFrame);
      return frame < whole ? (samples[frame * width + first + within]! - baseline) / gain : Number.NaN;
    });
  });
}

async function textOf(path: string, shown: string): Promise<string> {
  return readFile(path, 'latin1').catch((cause: unknown) => {
    throw fileError(cause, shown);
  });
}
