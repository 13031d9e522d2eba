import type { Piece, SoundFile, SoundFormat } from './sound-format';
import { textAt } from '../bytes';
import { behindId3, withoutId3 } from './id3';
import { notSound } from './sound-errors';
import { decodeWith, requireFrames } from './wasm-decoder';

const HEAD_BYTES = 64;

/** Free Lossless Audio Codec (RFC 9639). */
export const flac: SoundFormat = {
  format: 'flac',
  endings: ['.flac'],
  claim: (head, name) =>
    textAt(behindId3(head), 0, 4) === 'fLaC' ? 'signature' : /\.flac$/i.test(name) ? 'name' : 'none',
  async *decode(tagged) {
    const file = await withoutId3(tagged);
    const head = await file.read(0, HEAD_BYTES);
    if (textAt(head, 0, 4) !== 'fLaC') throw notSound(file.name);
    yield* requireFrames(decodeFlac(file), flacFrames(head), file.name);
  },
};

/** The frames of FLAC, bare or in Ogg. @param watch as {@link decodeWith} */
export async function* decodeFlac(
  file: SoundFile,
  watch?: (chunk: Uint8Array) => void,
): AsyncGenerator<Piece> {
  const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
  for await (const piece of decodeWith(new FLACDecoder(), file, watch)) {
    scaleFlac(piece.channelData, piece.bitDepth);
    yield piece;
  }
}

/** The decoder divides by 2^(bits−1) − 1; everybody else by 2^(bits−1) (`wav.ts`). */
function scaleFlac(channelData: readonly Float32Array[], bits: number): void {
  if (bits < 2) return;
  const factor = 1 - 2 ** (1 - bits);
  for (const samples of channelData)
    for (let k = 0; k < samples.length; k++) samples[k] = samples[k]! * factor;
}

/** STREAMINFO is the first block; its total of samples has 36 bits, 0 is unknown (RFC 9639, section 8.2). */
function flacFrames(bytes: Uint8Array): number | null {
  if (bytes.length < 26 || (bytes[4]! & 0x7f) !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const total = (bytes[21]! & 0x0f) * 2 ** 32 + view.getUint32(22, false);
  return total === 0 ? null : total;
}
