import type { Claim } from '../reader';

/** A sound file as a decoder sees it. */
export interface SoundFile {
  /** For sentences. */
  readonly name: string;
  readonly size: number;
  /** Fewer bytes than asked for at the end of the file only. */
  read(offset: number, bytes: number): Promise<Uint8Array>;
}

/** Successive frames of a sound file. */
export interface Piece {
  /** Frame of the file that comes first. */
  readonly start: number;
  readonly rateHz: number;
  /** [channels][frames], in [−1, 1]. */
  readonly channelData: readonly Float32Array[];
  /** The file promises more, and ends here. */
  readonly isCutOff?: boolean;
  /** Any span of the file is read without what lies before it. */
  readonly isInPlace?: boolean;
}

/** One format of sound. Its decoder runs in a worker thread, since a hostile file may crash it or keep it for ever. */
export interface SoundFormat {
  /** Short and stable: it is stored with data sets. */
  readonly format: string;
  /** Lower case, with the dot. */
  readonly endings: readonly string[];
  /** A window has decoded it, and the file is a copy. */
  readonly isCopy?: boolean;
  claim(head: Uint8Array, name: string): Claim;
  /**
   * The frames of a file in order and in pieces of bounded size.
   *
   * @param from the first frame that is wanted; a format in which no frame can be found without those before it begins
   *   with the first
   * @throws UnrollError FILE_CORRUPT (damaged, cut off), FILE_FORMAT_UNKNOWN; any other error is taken for damage
   */
  decode(file: SoundFile, from: number): AsyncIterable<Piece>;
}
