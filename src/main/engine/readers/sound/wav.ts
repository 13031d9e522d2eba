import decodeCleanWav from '@audio/decode-wav';
import { UnrollError } from '../../../../shared/domain/error';

interface Chunks {
  readonly format: Uint8Array;
  readonly sound: Uint8Array;
  /** What the header of the sound chunk promises; null for a stream whose length was not known. */
  readonly promisedBytes: number | null;
}

/** Writers that stream leave 0, or the largest size that they can write. */
const PLACEHOLDER_BYTES = 0x7fff0000;
const CODED = new Set([2, 0x11]);

/**
 * WAV of any layout: PCM 8, 16, 24 and 32 bit, float 32 and 64 bit, A-law, µ-law, IMA and Microsoft ADPCM.
 * The chunks are walked here, because chunks of odd length are padded by a byte (Microsoft RIFF, 1991), which
 * `@audio/decode-wav` overlooks, and because it cannot tell that a file is cut off.
 *
 * @throws UnrollError FILE_CORRUPT, FILE_FORMAT_UNKNOWN
 */
export function decodeWav(bytes: Uint8Array, name: string): { channelData: Float32Array[]; rateHz: number } {
  const chunks = findChunks(bytes, name);
  checkFormat(chunks.format, name);
  if (chunks.promisedBytes !== null && chunks.promisedBytes > chunks.sound.length)
    throw new UnrollError(
      'FILE_CORRUPT',
      `${name} is cut off: it promises ${chunks.promisedBytes} bytes of sound and has ${chunks.sound.length}.`,
      { file: name },
    );
  if (chunks.sound.length === 0) return { channelData: [], rateHz: 0 };
  try {
    const { channelData, sampleRate } = decodeCleanWav(cleanWav(chunks));
    scaleEvenly(channelData, integerBits(chunks.format));
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

const PCM = 1;
const EXTENSIBLE = 0xfffe;

/** Bits of integer samples; 0 of anything else. */
function integerBits(format: Uint8Array): number {
  const view = new DataView(format.buffer, format.byteOffset, format.byteLength);
  const tag = view.getUint16(0, true);
  // The subformat of an extensible header begins with the tag that it stands for.
  const own = tag === EXTENSIBLE && format.length >= 26 ? view.getUint16(24, true) : tag;
  return own === PCM ? view.getUint16(14, true) : 0;
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

function findChunks(bytes: Uint8Array, name: string): Chunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Uint8Array | null = null;
  for (let offset = 12; offset + 8 <= bytes.length;) {
    const id = view.getUint32(offset, false);
    const size = view.getUint32(offset + 4, true);
    const body = bytes.subarray(offset + 8, offset + 8 + size);
    if (id === 0x666d7420) format = body;
    if (id === 0x64617461 && format !== null) {
      const streamed = size === 0 || size >= PLACEHOLDER_BYTES;
      return {
        format,
        sound: streamed ? bytes.subarray(offset + 8) : body,
        promisedBytes: streamed ? null : size,
      };
    }
    offset += 8 + size + (size % 2);
  }
  throw new UnrollError('FILE_CORRUPT', `${name} is a damaged WAV file: it has no sound in it.`, {
    file: name,
  });
}

/** The decoder trusts these numbers; wrong ones make it read beyond the file or allocate without end. */
function checkFormat(format: Uint8Array, name: string): void {
  const view = new DataView(format.buffer, format.byteOffset, format.byteLength);
  const corrupt = (why: string): UnrollError =>
    new UnrollError('FILE_CORRUPT', `${name} is a damaged WAV file: ${why}.`, { file: name });
  if (format.length < 16) throw corrupt('its format is cut off');
  const channels = view.getUint16(2, true);
  const rateHz = view.getUint32(4, true);
  const blockBytes = view.getUint16(12, true);
  const bits = view.getUint16(14, true);
  if (channels === 0 || rateHz === 0 || blockBytes === 0) throw corrupt('its format has zeros in it');
  const isCoded = CODED.has(view.getUint16(0, true));
  if (
    isCoded ? blockBytes < 7 * channels || format.length < 20 : blockBytes !== channels * Math.ceil(bits / 8)
  )
    throw corrupt(`${channels} channels of ${bits} bits do not fit ${blockBytes} bytes per frame`);
}

/** RIFF header, format, sound and nothing else. */
function cleanWav({ format, sound }: Chunks): Uint8Array {
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
