import type { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import type { Why } from '../../../../shared/sentences/why';
import { why } from '../../../../shared/sentences/why';
import { textAt } from '../bytes';
import type { ByteFile } from '../table/text/byte-file';
import { bytesAt } from '../table/text/byte-file';

export interface EdfSignal {
  readonly label: string;
  readonly unit: string;
  readonly physical: readonly [number, number];
  readonly digital: readonly [number, number];
  /** In each data record. */
  readonly samples: number;
}

export interface EdfHeader {
  /** Bytes of a sample: EDF 2, BDF 3. */
  readonly width: 2 | 3;
  readonly bytes: number;
  readonly recordSeconds: number;
  readonly isDiscontinuous: boolean;
  /** Seconds since 1970, in the recorder's own time; null where the header does not say, or only says a stand-in. */
  readonly startSeconds: number | null;
  readonly signals: readonly EdfSignal[];
}

/** A header tells of at most 9,999 signals. */
const MAX_HEADER_BYTES = 256 * 10_000;
export const isAnnotations = (label: string): boolean => /^(EDF|BDF) Annotations$/.test(label);

/** The header, which says itself how long it is. @throws UnrollError FILE_CORRUPT */
export async function edfHeaderOf(file: ByteFile, shown: string): Promise<EdfHeader> {
  const head = await bytesAt(file, 0, 256);
  const length = Number(textAt(head, 184, 8));
  if (!(length > 256 && length <= MAX_HEADER_BYTES)) return readHeader(head, shown);
  return readHeader(await bytesAt(file, 0, length), shown);
}

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
    startSeconds: startOf(text(88, 80), text(168, 8), text(176, 8)),
    isDiscontinuous: /^(EDF|BDF)\+D/.test(text(192, 44)),
    signals,
  };
}

const monthNames = 'JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC';
/** What those who take names and dates out of recordings write instead. */
const STAND_IN = Date.UTC(1985, 0) / 1000;

/**
 * `dd.mm.yy` and `hh.mm.ss`; the year has two digits, from 1985 on, and EDF+ writes the whole date in the recording's field.
 *
 * Source: Kemp & Olivan 2003, additional specification 4
 */
function startOf(recording: string, date: string, time: string): number | null {
  const day = /^(\d{2})\.(\d{2})\.(\d{2})$/.exec(date);
  const clock = /^(\d{2})[.:](\d{2})[.:](\d{2})$/.exec(time);
  if (day === null || clock === null) return null;
  const whole = /^Startdate (\d{2})-([A-Z]{3})-(\d{4})\b/i.exec(recording);
  const month = whole === null ? Number(day[2]) - 1 : monthNames.indexOf(whole[2]!.toUpperCase()) / 3;
  const short = Number(day[3]);
  const year = whole === null ? short + (short >= 85 ? 1900 : 2000) : Number(whole[3]);
  const midnight = Date.UTC(year, month, Number(whole?.[1] ?? day[1])) / 1000;
  if (!Number.isInteger(month) || month < 0 || !Number.isFinite(midnight) || midnight === STAND_IN)
    return null;
  return midnight + (Number(clock[1]) * 60 + Number(clock[2])) * 60 + Number(clock[3]);
}
