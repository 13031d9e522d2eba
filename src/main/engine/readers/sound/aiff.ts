import { UnrollError } from '../../../../shared/domain/error';
import { textAt } from '../bytes';
import { notSound } from './sound-errors';
import type { Piece, SoundFile, SoundFormat } from './sound-format';

const HEAD_BYTES = 12;
const COMMON_BYTES = 22;
const PIECE_FRAMES = 65_536;
/** Offset and block size, which stand before the samples. */
const SOUND_HEADER_BYTES = 8;

/**
 * AIFF and AIFF-C without compression: PCM of 1 to 32 bits, float of 32 and 64 bits, A-law and µ-law, in either order of bytes.
 *
 * Sources: Apple, "Audio Interchange File Format: AIFF", version 1.3 (1989), and "AIFF-C", draft of 1991.
 */
export const aiff: SoundFormat = {
  format: 'aiff',
  endings: ['.aif', '.aiff', '.aifc'],
  claim: (head, name) => (isAiff(head) ? 'signature' : /\.aif[fc]?$/i.test(name) ? 'name' : 'none'),
  async *decode(file, from) {
    if (!isAiff(await file.read(0, HEAD_BYTES))) throw notSound(file.name);
    yield* decodeFrames(file, await findLayout(file), from);
  },
};

function isAiff(head: Uint8Array): boolean {
  return textAt(head, 0, 4) === 'FORM' && ['AIFF', 'AIFC'].includes(textAt(head, 8, 4));
}

/** A sample from its bytes, in [−1, 1]. */
type ReadSample = (view: DataView, offset: number) => number;

interface Layout {
  readonly channels: number;
  readonly frames: number;
  readonly rateHz: number;
  readonly sampleBytes: number;
  readonly read: ReadSample;
  /** Where the samples begin in the file. */
  readonly start: number;
}

async function findLayout(file: SoundFile): Promise<Layout> {
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
  if (common === null || common.length < 18) throw corrupt(file.name, 'it does not say what is in it');
  const { frames, ...layout } = readCommon(common, file.name);
  if (frames > 0 && sound === null) throw corrupt(file.name, 'it has no sound in it');
  const bytes = frames * layout.channels * layout.sampleBytes;
  if (sound !== null && bytes > sound.bytes)
    throw new UnrollError(
      'FILE_CORRUPT',
      `${file.name} is cut off: it promises ${bytes} bytes of sound and has ${sound.bytes}.`,
      { file: file.name },
    );
  return { ...layout, frames, start: sound?.start ?? 0 };
}

function readCommon(common: Uint8Array, name: string): Omit<Layout, 'start'> {
  const view = viewOf(common);
  const channels = view.getInt16(0, false);
  const frames = view.getUint32(2, false);
  const bits = view.getInt16(6, false);
  const rateHz = extendedAt(view, 8);
  // Only AIFF-C has a word for the coding.
  const coding = common.length < COMMON_BYTES ? 'NONE' : textAt(common, 18, 4);
  if (channels < 1 || !(rateHz >= 1 && rateHz < 2 ** 31)) throw corrupt(name, 'its format has zeros in it');
  const sample = sampleOf(coding, bits);
  if (sample === null)
    throw new UnrollError(
      'FILE_FORMAT_UNKNOWN',
      `${name} holds a kind of AIFF that the lab does not read (${coding.trim()}, ${bits} bits); save it as 16-bit PCM.`,
      { file: name },
    );
  return { channels, frames, rateHz, ...sample };
}

/** How a sample is written; null for a coding that is not read. */
function sampleOf(coding: string, bits: number): Pick<Layout, 'sampleBytes' | 'read'> | null {
  switch (coding) {
    case 'NONE':
    case 'twos':
      return pcm(bits, false);
    case 'sowt':
      return pcm(bits, true);
    case 'in24':
      return pcm(24, false);
    case 'in32':
      return pcm(32, false);
    case '42ni':
    case '42n1': // as libsndfile writes it
      return pcm(24, true);
    case '23ni':
      return pcm(32, true);
    case 'raw ':
      return { sampleBytes: 1, read: (view, at) => (view.getUint8(at) - 128) / 128 };
    case 'fl32':
    case 'FL32':
      return { sampleBytes: 4, read: (view, at) => view.getFloat32(at, false) };
    case 'fl64':
    case 'FL64':
      return { sampleBytes: 8, read: (view, at) => view.getFloat64(at, false) };
    case 'alaw':
    case 'ALAW':
      return { sampleBytes: 1, read: (view, at) => aLaw(view.getUint8(at)) / 32_768 };
    case 'ulaw':
    case 'ULAW':
      return { sampleBytes: 1, read: (view, at) => muLaw(view.getUint8(at)) / 32_768 };
    default:
      return null;
  }
}

/** Samples are left-justified in whole bytes. */
function pcm(bits: number, isLittle: boolean): Pick<Layout, 'sampleBytes' | 'read'> | null {
  switch (Math.ceil(bits / 8)) {
    case 1:
      return { sampleBytes: 1, read: (view, at) => view.getInt8(at) / 2 ** 7 };
    case 2:
      return { sampleBytes: 2, read: (view, at) => view.getInt16(at, isLittle) / 2 ** 15 };
    case 3:
      return {
        sampleBytes: 3,
        read: (view, at) =>
          (isLittle
            ? view.getInt8(at + 2) * 2 ** 16 + view.getUint16(at, true)
            : view.getInt16(at, false) * 2 ** 8 + view.getUint8(at + 2)) /
          2 ** 23,
      };
    case 4:
      return { sampleBytes: 4, read: (view, at) => view.getInt32(at, isLittle) / 2 ** 31 };
    default:
      return null;
  }
}

/** A-law as 16-bit PCM (ITU-T G.711, table 1a). */
function aLaw(byte: number): number {
  const code = byte ^ 0x55;
  const segment = (code >> 4) & 7;
  const step = ((code & 15) << 4) + 8;
  const size = segment === 0 ? step : (step + 256) << (segment - 1);
  return code & 128 ? size : -size;
}

/** µ-law as 16-bit PCM (ITU-T G.711, table 2a). */
function muLaw(byte: number): number {
  const code = ~byte & 255;
  const size = ((((code & 15) << 3) + 132) << ((code >> 4) & 7)) - 132;
  return code & 128 ? -size : size;
}

/** IEEE 754 extended: a sign, 15 bits of exponent, 64 of mantissa with its leading one. */
function extendedAt(view: DataView, offset: number): number {
  const exponent = (view.getUint16(offset, false) & 0x7fff) - 16_383;
  const mantissa = view.getUint32(offset + 2, false) * 2 ** 32 + view.getUint32(offset + 6, false);
  return mantissa * 2 ** (exponent - 63);
}

async function* decodeFrames(file: SoundFile, layout: Layout, from: number): AsyncGenerator<Piece> {
  const { channels, frames, rateHz, sampleBytes, read, start } = layout;
  const frameBytes = channels * sampleBytes;
  for (let first = from; first < frames; first += PIECE_FRAMES) {
    const count = Math.min(PIECE_FRAMES, frames - first);
    const view = viewOf(await file.read(start + first * frameBytes, count * frameBytes));
    const channelData = Array.from({ length: channels }, (_, channel) =>
      Float32Array.from({ length: count }, (_unused, t) =>
        read(view, t * frameBytes + channel * sampleBytes),
      ),
    );
    yield { start: first, rateHz, channelData };
  }
}

function corrupt(name: string, why: string): UnrollError {
  return new UnrollError('FILE_CORRUPT', `${name} is a damaged AIFF file: ${why}.`, { file: name });
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
