import { viewOf } from './coding';
import type { Coding } from './coding';

const INDEX_CHANGES = [-1, -1, -1, -1, 2, 4, 6, 8];
const STEP_SIZES = Int16Array.of(
  ...[7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73],
  ...[80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494],
  ...[544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499],
  ...[2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487],
  ...[12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767],
);
const GROUP_BYTES = 4;
const APPLE_BLOCK_BYTES = 34;
const APPLE_BLOCK_FRAMES = 64;

/** One channel: IMA Digital Audio Focus and Technical Working Groups, "Recommended Practices" 3.00 (1992). */
class Predictor {
  constructor(
    public sample: number,
    private index: number,
  ) {}

  /** @param code four bits @returns the next sample, of 16 bits */
  next(code: number): number {
    const step = STEP_SIZES[this.index]!;
    let change = step >> 3;
    if (code & 4) change += step;
    if (code & 2) change += step >> 1;
    if (code & 1) change += step >> 2;
    this.sample = Math.max(-32_768, Math.min(32_767, this.sample + (code & 8 ? -change : change)));
    this.index = Math.max(0, Math.min(88, this.index + INDEX_CHANGES[code & 7]!));
    return this.sample;
  }
}

/**
 * As WAV has it: a block begins with a sample of each channel, and goes on with groups of eight samples, the channels in
 * turn (Microsoft, "New Multimedia Data Types and Data Techniques", 1994).
 */
export function imaWavCoding(channels: number, blockBytes: number): Coding {
  const groups = Math.floor(blockBytes / channels / GROUP_BYTES) - 1;
  const blockFrames = 1 + groups * 8;
  const decodeBlock = (view: DataView, at: number, out: readonly Float32Array[], first: number): void => {
    out.forEach((samples, channel) => {
      const header = at + channel * GROUP_BYTES;
      const predictor = new Predictor(view.getInt16(header, true), Math.min(88, view.getUint8(header + 2)));
      samples[first] = predictor.sample / 32_768;
      for (let group = 0; group < groups; group++) {
        const from = header + (group + 1) * channels * GROUP_BYTES;
        for (let k = 0; k < 8; k++)
          samples[first + 1 + group * 8 + k] =
            predictor.next((view.getUint8(from + (k >> 1)) >> (4 * (k & 1))) & 15) / 32_768;
      }
    });
  };
  return {
    channels,
    blockBytes,
    blockFrames,
    start: () => inBlocks(channels, blockBytes, blockFrames, decodeBlock),
  };
}

/** As AIFF-C and CAF have it: blocks of 64 samples, one a channel (Apple, "Technical Note TN1081"). */
export function imaAppleCoding(channels: number): Coding {
  const blockBytes = channels * APPLE_BLOCK_BYTES;
  const decodeBlock = (view: DataView, at: number, out: readonly Float32Array[], first: number): void => {
    out.forEach((samples, channel) => {
      const header = at + channel * APPLE_BLOCK_BYTES;
      const state = view.getInt16(header, false);
      const predictor = new Predictor(state & ~0x7f, Math.min(88, state & 0x7f));
      for (let k = 0; k < APPLE_BLOCK_FRAMES; k++)
        samples[first + k] =
          predictor.next((view.getUint8(header + 2 + (k >> 1)) >> (4 * (k & 1))) & 15) / 32_768;
    });
  };
  return {
    channels,
    blockBytes,
    blockFrames: APPLE_BLOCK_FRAMES,
    start: () => inBlocks(channels, blockBytes, APPLE_BLOCK_FRAMES, decodeBlock),
  };
}

/** Decodes a block at byte `at` into the samples of each channel from `first` on. */
type DecodeBlock = (view: DataView, at: number, out: readonly Float32Array[], first: number) => void;

/** Blocks that are decoded each by itself. */
export function inBlocks(
  channels: number,
  blockBytes: number,
  blockFrames: number,
  decodeBlock: DecodeBlock,
): (blocks: Uint8Array) => Float32Array[] {
  return (bytes) => {
    const view = viewOf(bytes);
    const blocks = Math.floor(bytes.length / blockBytes);
    const out = Array.from({ length: channels }, () => new Float32Array(blocks * blockFrames));
    for (let block = 0; block < blocks; block++)
      decodeBlock(view, block * blockBytes, out, block * blockFrames);
    return out;
  };
}
