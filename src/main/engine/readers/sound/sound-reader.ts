import { MEAN, soundChannelOf } from '../../../../shared/domain/sound-channels';
import { MOST_SOUND_HZ } from '../../../../shared/domain/sound-rates';
import { failure } from '../../../../shared/sentences/failure';
import { why } from '../../../../shared/sentences/why';
import type { AudioContent } from '../content';
import type { Block, Reader } from '../reader';
import { decodeSound } from './decode';
import { SILENCE } from './inverted';
import { damaged } from './sound-errors';
import type { SoundFacts } from './sound-facts';
import type { SoundFormat } from './sound-format';

/**
 * A reader of one format of sound, in [−1, 1] at the file's own rate: one column, `mono`, the mean of the channels, or the
 * first channel where another is its inverse; or the columns `ch1`, `ch2`, …, each channel by itself.
 */
export function soundReader(format: SoundFormat): Reader<AudioContent> {
  return {
    format: format.format,
    kind: 'audio',
    endings: format.endings,
    claim: (head, name) => format.claim(head, name),
    async describe({ path, shown }, { signal, keep } = {}) {
      const span = { start: 0, end: Infinity, isMeasured: true };
      let rateHz = 0;
      let length = 0;
      let isSilent = true;
      let isCutOff = false;
      let facts: SoundFacts | undefined;
      for await (const piece of decodeSound({ path, shown, format: format.format, span }, signal)) {
        rateHz = piece.rateHz;
        length += piece.samples.length;
        isSilent &&= piece.samples.every((sample) => Math.abs(sample) < SILENCE);
        isCutOff ||= piece.isCutOff === true;
        facts ??= piece.facts;
        if (piece.samples.length > 0) await keep?.(blockOf(piece, [MEAN]), 0, piece.isInPlace);
      }
      if (rateHz > MOST_SOUND_HZ) throw damaged(shown, why('why.sound.rate', { rateHz }));
      const isCopy = format.isCopy === true;
      return {
        ...{ kind: 'audio', format: format.format, rateHz, length, isSilent, isCopy },
        ...(isCutOff && { isCutOff }),
        ...(facts !== undefined && { facts }),
      };
    },
    async *read({ path, shown }, content, { start, end }, columns, signal) {
      const names = columns ?? [MEAN];
      const apart = names.flatMap((name) => soundChannelOf(name) ?? []);
      const isMean = names.every((name) => name === MEAN);
      const unknown = names.find((name) => name !== MEAN && soundChannelOf(name) === null);
      if (unknown !== undefined) throw failure('COLUMN_UNKNOWN.ofSound', { column: unknown, file: shown });
      if (!isMean && apart.length < names.length) throw failure('ARGUMENT_INVALID.meanAndChannels');
      const job = {
        path,
        shown,
        format: format.format,
        span: isMean ? { start, end, channel: content.facts?.ownChannel ?? null } : { start, end, apart },
      };
      for await (const piece of decodeSound(job, signal))
        if (piece.samples.length > 0) yield blockOf(piece, names);
    },
  };
}

/** @param samples [n, names] interleaved */
function blockOf(
  { start, samples }: { start: number; samples: Float32Array },
  names: readonly string[],
): Block {
  const rows = samples.length / names.length;
  const columns = names.map((name, c) => {
    const values = new Float64Array(rows);
    for (let t = 0, at = c; t < rows; t++, at += names.length) values[t] = samples[at]!;
    return { name, type: 'number' as const, values };
  });
  return { start, rows, columns };
}
