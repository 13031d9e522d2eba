import { UnrollError } from '../../../../shared/domain/error';
import type { AudioFormat } from './audio-format';

/** Samples per channel that a file says it has; null when it does not say. */
export function declaredFrames(bytes: Uint8Array, format: AudioFormat): number | null {
  if (format === 'flac') return flacFrames(bytes);
  if (format === 'mp3') return mpegFrames(bytes);
  return null;
}

/** STREAMINFO is the first block; its total of samples has 36 bits, 0 is unknown (RFC 9639, section 8.2). */
function flacFrames(bytes: Uint8Array): number | null {
  if (bytes.length < 26 || (bytes[4]! & 0x7f) !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const total = (bytes[21]! & 0x0f) * 2 ** 32 + view.getUint32(22, false);
  return total === 0 ? null : total;
}

/** Offset of the first MPEG frame behind an ID3v2 tag, whose size is written in 7-bit bytes (id3.org, ID3v2.4). */
function firstMpegFrame(bytes: Uint8Array): number {
  const isTag = bytes[0] === 0x49 && bytes[1] === 0x44 && bytes[2] === 0x33;
  let offset = isTag ? 10 + [6, 7, 8, 9].reduce((size, k) => (size << 7) | (bytes[k]! & 0x7f), 0) : 0;
  while (offset + 4 < bytes.length && !(bytes[offset] === 0xff && (bytes[offset + 1]! & 0xe0) === 0xe0))
    offset++;
  return offset;
}

/** Channel mode 3 of the first frame's header (ISO/IEC 11172-3, 2.4.2.3). The decoder always gives two channels. */
export function isMonoMpeg(bytes: Uint8Array): boolean {
  return (bytes[firstMpegFrame(bytes) + 3] ?? 0) >> 6 === 3;
}

/**
 * A Xing header in the first frame counts the frames that follow. The decoder may cut the encoder's padding
 * off both ends, so a little less is still whole: two frames are allowed for each end.
 */
function mpegFrames(bytes: Uint8Array): number | null {
  const frame = firstMpegFrame(bytes);
  if (frame + 48 > bytes.length) return null;
  const isVersion1 = ((bytes[frame + 1]! >> 3) & 3) === 3;
  const isMono = isMonoMpeg(bytes);
  const side = isVersion1 ? (isMono ? 17 : 32) : isMono ? 9 : 17;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const xing = frame + 4 + side;
  if (xing + 12 > bytes.length) return null;
  const isXing = [0x58696e67, 0x496e666f].includes(view.getUint32(xing, false));
  if (!isXing || (view.getUint32(xing + 4, false) & 1) === 0) return null;
  return Math.max(0, view.getUint32(xing + 8, false) - 4) * (isVersion1 ? 1152 : 576);
}

/**
 * Walks the pages of an Ogg file (RFC 3533, section 6): the last one must end where the file ends.
 *
 * @returns where the last page begins
 * @throws UnrollError FILE_CORRUPT when the file is cut off or a page does not begin where it should
 */
export function requireWholeOgg(bytes: Uint8Array, name: string): number {
  let offset = 0;
  let last = 0;
  while (offset < bytes.length) {
    const isPage =
      bytes[offset] === 0x4f &&
      bytes[offset + 1] === 0x67 &&
      bytes[offset + 2] === 0x67 &&
      bytes[offset + 3] === 0x53;
    if (!isPage)
      throw new UnrollError('FILE_CORRUPT', `${name} is damaged: there is a hole at byte ${offset}.`, {
        file: name,
      });
    const segments = bytes[offset + 26] ?? 0;
    let size = 27 + segments;
    for (let k = 0; k < segments; k++) size += bytes[offset + 27 + k] ?? 0;
    last = offset;
    offset += size;
  }
  if (offset > bytes.length)
    throw new UnrollError('FILE_CORRUPT', `${name} is cut off in the middle of its last page.`, {
      file: name,
    });
  return last;
}

/** No Opus packet is longer: 120 ms at 48 kHz. */
const LONGEST_OPUS_PACKET = 5760;

/**
 * The last packet of an Opus file is cut to the end position of the last page less the pre-skip (RFC 7845, 4.4).
 * The decoder leaves that out when all sound is on one page.
 */
export function trimOpus(bytes: Uint8Array, lastPage: number, channelData: Float32Array[]): Float32Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const preSkip = view.getUint16(27 + bytes[26]! + 10, true);
  const frames = Number(view.getBigInt64(lastPage + 6, true)) - preSkip;
  const excess = (channelData[0]?.length ?? 0) - frames;
  return excess > 0 && excess < LONGEST_OPUS_PACKET
    ? channelData.map((channel) => channel.subarray(0, frames))
    : channelData;
}
