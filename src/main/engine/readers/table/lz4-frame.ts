/** LZ4 makes at most so much of a byte (a run of 255 in its lengths). */
const MOST_RATIO = 255;
const HAS_SIZE = 0b1000;
const HAS_BLOCK_SUMS = 0b1_0000;
/** Bit of a block's size that says that it is stored as it is. */
const STORED = 0x8000_0000;

/**
 * Looks along the blocks of a frame, since `lz4js` believes their sizes and goes on for seconds behind the end.
 * Source: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 *
 * @throws RangeError when a block does not lie in it, or it says that it becomes more than it can
 */
export function requireWholeFrame(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const flags = view.getUint8(4);
  let at = 6;
  if ((flags & HAS_SIZE) !== 0) {
    if (view.getBigUint64(at, true) > BigInt(frame.length) * BigInt(MOST_RATIO))
      throw new RangeError('the frame says that it is larger than it can be');
    at += 8;
  }
  at += 1;
  for (;;) {
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) return frame;
    at += (size % STORED) + ((flags & HAS_BLOCK_SUMS) === 0 ? 0 : 4);
    if (at > frame.length) throw new RangeError('a block goes on behind the end of the frame');
  }
}
