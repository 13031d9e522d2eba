import { textAt } from '../bytes';
import { decodeBlocks, viewOf } from './coding';
import { behindId3, partOf, withoutId3 } from './id3';
import { mp3 } from './mp3';
import { damaged, notSound } from './sound-errors';
import type { SoundFile, SoundFormat } from './sound-format';
import { MOST_FORMAT_BYTES, readWaveFormat } from './wave-format';
import { why } from '../../../../shared/sentences/why';

const HEAD_BYTES = 12;
/** Writers that stream leave 0, or the largest size that they can write. */
const PLACEHOLDER_BYTES = 0x7fff0000;

/**
 * WAV: PCM of 8 to 32 bits, float, A-law, µ-law, IMA and Microsoft ADPCM, GSM 06.10 and MP3, in files of RIFF, of RIFX
 * (highest byte first) and of RF64 or BW64 (beyond 4 GiB). Chunks of odd length are padded by a byte.
 * Whole numbers of up to 24 bits become floats without rounding, as value / 2^(bits − 1), and those of 32 bits the nearest; a
 * lab that rescaled what another decoder gave had each sample off by up to a float's rounding, and features by some 1e-8.
 *
 * Sources: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0" (1991); EBU Tech 3306 (RF64);
 * ITU-R BS.2088 (BW64).
 */
export const wav: SoundFormat = {
  format: 'wav',
  endings: ['.wav', '.wave', '.rf64', '.bw64'],
  claim: (head, name) =>
    isWav(behindId3(head)) ? 'signature' : /\.(wave?|[rb][fw]64)$/i.test(name) ? 'name' : 'none',
  async *decode(tagged, from) {
    const file = await withoutId3(tagged);
    const head = await file.read(0, HEAD_BYTES);
    if (!isWav(head)) throw notSound(file.name);
    const isLittle = textAt(head, 0, 4) !== 'RIFX';
    const { format, ...data } = await findChunks(file, isLittle);
    const { rateHz, coding } = readWaveFormat(format, isLittle, file.name);
    if (coding === null) yield* mp3.decode(partOf(file, data.offset, data.bytes), from);
    else yield* decodeBlocks(file, { ...data, coding, rateHz }, from);
  },
};

export function isWav(head: Uint8Array): boolean {
  return ['RIFF', 'RIFX', 'RF64', 'BW64'].includes(textAt(head, 0, 4)) && textAt(head, 8, 4) === 'WAVE';
}

interface Chunks {
  readonly format: Uint8Array;
  /** Where the sound begins in the file. */
  readonly offset: number;
  readonly bytes: number;
  readonly promisedBytes: number | null;
}

async function findChunks(file: SoundFile, isLittle: boolean): Promise<Chunks> {
  let format: Uint8Array | null = null;
  let wholeBytes: number | null = null;
  for (let offset = HEAD_BYTES; offset + 8 <= file.size;) {
    const header = await file.read(offset, 8);
    if (header.length < 8) break;
    const id = textAt(header, 0, 4);
    const size = viewOf(header).getUint32(4, isLittle);
    const start = offset + 8;
    if (id === 'fmt ') format = await file.read(start, Math.min(size, MOST_FORMAT_BYTES));
    // Sizes of 64 bits; the second is that of the sound.
    if (id === 'ds64') wholeBytes = await longAt(file, start + 8);
    if (id === 'data' && format !== null) {
      const isStreamed = size === 0 || size >= PLACEHOLDER_BYTES;
      const promisedBytes = isStreamed ? wholeBytes : size;
      const left = Math.max(0, file.size - start);
      return {
        format,
        offset: start,
        bytes: Math.min(promisedBytes ?? left, left),
        promisedBytes,
      };
    }
    offset = start + size + (size % 2);
  }
  throw damaged(file.name, why('why.sound.wav'));
}

/** Null of 0 and of what no file is long enough for, as streams have it. */
export async function longAt(file: SoundFile, offset: number): Promise<number | null> {
  const bytes = await file.read(offset, 8);
  const value = bytes.length < 8 ? 0 : Number(viewOf(bytes).getBigUint64(0, true));
  return value === 0 || value > Number.MAX_SAFE_INTEGER ? null : value;
}
