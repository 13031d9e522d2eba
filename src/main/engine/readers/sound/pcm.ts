import { viewOf } from './coding';
import type { Coding } from './coding';
import { aLaw, muLaw } from './g711';

/** A sample from its bytes, in [−1, 1]. */
type ReadSample = (view: DataView, offset: number) => number;

/** How a sample is written that needs no other to be read. */
export interface SampleFormat {
  readonly sampleBytes: number;
  readonly read: ReadSample;
}

/** Whole numbers with a sign, left-justified in whole bytes; null where they are too long. */
export function integers(bytes: number, isLittle: boolean): SampleFormat | null {
  switch (bytes) {
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

/** IEEE 754 of 32 or 64 bits; null for another length. */
export function floats(bytes: number, isLittle: boolean): SampleFormat | null {
  if (bytes === 4) return { sampleBytes: 4, read: (view, at) => view.getFloat32(at, isLittle) };
  return bytes === 8 ? { sampleBytes: 8, read: (view, at) => view.getFloat64(at, isLittle) } : null;
}

/** Bytes whose middle is 128. */
export const offsetBytes: SampleFormat = {
  sampleBytes: 1,
  read: (view, at) => (view.getUint8(at) - 128) / 128,
};

export const aLawBytes: SampleFormat = {
  sampleBytes: 1,
  read: (view, at) => aLaw(view.getUint8(at)) / 32_768,
};

export const muLawBytes: SampleFormat = {
  sampleBytes: 1,
  read: (view, at) => muLaw(view.getUint8(at)) / 32_768,
};

/** Samples one after the other, those of the channels of a frame side by side. */
export function pcmCoding({ sampleBytes, read }: SampleFormat, channels: number): Coding {
  const blockBytes = channels * sampleBytes;
  return {
    channels,
    blockBytes,
    blockFrames: 1,
    start: () => (blocks) => {
      const view = viewOf(blocks);
      const frames = Math.floor(blocks.length / blockBytes);
      return Array.from({ length: channels }, (_, channel) => {
        const samples = new Float32Array(frames);
        for (let t = 0, at = channel * sampleBytes; t < frames; t++, at += blockBytes)
          samples[t] = read(view, at);
        return samples;
      });
    },
  };
}
