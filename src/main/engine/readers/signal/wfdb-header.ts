import type { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import type { Why } from '../../../../shared/sentences/why';
import { why } from '../../../../shared/sentences/why';

export interface WfdbSignal {
  readonly file: string;
  /** How samples are stored; signal(5). */
  readonly format: number;
  readonly samplesPerFrame: number;
  /** Samples by which the signal is late. */
  readonly skew: number;
  /** Bytes before the first sample. */
  readonly offsetBytes: number;
  /** ADC units per physical unit. */
  readonly gain: number;
  /** ADC units that stand for 0. */
  readonly baseline: number;
  readonly unit: string;
  readonly description: string;
}

export interface WfdbHeader {
  readonly rateHz: number;
  /** Frames; null when the header does not say. */
  readonly frames: number | null;
  readonly signals: readonly WfdbSignal[];
}

/** WFDB's own default where a header says 0 or nothing. */
const DEFAULT_GAIN = 200;
const DEFAULT_RATE_HZ = 250;

/**
 * Reads a record's header.
 *
 * Source: WFDB Applications Guide, header(5), https://physionet.org/physiotools/wag/header-5.htm
 *
 * @throws UnrollError FILE_CORRUPT, FILE_FORMAT_UNKNOWN for records of several segments
 */
export function parseWfdbHeader(text: string, shown: string): WfdbHeader {
  const corrupt = (reason: Why): UnrollError => failure('FILE_CORRUPT.wfdb', { file: shown, ...reason });
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const [name = '', count = '', rate, frames] = lines[0]?.trim().split(/\s+/) ?? [];
  if (name.includes('/')) throw failure('FILE_FORMAT_UNKNOWN.segments', { file: shown });
  if (!/^\d+$/.test(count)) throw corrupt(why('why.wfdb.count'));
  const rateHz = rate === undefined ? DEFAULT_RATE_HZ : Number.parseFloat(rate);
  if (!(rateHz > 0)) throw corrupt(why('why.wfdb.rate', { rate: rate ?? '' }));
  const signals = lines.slice(1, 1 + Number(count)).map((line) => parseSignal(line, corrupt));
  if (signals.length !== Number(count))
    throw corrupt(why('why.wfdb.listed', { listed: signals.length, count }));
  return { rateHz, frames: frames === undefined || Number(frames) === 0 ? null : Number(frames), signals };
}

/** `format[xSAMPLES][:SKEW][+OFFSET]` */
const formatField = /^(\d+)(?:x(\d+))?(?::(\d+))?(?:\+(\d+))?$/;
/** `gain[(baseline)][/units]` */
const gainField = /^([-+\d.eE]+)(?:\((-?\d+)\))?(?:\/(\S+))?$/;

function parseSignal(line: string, corrupt: (reason: Why) => UnrollError): WfdbSignal {
  const [file = '', format = '', gain = '', , adcZero = '0', , , , ...description] = line.trim().split(/\s+/);
  const storage = formatField.exec(format);
  if (storage === null) throw corrupt(why('why.wfdb.format', { format }));
  const scale = gainField.exec(gain);
  const zero = Number(adcZero) || 0;
  return {
    file,
    format: Number(storage[1]),
    samplesPerFrame: Number(storage[2] ?? 1),
    skew: Number(storage[3] ?? 0),
    offsetBytes: Number(storage[4] ?? 0),
    gain: Number(scale?.[1] ?? 0) || DEFAULT_GAIN,
    baseline: scale?.[2] === undefined ? zero : Number(scale[2]),
    unit: scale?.[3] ?? 'mV',
    description: description.join(' '),
  };
}
