import { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import { foreign, why } from '../../../../shared/sentences/why';
import { isInverted, isSounding } from './inverted';
import { damaged } from './sound-errors';
import { cleanSamples, SoundMeasure } from './sound-facts';
import type { SoundFacts } from './sound-facts';
import type { Piece, SoundFile, SoundFormat } from './sound-format';

/** Successive samples of a sound file, mixed down or of some of its channels. */
export interface MonoPiece {
  /** Sample of the file that comes first. */
  readonly start: number;
  readonly rateHz: number;
  /** Channels in the file. */
  readonly channels: number;
  /** The mean of the channels, or one of them; [n, wanted] interleaved where several are wanted. */
  readonly samples: Float32Array;
  /** The file promises more, and ends here. */
  readonly isCutOff?: boolean;
  /** Any span of the file is read without what lies before it. */
  readonly isInPlace?: boolean;
  /** Of the whole, behind its last samples, where they were asked for. */
  readonly facts?: SoundFacts;
}

/** What is wanted of a file. */
export interface MonoSpan {
  /** Samples `start` … `end` (exclusive). */
  readonly start: number;
  readonly end: number;
  /** The channel to take, null for the mean of all; absent: the mean, but where a channel is the first one's inverse. */
  readonly channel?: number | null;
  /** Channels to take side by side, counted from 0, instead. */
  readonly apart?: readonly number[];
  /** The facts too. */
  readonly isMeasured?: boolean;
}

/**
 * Decodes a span of a file. It may take for ever or crash on a hostile file: call it in a worker only.
 *
 * @throws UnrollError FILE_EMPTY no sound; FILE_CORRUPT damaged or cut off; FILE_FORMAT_UNKNOWN; COLUMN_UNKNOWN where it
 *   has fewer channels
 */
export async function* decodeMono(
  format: SoundFormat,
  file: SoundFile,
  { start, end, channel, apart, isMeasured }: MonoSpan,
): AsyncGenerator<MonoPiece> {
  const measure = isMeasured === true ? new SoundMeasure() : null;
  let last: MonoPiece | null = null;
  let isEmpty = true;
  let isCutOff = false;
  let taken = channel;
  let unusable = 0;
  try {
    for await (const piece of format.decode(file, start)) {
      const frames = piece.channelData[0]?.length ?? 0;
      if (frames > 0) isEmpty = false;
      isCutOff ||= piece.isCutOff === true;
      if (apart !== undefined) requireChannels(file, piece.channelData.length, apart);
      unusable += cleanSamples(piece.channelData);
      // Before anything sounds, the mean and each channel are alike.
      if (apart === undefined && taken === undefined && isSounding(piece.channelData))
        taken = isInverted(piece.channelData) ? 0 : null;
      const from = Math.max(start, piece.start);
      const to = Math.max(from, Math.min(end, piece.start + frames));
      if (to > from || piece.isCutOff === true) {
        last = mixDown(piece, apart ?? taken ?? null, from - piece.start, to - piece.start);
        measure?.add(last.samples, piece.rateHz);
        yield last;
      }
      if (piece.start + frames >= end) break;
    }
  } catch (thrown) {
    if (thrown instanceof UnrollError) throw thrown;
    throw damaged(file.name, { why: foreign(thrown instanceof Error ? thrown.message : String(thrown)) });
  }
  if (isEmpty && start === 0)
    throw isCutOff
      ? damaged(file.name, why('why.sound.cut'))
      : failure('FILE_EMPTY.sound', { file: file.name });
  if (measure === null || last === null) return;
  const { channels, rateHz } = last;
  const facts = { channels, ownChannel: taken ?? null, unusable, ...measure.finish() };
  yield { start: end, rateHz, channels, samples: new Float32Array(0), facts };
}

function mixDown(
  { start, rateHz, channelData, isCutOff, isInPlace }: Piece,
  own: number | readonly number[] | null,
  from: number,
  to: number,
): MonoPiece {
  const channels = channelData.length;
  const several = typeof own === 'number' || own === null ? null : own;
  if (several !== null && several.length > 1) {
    const samples = sideBySide(
      several.map((channel) => channelData[channel]!.subarray(from, to)),
      to - from,
    );
    return { start: start + from, rateHz, channels, samples, ...(isCutOff === true && { isCutOff }) };
  }
  const one = several?.[0] ?? (channels === 1 ? 0 : (own as number | null));
  // The decoder's memory is copied, so that a part of it does not keep the whole.
  const samples = one === null ? new Float32Array(to - from) : channelData[one]!.slice(from, to);
  if (one === null)
    for (let t = 0; t < samples.length; t++) {
      let sum = 0;
      for (const channel of channelData) sum += channel[from + t]!;
      // In double precision, and rounded once.
      samples[t] = sum / channels;
    }
  return {
    ...{ start: start + from, rateHz, channels, samples },
    ...(isCutOff === true && { isCutOff }),
    ...(isInPlace === true && { isInPlace }),
  };
}

/** @returns [n, channels] interleaved */
function sideBySide(channels: readonly Float32Array[], length: number): Float32Array {
  const samples = new Float32Array(length * channels.length);
  for (const [c, own] of channels.entries())
    for (let t = 0; t < length; t++) samples[t * channels.length + c] = own[t]!;
  return samples;
}

function requireChannels(file: SoundFile, channels: number, wanted: readonly number[]): void {
  const needed = Math.max(...wanted) + 1;
  if (channels < needed) throw failure('COLUMN_UNKNOWN.soundChannels', { file: file.name, channels, needed });
}
