import type { Piece, SoundFile } from './sound-format';

/** How sound is written: in blocks of frames that are all of one length. */
export interface Coding {
  readonly channels: number;
  readonly blockBytes: number;
  readonly blockFrames: number;
  /** A block can only be decoded behind those before it. */
  readonly isSequential?: boolean;
  /** Decodes whole blocks that follow one another: [channels][frames], in [−1, 1]. */
  start(): (blocks: Uint8Array) => Float32Array[];
}

/** Where coded sound lies in a file. */
export interface CodedSound {
  readonly coding: Coding;
  readonly rateHz: number;
  /** Byte of the file that comes first. */
  readonly offset: number;
  /** Bytes that are there. */
  readonly bytes: number;
  /** Bytes that the file promises; null where it does not say. */
  readonly promisedBytes: number | null;
  /** Frames without those that only fill the last block; null where all are sound. */
  readonly frames?: number | null;
}

const PIECE_BYTES = 2 ** 18;
const MOST_PIECE_FRAMES = 2 ** 17;

/** The frames of coded sound, read from the place of the first that is wanted; sound that is cut off as far as it goes. */
export async function* decodeBlocks(file: SoundFile, sound: CodedSound, from: number): AsyncGenerator<Piece> {
  const { coding, rateHz, offset, bytes, promisedBytes } = sound;
  const { blockBytes, blockFrames, channels } = coding;
  const perPiece = Math.max(
    1,
    Math.floor(Math.min(PIECE_BYTES / blockBytes, MOST_PIECE_FRAMES / blockFrames)),
  );
  const blocks = Math.floor(bytes / blockBytes);
  const frames = Math.min(sound.frames ?? Infinity, blocks * blockFrames);
  const decode = coding.start();
  const isInPlace = coding.isSequential !== true;
  const first = isInPlace ? Math.floor(from / blockFrames) : 0;
  for (let block = first; block < blocks; block += perPiece) {
    const coded = await file.read(
      offset + block * blockBytes,
      Math.min(perPiece, blocks - block) * blockBytes,
    );
    const start = block * blockFrames;
    const channelData = decode(coded);
    const whole = channelData.map((own) => own.subarray(0, frames - start));
    yield { start, rateHz, channelData: whole, ...(isInPlace && { isInPlace }) };
  }
  if (promisedBytes !== null && bytes < promisedBytes && from <= frames)
    yield {
      start: frames,
      rateHz,
      channelData: Array.from({ length: channels }, () => new Float32Array(0)),
      isCutOff: true,
    };
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
