import { failure } from '../../../../shared/sentences/failure';
import { why } from '../../../../shared/sentences/why';
import { viewOf } from './coding';
import type { Coding } from './coding';
import { gsmCoding } from './gsm';
import { imaWavCoding } from './ima-adpcm';
import { msAdpcmCoding } from './ms-adpcm';
import { aLawBytes, floats, integers, muLawBytes, offsetBytes, pcmCoding } from './pcm';
import { damaged } from './sound-errors';

/** A format chunk is 16 to 40 bytes; that of Microsoft's ADPCM lists its predictors. */
export const MOST_FORMAT_BYTES = 4096;

const PCM = 1;
const MS_ADPCM = 2;
const FLOAT = 3;
const A_LAW = 6;
const MU_LAW = 7;
const IMA_ADPCM = 0x11;
const GSM = 0x31;
const MP3 = 0x55;
const EXTENSIBLE = 0xfffe;

/** Codings that files may hold and the lab does not read (Microsoft, mmreg.h). */
const unread: Readonly<Record<number, string>> = {
  0x22: 'TrueSpeech',
  0x40: 'G.721 ADPCM',
  0x45: 'G.726 ADPCM',
  0x50: 'MPEG layer II',
  0x64: 'G.726 ADPCM',
  0xff: 'AAC',
  0x160: 'WMA',
  0x161: 'WMA',
  0x162: 'WMA',
  0x270: 'ATRAC3',
  0x1610: 'AAC',
  0x2000: 'AC-3',
};

/** What the format chunk of WAV says. */
export interface WaveFormat {
  readonly rateHz: number;
  /** Null where the sound is an MP3 file of its own. */
  readonly coding: Coding | null;
}

/**
 * Reads the format chunk of WAV, RF64 or Wave64.
 *
 * @param isLittle false in RIFX, where samples too have their highest byte first
 * @throws UnrollError FILE_CORRUPT, FILE_FORMAT_UNKNOWN
 */
export function readWaveFormat(format: Uint8Array, isLittle: boolean, name: string): WaveFormat {
  if (format.length < 16) throw damaged(name, why('why.sound.formatCut'));
  const view = viewOf(format);
  const first = view.getUint16(0, isLittle);
  // The subformat of an extensible header begins with the tag that it stands for.
  const tag = first === EXTENSIBLE && format.length >= 26 ? view.getUint16(24, isLittle) : first;
  const channels = view.getUint16(2, isLittle);
  const rateHz = view.getUint32(4, isLittle);
  const blockBytes = view.getUint16(12, isLittle);
  const bits = view.getUint16(14, isLittle);
  if (channels === 0 || rateHz === 0 || blockBytes === 0) throw damaged(name, why('why.sound.zeros'));
  if (tag === MP3) return { rateHz, coding: null };
  const coding = codingOf({ tag, channels, blockBytes, bits, isLittle, name });
  if (coding !== null) return { rateHz, coding };
  const kind = unread[tag] ?? `coding ${tag}, ${bits} bits`;
  throw failure('FILE_FORMAT_UNKNOWN.wav', { file: name, kind });
}

interface Header {
  readonly tag: number;
  readonly channels: number;
  readonly blockBytes: number;
  readonly bits: number;
  readonly isLittle: boolean;
  readonly name: string;
}

/** @throws UnrollError FILE_CORRUPT where the numbers do not fit one another */
function codingOf({ tag, channels, blockBytes, bits, isLittle, name }: Header): Coding | null {
  const misfit = damaged(name, why('why.sound.misfit', { frame: blockBytes, channels, bits }));
  // 12 and 20 bits are left-justified in whole bytes, and so are 24 bits in 32.
  const sampleBytes = blockBytes / channels;
  const requireFit = (): void => {
    const isPadded = sampleBytes === 4 && bits > 16 && bits < 32;
    if (bits === 0 || (sampleBytes !== Math.ceil(bits / 8) && !isPadded)) throw misfit;
  };
  switch (tag) {
    case PCM: {
      requireFit();
      const sample = sampleBytes === 1 ? offsetBytes : integers(sampleBytes, isLittle);
      return sample === null ? null : pcmCoding(sample, channels);
    }
    case FLOAT: {
      requireFit();
      const sample = floats(sampleBytes, isLittle);
      return sample === null ? null : pcmCoding(sample, channels);
    }
    case A_LAW:
    case MU_LAW:
      if (sampleBytes !== 1) throw misfit;
      return pcmCoding(tag === A_LAW ? aLawBytes : muLawBytes, channels);
    case IMA_ADPCM:
      if (bits !== 4) return null;
      if (blockBytes < 8 * channels) throw misfit;
      return imaWavCoding(channels, blockBytes);
    case MS_ADPCM:
      if (blockBytes < 7 * channels) throw misfit;
      return msAdpcmCoding(channels, blockBytes);
    case GSM:
      if (channels !== 1 || blockBytes !== gsmCoding.blockBytes) throw misfit;
      return gsmCoding;
    default:
      return null;
  }
}
