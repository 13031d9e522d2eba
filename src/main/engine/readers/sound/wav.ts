import decodeCleanWav from '@audio/decode-wav';
import { UnrollError } from '../../../../shared/domain/error';
import type { Piece, SoundFile, SoundFormat } from './sound-format';
import { textAt } from '../bytes';
import { notSound } from './sound-errors';

const HEAD_BYTES = 12;
/** A format chunk is 16 to 40 bytes; that of Microsoft's ADPCM lists its predictors. */
const MOST_FORMAT_BYTES = 4096;
/** Writers that stream leave 0, or the largest size that they can write. */
const PLACEHOLDER_BYTES = 0x7fff0000;
const MS_ADPCM = 2;
const IMA_ADPCM = 0x11;
const PIECE_BYTES = 2 ** 18;
const MOST_PIECE_FRAMES = 2 ** 18;

/**
 * WAV of any layout: PCM 8, 16, 24 and 32 bit, float 32 and 64 bit, A-law, µ-law, IMA and Microsoft ADPCM.
 * The chunks are walked here, because chunks of odd length are padded by a byte (Microsoft RIFF, 1991), which
 * `@audio/decode-wav` overlooks, because it cannot tell that a file is cut off, and so that a span is read from its place.
 */
export const wav: SoundFormat = {
  format: 'wav',
  endings: ['.wav', '.wave'],
  claim: (head, name) => (isWav(head) ? 'signature' : /\.wave?$/i.test(name) ? 'name' : 'none'),
  async *decode(file, from) {
    if (!isWav(await file.read(0, HEAD_BYTES))) throw notSound(file.name);
    const chunks = await findChunks(file);
    checkFormat(chunks.format, file.name);
    const { promisedBytes, soundBytes } = chunks;
    if (promisedBytes !== null && promisedBytes > soundBytes)
      throw new UnrollError(
        'FILE_CORRUPT',
        `${file.name} is cut off: it promises ${promisedBytes} bytes of sound and has ${soundBytes}.`,
        { file: file.name },
      );
    yield* decodeChunk(file, chunks, from);
  },
};

export function isWav(head: Uint8Array): boolean {
  return textAt(head, 0, 4) === 'RIFF' && textAt(head, 8, 4) === 'WAVE';
}

interface Chunks {
  readonly format: Uint8Array;
  /** Where the sound begins in the file. */
  readonly soundStart: number;
  readonly soundBytes: number;
  /** What the header of the sound chunk promises; null for a stream whose length was not known. */
  readonly promisedBytes: number | null;
}

async function findChunks(file: SoundFile): Promise<Chunks> {
  let format: Uint8Array | null = null;
  for (let offset = HEAD_BYTES; offset + 8 <= file.size;) {
    const header = await file.read(offset, 8);
    if (header.length < 8) break;
    const id = textAt(header, 0, 4);
    const size = new DataView(header.buffer, header.byteOffset).getUint32(4, true);
    const start = offset + 8;
    if (id === 'fmt ') format = await file.read(start, Math.min(size, MOST_FORMAT_BYTES));
    if (id === 'data' && format !== null) {
      const isStreamed = size === 0 || size >= PLACEHOLDER_BYTES;
      const left = Math.max(0, file.size - start);
      return {
        format,
        soundStart: start,
        soundBytes: isStreamed ? left : Math.min(size, left),
        promisedBytes: isStreamed ? null : size,
      };
    }
    offset = start + size + (size % 2);
  }
  throw new UnrollError('FILE_CORRUPT', `${file.name} is a damaged WAV file: it has no sound in it.`, {
    file: file.name,
  });
}

/** The decoder trusts these numbers; wrong ones make it read beyond the file or allocate without end. */
function checkFormat(format: Uint8Array, name: string): void {
  const view = viewOf(format);
  const corrupt = (why: string): UnrollError =>
    new UnrollError('FILE_CORRUPT', `${name} is a damaged WAV file: ${why}.`, { file: name });
  if (format.length < 16) throw corrupt('its format is cut off');
  const channels = view.getUint16(2, true);
  const rateHz = view.getUint32(4, true);
  const blockBytes = view.getUint16(12, true);
  const bits = view.getUint16(14, true);
  if (channels === 0 || rateHz === 0 || blockBytes === 0) throw corrupt('its format has zeros in it');
  if (
    isCoded(format)
      ? blockBytes < 7 * channels || format.length < 20
      : blockBytes !== channels * Math.ceil(bits / 8)
  )
    throw corrupt(`${channels} channels of ${bits} bits do not fit ${blockBytes} bytes per frame`);
}

/** Blocks are decoded each by itself; a block is a frame, or in ADPCM some hundreds of them. */
async function* decodeChunk(
  file: SoundFile,
  { format, soundStart, soundBytes }: Chunks,
  from: number,
): AsyncGenerator<Piece> {
  const blockBytes = viewOf(format).getUint16(12, true);
  const blockFrames = framesPerBlock(format);
  const perPiece = Math.max(
    1,
    Math.floor(Math.min(PIECE_BYTES / blockBytes, MOST_PIECE_FRAMES / blockFrames)),
  );
  const blocks = Math.floor(soundBytes / blockBytes);
  for (let block = Math.floor(from / blockFrames); block < blocks; block += perPiece) {
    const bytes = Math.min(perPiece, blocks - block) * blockBytes;
    const sound = await file.read(soundStart + block * blockBytes, bytes);
    yield { start: block * blockFrames, ...decodePiece(format, sound, file.name) };
  }
}

function decodePiece(format: Uint8Array, sound: Uint8Array, name: string): Omit<Piece, 'start'> {
  try {
    const { channelData, sampleRate } = decodeCleanWav(cleanWav(format, sound));
    scaleEvenly(channelData, integerBits(format));
    return { channelData, rateHz: sampleRate };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UnrollError(
      'FILE_FORMAT_UNKNOWN',
      `${name} holds a kind of WAV that the lab does not read (${why}); save it as 16-bit PCM.`,
      { file: name },
      { cause },
    );
  }
}

/** RIFF header, format, sound and nothing else. */
function cleanWav(format: Uint8Array, sound: Uint8Array): Uint8Array {
  const padded = Math.max(16, format.length + (format.length % 2));
  const file = new Uint8Array(12 + 8 + padded + 8 + sound.length);
  const view = new DataView(file.buffer);
  view.setUint32(0, 0x52494646, false);
  view.setUint32(4, file.length - 8, true);
  view.setUint32(8, 0x57415645, false);
  view.setUint32(12, 0x666d7420, false);
  view.setUint32(16, padded, true);
  file.set(format, 20);
  view.setUint32(20 + padded, 0x64617461, false);
  view.setUint32(24 + padded, sound.length, true);
  file.set(sound, 28 + padded);
  return file;
}

/**
 * The decoder divides positive samples by 2^(bits−1) − 1; everybody else (libsndfile, and what reads a recording for an
 * exported model) by 2^(bits−1), as it does the negative ones.
 */
function scaleEvenly(channelData: readonly Float32Array[], bits: number): void {
  if (bits === 0) return;
  const factor = 1 - 2 ** (1 - bits);
  for (const samples of channelData)
    for (let k = 0; k < samples.length; k++) if (samples[k]! > 0) samples[k] = samples[k]! * factor;
}

const PCM = 1;
const EXTENSIBLE = 0xfffe;

/** The subformat of an extensible header begins with the tag that it stands for. */
function tagOf(format: Uint8Array): number {
  const tag = viewOf(format).getUint16(0, true);
  return tag === EXTENSIBLE && format.length >= 26 ? viewOf(format).getUint16(24, true) : tag;
}

function isCoded(format: Uint8Array): boolean {
  return [MS_ADPCM, IMA_ADPCM].includes(viewOf(format).getUint16(0, true));
}

/** Bits of integer samples; 0 of anything else. */
function integerBits(format: Uint8Array): number {
  return tagOf(format) === PCM ? viewOf(format).getUint16(14, true) : 0;
}

/** As the decoder counts them: the format says it, or it follows from the block's size. */
function framesPerBlock(format: Uint8Array): number {
  if (!isCoded(format)) return 1;
  const view = viewOf(format);
  const said = view.getUint16(16, true) >= 2 ? view.getUint16(18, true) : 0;
  if (said > 0) return said;
  const perChannel = view.getUint16(12, true) / view.getUint16(2, true);
  return view.getUint16(0, true) === MS_ADPCM ? 2 + (perChannel - 7) * 2 : 1 + (perChannel - 4) * 2;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
