import { readFile } from 'node:fs/promises';
import type { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import type { Why } from '../../../../shared/sentences/why';
import { why } from '../../../../shared/sentences/why';
import { fileError, textAt } from '../bytes';
import type { TableContent } from '../content';
import type { FileRef, Reader } from '../reader';
import type { NumericColumn, Table } from '../table/table';
import { wholeTableReader } from '../table/whole-table-reader';
import { secondsColumn, signalNames } from './time-column';

interface EdfSignal {
  readonly label: string;
  readonly unit: string;
  readonly physical: readonly [number, number];
  readonly digital: readonly [number, number];
  /** In each data record. */
  readonly samples: number;
}

interface EdfHeader {
  /** Bytes of a sample: EDF 2, BDF 3. */
  readonly width: 2 | 3;
  readonly bytes: number;
  readonly recordSeconds: number;
  readonly isDiscontinuous: boolean;
  readonly signals: readonly EdfSignal[];
}

const MAX_BYTES = 2 ** 31;

/**
 * European Data Format, EDF+ and BioSemi's BDF: a header of text and records of integers, scaled to physical units. Signals
 * that are slower than the fastest are held until their next sample; annotations are no signal.
 *
 * Source: Kemp et al. 1992 and Kemp & Olivan 2003, https://www.edfplus.info/specs/edf.html and edfplus.html;
 * BDF: https://www.biosemi.com/faq/file_format.htm
 */
export const edfReader: Reader<TableContent> = wholeTableReader({
  format: 'edf',
  endings: ['.edf', '.bdf', '.rec'],
  claim: (head, name) => {
    const isEdf = textAt(head, 0, 8) === '0       ' && /^\d+ *$/.test(textAt(head, 184, 8));
    const isBdf = head[0] === 0xff && textAt(head, 1, 7) === 'BIOSEMI';
    return isEdf || isBdf ? 'signature' : /\.(edf|bdf)$/i.test(name) ? 'name' : 'none';
  },
  load,
});

async function load({ path, shown, size }: FileRef): Promise<Table> {
  if (size > MAX_BYTES) throw failure('FILE_TOO_LARGE.twoGb', { file: shown });
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw fileError(cause, shown);
  });
  const header = readHeader(bytes, shown);
  const kept = header.signals.flatMap((signal, index) =>
    isAnnotations(signal.label) ? [] : [{ ...signal, index }],
  );
  if (kept.length === 0) throw failure('FILE_EMPTY.annotations', { file: shown });
  const recordBytes = header.signals.reduce((sum, { samples }) => sum + samples * header.width, 0);
  // The header may say −1 while a recording goes on, and a cut file has fewer than it says.
  const records = Math.floor((bytes.length - header.bytes) / recordBytes);
  if (records < 1) throw failure('FILE_EMPTY.noRecord', { file: shown });
  const perRecord = Math.max(...kept.map(({ samples }) => samples));
  const names = signalNames(kept.map(({ label }) => label));
  const columns = kept.map((signal, k): NumericColumn => {
    const before = header.signals.slice(0, signal.index).reduce((sum, { samples }) => sum + samples, 0);
    const values = new Float64Array(records * perRecord);
    const [physicalLeast, physicalMost] = signal.physical;
    const [digitalLeast, digitalMost] = signal.digital;
    const gain = (physicalMost - physicalLeast) / (digitalMost - digitalLeast);
    for (let record = 0; record < records; record++) {
      const start = header.bytes + record * recordBytes + before * header.width;
      for (let step = 0; step < perRecord; step++) {
        const at = start + Math.floor((step * signal.samples) / perRecord) * header.width;
        const digital = header.width === 2 ? bytes.readInt16LE(at) : bytes.readIntLE(at, 3);
        values[record * perRecord + step] = physicalLeast + (digital - digitalLeast) * gain;
      }
    }
    return { name: names[k]!, type: 'number', values };
  });
  const rows = records * perRecord;
  if (header.recordSeconds <= 0) return { rows, columns };
  const time = secondsColumn(rows, perRecord / header.recordSeconds);
  if (header.isDiscontinuous) {
    const onsets = recordOnsets(bytes, header, records, recordBytes);
    for (let row = 0; row < rows; row++) {
      const onset = onsets[Math.floor(row / perRecord)]!;
      time.values[row] = onset + ((row % perRecord) * header.recordSeconds) / perRecord;
    }
  }
  return { rows, columns: [time, ...columns] };
}

/** Seconds at which each record of an EDF+D begins, from the first annotation in it; the record before goes on where it says none. */
function recordOnsets(bytes: Buffer, header: EdfHeader, records: number, recordBytes: number): Float64Array {
  const index = header.signals.findIndex(({ label }) => isAnnotations(label));
  const before = header.signals.slice(0, index).reduce((sum, { samples }) => sum + samples, 0) * header.width;
  const onsets = new Float64Array(records);
  for (let record = 0; record < records; record++) {
    const at = header.bytes + record * recordBytes + before;
    const onset = index === -1 ? null : /^[+-]\d+(\.\d*)?/.exec(bytes.toString('latin1', at, at + 32));
    const next = record === 0 ? 0 : onsets[record - 1]! + header.recordSeconds;
    onsets[record] = onset === null ? next : Number(onset[0]);
  }
  return onsets;
}

const isAnnotations = (label: string): boolean => /^(EDF|BDF) Annotations$/.test(label);

function readHeader(bytes: Buffer, shown: string): EdfHeader {
  const corrupt = (reason: Why): UnrollError => failure('FILE_CORRUPT.edf', { file: shown, ...reason });
  if (bytes.length < 256) throw corrupt(why('why.headerCut'));
  const text = (at: number, length: number): string => bytes.toString('latin1', at, at + length).trim();
  const number = (at: number, length: number, what: string): number => {
    const value = Number(text(at, length).replace(',', '.'));
    if (text(at, length) === '' || !Number.isFinite(value))
      throw corrupt(why('why.edf.number', { field: what, text: text(at, length) }));
    return value;
  };
  const count = number(252, 4, 'the number of signals');
  const headerBytes = number(184, 8, 'the length of the header');
  if (
    !Number.isInteger(count) ||
    count < 1 ||
    headerBytes !== 256 * (count + 1) ||
    bytes.length < headerBytes
  )
    throw corrupt(why('why.edf.signals'));
  // Each field of all signals stands together: widths of the fields in order.
  const widths = {
    label: 16,
    transducer: 80,
    unit: 8,
    physicalMin: 8,
    physicalMax: 8,
    digitalMin: 8,
    digitalMax: 8,
    filter: 80,
    samples: 8,
  };
  const at = (field: keyof typeof widths, signal: number): number => {
    let offset = 256;
    for (const [name, width] of Object.entries(widths)) {
      if (name === field) return offset + signal * width;
      offset += count * width;
    }
    return offset;
  };
  const signals = Array.from({ length: count }, (_, k): EdfSignal => {
    const own = (field: keyof typeof widths): number =>
      number(at(field, k), widths[field], `${field} of signal ${k + 1}`);
    const signal = {
      label: text(at('label', k), 16),
      unit: text(at('unit', k), 8),
      physical: [own('physicalMin'), own('physicalMax')] as const,
      digital: [own('digitalMin'), own('digitalMax')] as const,
      samples: own('samples'),
    };
    if (!Number.isInteger(signal.samples) || signal.samples < 1 || signal.samples > 10_000_000)
      throw corrupt(why('why.edf.samples', { signal: k + 1, samples: signal.samples }));
    if (signal.digital[0] === signal.digital[1]) throw corrupt(why('why.edf.range', { signal: k + 1 }));
    return signal;
  });
  return {
    width: bytes[0] === 0xff ? 3 : 2,
    bytes: headerBytes,
    recordSeconds: number(244, 8, 'the duration of a record'),
    isDiscontinuous: /^(EDF|BDF)\+D/.test(text(192, 44)),
    signals,
  };
}
