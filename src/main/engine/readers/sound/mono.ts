import { UnrollError } from '../../../../shared/domain/error';
import { damaged } from './sound-errors';
import type { Piece, SoundFile, SoundFormat } from './sound-format';

/** Successive samples of a sound file, mixed down. */
export interface MonoPiece {
  /** Sample of the file that comes first. */
  readonly start: number;
  readonly rateHz: number;
  /** Channels in the file. */
  readonly channels: number;
  /** The mean of the channels. */
  readonly samples: Float32Array;
  /** The file promises more, and ends here. */
  readonly isCutOff?: boolean;
}

/**
 * Decodes samples `start` … `end` (exclusive) of a file. It may take for ever or crash on a hostile file: call it in a
 * worker only.
 *
 * @throws UnrollError FILE_EMPTY no sound; FILE_CORRUPT damaged or cut off; FILE_FORMAT_UNKNOWN
 */
export async function* decodeMono(
  format: SoundFormat,
  file: SoundFile,
  { start, end }: { readonly start: number; readonly end: number },
): AsyncGenerator<MonoPiece> {
  let isEmpty = true;
  let isCutOff = false;
  try {
    for await (const piece of format.decode(file, start)) {
      const frames = piece.channelData[0]?.length ?? 0;
      if (frames > 0) isEmpty = false;
      isCutOff ||= piece.isCutOff === true;
      const first = Math.max(start, piece.start);
      const last = Math.min(end, piece.start + frames);
      if (last > first || piece.isCutOff === true)
        yield mixDown(piece, first - piece.start, Math.max(first, last) - piece.start);
      if (piece.start + frames >= end) return;
    }
  } catch (thrown) {
    if (thrown instanceof UnrollError) throw thrown;
    throw damaged(file.name, thrown instanceof Error ? thrown.message : String(thrown));
  }
  if (isEmpty && start === 0)
    throw isCutOff
      ? damaged(file.name, 'it is cut off before its sound')
      : new UnrollError('FILE_EMPTY', `${file.name} has no sound in it.`, { file: file.name });
}

function mixDown({ start, rateHz, channelData, isCutOff }: Piece, from: number, to: number): MonoPiece {
  const channels = channelData.length;
  // The decoder's memory is copied, so that a part of it does not keep the whole.
  const samples = channels === 1 ? channelData[0]!.slice(from, to) : new Float32Array(to - from);
  if (channels > 1)
    for (const channel of channelData)
      for (let t = 0; t < samples.length; t++) samples[t]! += channel[from + t]! / channels;
  return { start: start + from, rateHz, channels, samples, ...(isCutOff === true && { isCutOff }) };
}
