import { readFile } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { failure } from '../../../../shared/sentences/failure';
import { fileError } from '../bytes';
import type { TableContent } from '../content';
import type { Opened } from '../opened';
import type { Block, FileRef, Reader } from '../reader';
import type { TableRows } from '../table/rows-reader';
import { rowsReader } from '../table/rows-reader';
import type { NumericColumn } from '../table/table';
import { segmentRows } from '../table/table-store';
import { SECONDS, signalNames } from './time-column';
import { WfdbFrames } from './wfdb-frames';
import type { WfdbSignal } from './wfdb-header';
import { parseWfdbHeader } from './wfdb-header';
import { wfdbFormats } from './wfdb-samples';

/** A signal, and where it is read from. */
interface OpenSignal extends WfdbSignal {
  readonly name: string;
  /** Of its file; signals that are as late as each other share one. */
  readonly frames: WfdbFrames;
  /** Samples before its own in a frame. */
  readonly before: number;
}

/** PhysioNet's WFDB records: a header of text, whose signals lie in files beside it (`wfdb-header.ts`, `wfdb-frames.ts`). */
export const wfdbReader: Reader<TableContent> = rowsReader({
  format: 'wfdb',
  endings: ['.hea'],
  claim: (_head, name) => (/\.hea$/i.test(name) ? 'name' : 'none'),
  companions: async ({ path, shown }) =>
    parseWfdbHeader(await textOf(path, shown), shown).signals.map(({ file }) => file),
  open,
});

async function open({ path, shown }: FileRef, opened: Opened): Promise<TableRows> {
  const header = parseWfdbHeader(await textOf(path, shown), shown);
  const names = signalNames(header.signals.map(({ description }) => description));
  const perFrame = Math.max(...header.signals.map(({ samplesPerFrame }) => samplesPerFrame));
  const signals: OpenSignal[] = [];
  for (const file of new Set(header.signals.map((signal) => signal.file)))
    signals.push(
      ...(await openSignals(
        path,
        shown,
        file,
        header.signals.flatMap((signal, k) => (signal.file === file ? [{ ...signal, name: names[k]! }] : [])),
        opened,
      )),
    );
  const ordered = names.map((name) => signals.find((signal) => signal.name === name)!);
  const frames = Math.min(
    ...ordered.map((signal) => Math.min(header.frames ?? Infinity, signal.frames.frames)),
  );
  const rows = frames * perFrame;
  if (!(rows > 0)) throw failure('FILE_EMPTY.noSamples', { file: shown });
  return {
    columns: [SECONDS, ...ordered.map(({ name }) => ({ name, type: 'number' as const }))],
    blocks: (start, end, columns) =>
      blocks(
        columns.map((column) => (column === 0 ? null : ordered[column - 1]!)),
        perFrame,
        header.rateHz * perFrame,
        start,
        Math.min(end, rows),
      ),
  };
}

async function openSignals(
  path: string,
  shown: string,
  file: string,
  own: readonly (WfdbSignal & { readonly name: string })[],
  opened: Opened,
): Promise<OpenSignal[]> {
  // A record's files lie beside its header; a path in it would lead elsewhere.
  if (file !== basename(file) || file === '~' || file === '-')
    throw failure('FILE_CORRUPT.wfdbFile', { file: shown, signals: file });
  const { format, offsetBytes } = own[0]!;
  if (!wfdbFormats.includes(format)) throw failure('FILE_FORMAT_UNKNOWN.wfdbFormat', { file: shown, format });
  const handle = await opened.file(join(dirname(path), file), posix.join(posix.dirname(shown), file));
  const { size } = await handle.stat();
  const width = own.reduce((sum, { samplesPerFrame }) => sum + samplesPerFrame, 0);
  const bySkew = new Map<number, WfdbFrames>();
  let before = 0;
  return own.map((signal) => {
    const frames =
      bySkew.get(signal.skew) ?? new WfdbFrames(handle, size, offsetBytes, format, own.length, width);
    bySkew.set(signal.skew, frames);
    before += signal.samplesPerFrame;
    return { ...signal, frames, before: before - signal.samplesPerFrame };
  });
}

/** @param signals of each column; null for the time */
async function* blocks(
  signals: readonly (OpenSignal | null)[],
  perFrame: number,
  rateHz: number,
  start: number,
  end: number,
): AsyncGenerator<Block> {
  const step = segmentRows(signals.length);
  for (let row = start; row < end; row += step) {
    const rows = Math.min(step, end - row);
    const [from, to] = [Math.floor(row / perFrame), Math.ceil((row + rows) / perFrame)];
    const read = new Map<WfdbFrames, Float64Array>();
    const columns: NumericColumn[] = [];
    for (const signal of signals) {
      if (signal === null) {
        columns.push({
          ...SECONDS,
          values: Float64Array.from({ length: rows }, (_, k) => (row + k) / rateHz),
        });
        continue;
      }
      const { frames, skew, name } = signal;
      if (!read.has(frames)) read.set(frames, await frames.read(from + skew, to + skew));
      columns.push({
        name,
        type: 'number',
        values: physical(signal, read.get(frames)!, perFrame, from, row, rows),
      });
    }
    yield { start: row, rows, columns };
  }
}

/**
 * [rows] in physical units; slower signals are held until their next sample, and after the file's end nothing is known.
 *
 * @param samples of frames from `from` on, the signal's skew later
 */
function physical(
  { frames, before, samplesPerFrame, baseline, gain }: OpenSignal,
  samples: Float64Array,
  perFrame: number,
  from: number,
  row: number,
  rows: number,
): Float64Array {
  const values = new Float64Array(rows);
  for (let k = 0; k < rows; k++) {
    const frame = Math.floor((row + k) / perFrame) - from;
    const within = Math.floor((((row + k) % perFrame) * samplesPerFrame) / perFrame);
    values[k] = ((samples[frame * frames.width + before + within] ?? Number.NaN) - baseline) / gain;
  }
  return values;
}

async function textOf(path: string, shown: string): Promise<string> {
  return readFile(path, 'latin1').catch((cause: unknown) => {
    throw fileError(cause, shown);
  });
}
