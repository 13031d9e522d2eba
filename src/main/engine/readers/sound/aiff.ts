import { failure } from '../../../../shared/sentences/failure';
import { why } from '../../../../shared/sentences/why';
import { textAt } from '../bytes';
import { decodeBlocks, viewOf } from './coding';
import type { CodedSound, Coding } from './coding';
import { imaAppleCoding } from './ima-adpcm';
import { aLawBytes, floats, integers, muLawBytes, offsetBytes, pcmCoding } from './pcm';
import type { SampleFormat } from './pcm';
import { damaged, notSound } from './sound-errors';
import type { SoundFile, SoundFormat } from './sound-format';

const HEAD_BYTES = 12;
const COMMON_BYTES = 22;
/** Offset and block size, which stand before the samples. */
const SOUND_HEADER_BYTES = 8;

/**
 * AIFF and AIFF-C: PCM of 1 to 32 bits, float of 32 and 64 bits, A-law and µ-law, in either order of bytes, and IMA ADPCM.
 *
 * Sources: Apple, "Audio Interchange File Format: AIFF", version 1.3 (1989), and "AIFF-C", draft of 1991.
 */
export const aiff: SoundFormat = {
  format: 'aiff',
  endings: ['.aif', '.aiff', '.aifc'],
  claim: (head, name) => (isAiff(head) ? 'signature' : /\.aif[fc]?$/i.test(name) ? 'name' : 'none'),
  async *decode(file, from) {
    if (!isAiff(await file.read(0, HEAD_BYTES))) throw notSound(file.name);
    yield* decodeBlocks(file, await findSound(file), from);
  },
};

function isAiff(head: Uint8Array): boolean {
  return textAt(head, 0, 4) === 'FORM' && ['AIFF', 'AIFC'].includes(textAt(head, 8, 4));
}

async function findSound(file: SoundFile): Promise<CodedSound> {
  let common: Uint8Array | null = null;
  let sound: { readonly start: number; readonly bytes: number } | null = null;
  for (let offset = HEAD_BYTES; offset + 8 <= file.size && (common === null || sound === null);) {
    const header = await file.read(offset, 8 + SOUND_HEADER_BYTES);
    if (header.length < 8) break;
    const view = viewOf(header);
    const id = textAt(header, 0, 4);
    const size = view.getUint32(4, false);
    if (id === 'COMM') common = await file.read(offset + 8, Math.min(size, COMMON_BYTES));
    if (id === 'SSND' && header.length === 8 + SOUND_HEADER_BYTES) {
      const start = offset + 8 + SOUND_HEADER_BYTES + view.getUint32(8, false);
      sound = { start, bytes: Math.max(0, Math.min(offset + 8 + size, file.size) - start) };
    }
    // Chunks of odd length are padded by a byte.
    offset += 8 + size + (size % 2);
  }
  if (common === null || common.length < 18) throw damaged(file.name, why('why.sound.undescribed'));
  const { packets, ...described } = readCommon(common, file.name);
  if (packets > 0 && sound === null) throw damaged(file.name, why('why.sound.aiff'));
  const promisedBytes = packets * described.coding.blockBytes;
  const bytes = Math.min(promisedBytes, sound?.bytes ?? 0);
  return { ...described, offset: sound?.start ?? 0, bytes, promisedBytes };
}

/** @returns with the frames, or the packets of a coding that has several frames in each */
function readCommon(common: Uint8Array, name: string): { coding: Coding; rateHz: number; packets: number } {
  const view = viewOf(common);
  const channels = view.getInt16(0, false);
  const packets = view.getUint32(2, false);
  const bits = view.getInt16(6, false);
  const rateHz = extendedAt(view, 8);
  // Only AIFF-C has a word for the coding.
  const word = common.length < COMMON_BYTES ? 'NONE' : textAt(common, 18, 4);
  if (channels < 1 || !(rateHz >= 1 && rateHz < 2 ** 31)) throw damaged(name, why('why.sound.zeros'));
  if (word === 'ima4') return { coding: imaAppleCoding(channels), rateHz, packets };
  const sample = sampleOf(word, bits);
  if (sample === null) throw failure('FILE_FORMAT_UNKNOWN.aiff', { file: name, kind: word.trim(), bits });
  return { coding: pcmCoding(sample, channels), rateHz, packets };
}

/** How a sample is written; null for a coding that is not read. */
function sampleOf(word: string, bits: number): SampleFormat | null {
  switch (word) {
    case 'NONE':
    case 'twos':
      return integers(Math.ceil(bits / 8), false);
    case 'sowt':
      return integers(Math.ceil(bits / 8), true);
    case 'in24':
      return integers(3, false);
    case 'in32':
      return integers(4, false);
    case '42ni':
    case '42n1': // as libsndfile writes it
      return integers(3, true);
    case '23ni':
      return integers(4, true);
    case 'raw ':
      return offsetBytes;
    case 'fl32':
    case 'FL32':
      return floats(4, false);
    case 'fl64':
    case 'FL64':
      return floats(8, false);
    case 'alaw':
    case 'ALAW':
      return aLawBytes;
    case 'ulaw':
    case 'ULAW':
      return muLawBytes;
    default:
      return null;
  }
}

/** IEEE 754 extended: a sign, 15 bits of exponent, 64 of mantissa with its leading one. */
function extendedAt(view: DataView, offset: number): number {
  const exponent = (view.getUint16(offset, false) & 0x7fff) - 16_383;
  const mantissa = view.getUint32(offset + 2, false) * 2 ** 32 + view.getUint32(offset + 6, false);
  return mantissa * 2 ** (exponent - 63);
}
