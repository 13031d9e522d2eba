import * as v from 'valibot';
import { MarkTrack } from '../domain/marks';
import { procedure } from './base';

const rateHz = v.optional(v.nullable(v.pipe(v.number(), v.gtValue(0), v.maxValue(1e9))), null);

export const marks = {
  /** What a file of marks holds. `rateHz` of its recording, for formats that count samples. */
  read: procedure
    .input(v.strictObject({ path: v.string(), rateHz }))
    .output(v.object({ format: v.string(), tracks: v.array(MarkTrack) })),
  /** Writes the marks of one recording as one file of a folder; `lost`: how many have what the format has no place for. */
  write: procedure
    .input(
      v.strictObject({
        tracks: v.array(MarkTrack),
        format: v.string(),
        outDir: v.string(),
        /** File name of the recording; the file of marks is called after it. */
        recording: v.string(),
        durationSeconds: v.optional(v.nullable(v.number()), null),
        rateHz,
        replace: v.optional(v.boolean(), false),
      }),
    )
    .output(v.object({ file: v.string(), lost: v.record(v.string(), v.number()) })),
};
