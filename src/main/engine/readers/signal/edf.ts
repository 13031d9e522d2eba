import { failure } from '../../../../shared/sentences/failure';
import { textAt } from '../bytes';
import type { TableContent } from '../content';
import type { Opened } from '../opened';
import type { Block, FileRef, Reader } from '../reader';
import type { TableRows } from '../table/rows-reader';
import { rowsReader } from '../table/rows-reader';
import type { NumericColumn } from '../table/table';
import { segmentRows } from '../table/table-store';
import type { ByteFile } from '../table/text/byte-file';
import { bytesAt } from '../table/text/byte-file';
import type { EdfHeader, EdfSignal } from './edf-header';
import { edfHeaderOf, isAnnotations } from './edf-header';
import { SECONDS, signalNames } from './time-column';

/** Beside the records that are wanted, so much more may be read for a block; else each signal is read by itself. */
const SPARE_BYTES = 65_536;

/**
 * European Data Format, EDF+ and BioSemi's BDF: a header of text and records of integers, scaled to physical units. Signals
 * that are slower than the fastest are held until their next sample; annotations are no signal.
 *
 * Source: Kemp et al. 1992 and Kemp & Olivan 2003, https://www.edfplus.info/specs/edf.html and edfplus.html;
 * BDF: https://www.biosemi.com/faq/file_format.htm
 */
export const edfReader: Reader<TableContent> = rowsReader({
  format: 'edf',
  endings: ['.edf', '.bdf', '.rec'],
  claim: (head, name) => {
    const isEdf = textAt(head, 0, 8) === '0       ' && /^\d+ *$/.test(textAt(head, 184, 8));
    const isBdf = head[0] === 0xff && textAt(head, 1, 7) === 'BIOSEMI';
    return isEdf || isBdf ? 'signature' : /\.(edf|bdf)$/i.test(name) ? 'name' : 'none';
  },
  open,
});

async function open({ path, shown, size }: FileRef, opened: Opened): Promise<TableRows> {
  const file = await opened.file(path, shown);
  const header = await edfHeaderOf(file, shown);
  const places = header.signals.reduce<number[]>((at, { samples }) => [...at, at.at(-1)! + samples], [0]);
  const kept = header.signals.flatMap((signal, k) =>
    isAnnotations(signal.label) ? [] : [{ ...signal, at: places[k]! * header.width }],
  );
  if (kept.length === 0) throw failure('FILE_EMPTY.annotations', { file: shown });
  const recordBytes = places.at(-1)! * header.width;
  // The header may say −1 while a recording goes on, and a cut file has fewer than it says.
  const records = Math.floor((size - header.bytes) / recordBytes);
  if (records < 1) throw failure('FILE_EMPTY.noRecord', { file: shown });
  const layout: Records = {
    file,
    header,
    recordBytes,
    records,
    perRecord: Math.max(...kept.map(({ samples }) => samples)),
    annotationsAt:
      (places[header.signals.findIndex(({ label }) => isAnnotations(label))] ?? 0) * header.width,
    signals: kept,
  };
  const names = signalNames(kept.map(({ label }) => label));
  const hasTime = header.recordSeconds > 0;
  const startsAt = header.startSeconds;
  return {
    columns: [
      ...(hasTime ? [{ ...SECONDS, ...(startsAt !== null && { startsAt }) }] : []),
      ...names.map((name) => ({ name, type: 'number' as const })),
    ],
    blocks: (start, end, columns) => blocks(layout, hasTime, names, start, end, columns),
  };
}

interface Records {
  readonly file: ByteFile;
  readonly header: EdfHeader;
  readonly recordBytes: number;
  readonly records: number;
  /** Samples of the fastest signal in a record. */
  readonly perRecord: number;
  /** Of the annotations within a record, where it has some. */
  readonly annotationsAt: number;
  /** `at` is a byte within a record. */
  readonly signals: readonly (EdfSignal & { readonly at: number })[];
}

async function* blocks(
  layout: Records,
  hasTime: boolean,
  names: readonly string[],
  start: number,
  end: number,
  columns: readonly number[],
): AsyncGenerator<Block> {
  const { header, recordBytes, records, perRecord, file, signals } = layout;
  const onsets = header.isDiscontinuous ? new Onsets(layout) : null;
  const last = Math.min(end, records * perRecord);
  const step = segmentRows(columns.length);
  for (let row = start; row < last; row += step) {
    const to = Math.min(last, row + step);
    const [from, until] = [Math.floor(row / perRecord), Math.ceil(to / perRecord)];
    const bytes = (until - from) * recordBytes;
    const isWhole = bytes <= 2 * ((to - row) / perRecord) * recordBytes + SPARE_BYTES;
    const together = isWhole ? await bytesAt(file, header.bytes + from * recordBytes, bytes) : null;
    const own: NumericColumn[] = [];
    for (const column of columns) {
      const values = new Float64Array(to - row);
      const signal = hasTime ? column - 1 : column;
      if (signal === -1) {
        const rateHz = perRecord / header.recordSeconds;
        for (let k = 0; k < values.length; k++) values[k] = (row + k) / rateHz;
        if (onsets !== null) await onsets.fill(values, row);
        own.push({ ...SECONDS, values });
        continue;
      }
      for (let record = from; record < until; record++)
        await fill(values, layout, signals[signal]!, record, row, to, together, record - from);
      own.push({ name: names[signal]!, type: 'number', values });
    }
    yield { start: row, rows: to - row, columns: own };
  }
}

/**
 * Physical values of one signal in one record.
 *
 * @param values of rows `row` … `to`; slower signals are held until their next sample
 * @param together records that were read, of which this is the `nth`; null to read the signal by itself
 */
async function fill(
  values: Float64Array,
  { file, header, recordBytes, perRecord }: Records,
  { at, samples, physical, digital }: Records['signals'][number],
  record: number,
  row: number,
  to: number,
  together: Buffer | null,
  nth: number,
): Promise<void> {
  const { width } = header;
  const first = record * perRecord;
  const steps = [Math.max(0, row - first), Math.min(perRecord, to - first)] as const;
  const sampleAt = (step: number): number => Math.floor((step * samples) / perRecord);
  const firstSample = sampleAt(steps[0]);
  const bytes =
    together?.subarray(nth * recordBytes + at + firstSample * width) ??
    (await bytesAt(
      file,
      header.bytes + record * recordBytes + at + firstSample * width,
      (sampleAt(steps[1] - 1) + 1 - firstSample) * width,
    ));
  const gain = (physical[1] - physical[0]) / (digital[1] - digital[0]);
  for (let step = steps[0]; step < steps[1]; step++) {
    const place = (sampleAt(step) - firstSample) * width;
    const value = width === 2 ? bytes.readInt16LE(place) : bytes.readIntLE(place, 3);
    values[first + step - row] = physical[0] + (value - digital[0]) * gain;
  }
}

/**
 * Seconds at which the records of an EDF+D begin, from the first annotation in each; the record before goes on where it says
 * none.
 */
class Onsets {
  #record = -1;
  #seconds = 0;

  constructor(readonly layout: Records) {}

  /** Times of successive rows, of which `row` is the first. */
  async fill(times: Float64Array, row: number): Promise<void> {
    const { perRecord, header } = this.layout;
    for (let k = 0; k < times.length; k++) {
      const record = Math.floor((row + k) / perRecord);
      if (record !== this.#record) await this.#goTo(record);
      times[k] = this.#seconds + (((row + k) % perRecord) * header.recordSeconds) / perRecord;
    }
  }

  async #goTo(record: number): Promise<void> {
    const { recordSeconds } = this.layout.header;
    if (record > 0 && record === this.#record + 1)
      this.#seconds = (await this.#written(record)) ?? this.#seconds + recordSeconds;
    else {
      // The last one before that says when it begins.
      let from = record;
      let written = await this.#written(from);
      while (written === null && from > 0) written = await this.#written(--from);
      this.#seconds = written ?? 0;
      for (; from < record; from++) this.#seconds += recordSeconds;
    }
    this.#record = record;
  }

  async #written(record: number): Promise<number | null> {
    const { file, header, recordBytes, annotationsAt } = this.layout;
    if (!header.signals.some(({ label }) => isAnnotations(label))) return null;
    const text = (await bytesAt(file, header.bytes + record * recordBytes + annotationsAt, 32)).toString(
      'latin1',
    );
    const found = /^[+-]\d+(\.\d*)?/.exec(text);
    return found === null ? null : Number(found[0]);
  }
}
