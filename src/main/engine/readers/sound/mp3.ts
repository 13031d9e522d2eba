import type { SoundFile, SoundFormat } from './sound-format';
import { textAt } from '../bytes';
import { withoutId3 } from './id3';
import { notSound } from './sound-errors';
import { decodeWith, withPromised } from './wasm-decoder';

/** Bytes after a tag in which the first frame must begin. */
const SEARCH_BYTES = 2 ** 18;

/** MPEG audio, layers I to III (ISO/IEC 11172-3), with or without an ID3 tag before it. */
export const mp3: SoundFormat = {
  format: 'mp3',
  endings: ['.mp3'],
  claim(head, name) {
    const isNamed = /\.mp3$/i.test(name);
    if (textAt(head, 0, 3) === 'ID3' || (isFrame(head) && (isNamed || !isByteOrderMark(head))))
      return 'signature';
    return isNamed ? 'name' : 'none';
  },
  async *decode(file) {
    const head = await file.read(0, 16);
    if (textAt(head, 0, 3) !== 'ID3' && !isFrame(head)) throw notSound(file.name);
    const first = await firstFrame(file);
    const isMono = isMonoFrame(first);
    const { MPEGDecoder } = await import('mpg123-decoder');
    const pieces = decodeWith(new MPEGDecoder(), file);
    for await (const piece of withPromised(pieces, declaredFrames(first)))
      // The decoder always gives two channels.
      yield isMono ? { ...piece, channelData: piece.channelData.slice(0, 1) } : piece;
  },
};

/** A frame begins with eleven set bits; layer bits 00 would be AAC (ISO/IEC 11172-3, 2.4.1.3). */
function isFrame(bytes: Uint8Array): boolean {
  const [first, second = 0, third = 0] = bytes;
  return first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) !== 0 && (third & 0xf0) !== 0xf0;
}

/** Text in UTF-16 begins as a frame of layer I might. */
function isByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xfe;
}

/** The first frame behind an ID3v2 tag, and what follows it. */
async function firstFrame(file: SoundFile): Promise<Uint8Array> {
  const bytes = await (await withoutId3(file)).read(0, SEARCH_BYTES);
  let offset = 0;
  while (offset + 4 < bytes.length && !(bytes[offset] === 0xff && (bytes[offset + 1]! & 0xe0) === 0xe0))
    offset++;
  return bytes.subarray(offset);
}

/** Channel mode 3 of a frame's header (ISO/IEC 11172-3, 2.4.2.3). */
function isMonoFrame(frame: Uint8Array): boolean {
  return (frame[3] ?? 0) >> 6 === 3;
}

/**
 * A Xing header in the first frame counts the frames that follow. The decoder may cut the encoder's padding
 * off both ends, so a little less is still whole: two frames are allowed for each end.
 */
function declaredFrames(frame: Uint8Array): number | null {
  if (frame.length < 48) return null;
  const isVersion1 = ((frame[1]! >> 3) & 3) === 3;
  const isMono = isMonoFrame(frame);
  const side = isVersion1 ? (isMono ? 17 : 32) : isMono ? 9 : 17;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const xing = 4 + side;
  if (xing + 12 > frame.length) return null;
  const isXing = [0x58696e67, 0x496e666f].includes(view.getUint32(xing, false));
  if (!isXing || (view.getUint32(xing + 4, false) & 1) === 0) return null;
  return Math.max(0, view.getUint32(xing + 8, false) - 4) * (isVersion1 ? 1152 : 576);
}
