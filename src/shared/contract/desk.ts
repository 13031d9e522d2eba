import * as v from 'valibot';
import { Bytes, Float32 } from '../domain/arrays';
import { RefusedFile } from '../domain/dataset';
import { Desk, DeskStep } from '../domain/desk';
import { Done, Id, Nothing, procedure, Whole } from './base';

const MOST_COLUMNS = 8192;
const MOST_HEARD = 2 ** 21;
const second = v.pipe(v.number(), v.finite(), v.minValue(0));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
/** A stretch of a recording, in so many columns. */
const Drawn = {
  ...{ desk: Id, recording: Whole, start: second, end: second },
  columns: v.pipe(Whole, v.minValue(1), v.maxValue(MOST_COLUMNS)),
};

/** Recordings that are marked by hand: what is drawn of them, what is marked on them, and the journal of how that came about. */
export const desk = {
  /** Newest first. */
  list: procedure.input(Nothing).output(
    v.array(
      v.object({
        ...{ id: v.string(), name: v.string(), createdMs: v.number(), dataset: v.nullable(v.string()) },
        recordings: v.number(),
      }),
    ),
  ),
  /** A new desk of files and folders, with the files of marks among them. */
  openPaths: procedure
    .input(v.strictObject({ paths: v.pipe(v.array(v.string()), v.minLength(1)) }))
    .output(v.object({ desk: v.string(), refused: v.array(RefusedFile) })),
  /** The desk of a data set: the newest one that is there, else a new one. */
  openDataset: procedure
    .input(v.strictObject({ dataset: Id }))
    .output(v.object({ desk: v.string(), refused: v.array(RefusedFile) })),
  /** The recordings as they came, and every step since. `damaged`: lines of the journal that cannot be read. */
  get: procedure
    .input(v.strictObject({ desk: Id }))
    .output(v.object({ desk: Desk, steps: v.array(DeskStep), damaged: v.number() })),
  /** On the disk before it answers. A step whose id is there already is not taken again. `revision`: how many there are. */
  write: procedure
    .input(v.strictObject({ desk: Id, steps: v.pipe(v.array(DeskStep), v.minLength(1)) }))
    .output(v.object({ revision: v.number() })),
  /** Least and greatest values, [channels, columns, 2]; sound is the mean of its channels. Columns without a value have NaN. */
  peaks: procedure
    .input(v.strictObject(Drawn))
    .output(v.object({ channels: v.array(v.string()), values: Float32 })),
  /**
   * Power in dB below the greatest that there can be, 0 (−100 dB and less) … 255 (0 dB), [columns, rows] from 0 Hz up to half of the
   * rate. Null where the stretch is too long to be computed at once, and for tables.
   */
  spectrogram: procedure
    .input(v.strictObject({ ...Drawn, rows: v.pipe(Whole, v.minValue(1), v.maxValue(1024)) }))
    .output(v.object({ levels: v.nullable(Bytes), highHz: v.number() })),
  /** Samples of sound, the mean of its channels. */
  audio: procedure
    .input(
      v.strictObject({
        ...{ desk: Id, recording: Whole, start: Whole },
        count: v.pipe(Whole, v.minValue(1), v.maxValue(MOST_HEARD)),
      }),
    )
    .output(v.object({ rateHz: v.number(), length: v.number(), samples: Float32 })),
  /** Stretches in which the energy of a band, or a channel, is above a threshold; with `peaks` the greatest place of each. */
  above: procedure
    .input(
      v.strictObject({
        ...{ desk: Id, recording: Whole },
        of: v.variant('kind', [
          v.object({ kind: v.literal('band'), lowHz: second, highHz: positive }),
          v.object({ kind: v.literal('channel'), channel: v.string() }),
        ]),
        /** dB of a band, else the channel's own unit. */
        threshold: v.pipe(v.number(), v.finite()),
        minSeconds: v.optional(second, 0),
        gapSeconds: v.optional(second, 0),
        peaks: v.optional(v.boolean(), false),
      }),
    )
    .output(v.object({ stretches: v.array(v.tuple([v.number(), v.number()])), stepSeconds: v.number() })),
  /** Writes a file of marks for each recording that has marks or was looked at. */
  save: procedure
    .input(
      v.strictObject({
        ...{ desk: Id, format: v.string(), outDir: v.string() },
        replace: v.optional(v.boolean(), false),
      }),
    )
    .output(v.object({ files: v.array(v.string()), lost: v.record(v.string(), v.number()) })),
  /** Into the bin. */
  delete: procedure.input(v.strictObject({ desk: Id })).output(Done),
};
