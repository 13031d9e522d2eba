import * as v from 'valibot';
import { Float32 } from '../domain/arrays';
import { ErrorShape } from '../domain/error';
import { ModelDescription } from '../domain/model-description';
import { procedure } from './base';
import { Prediction } from './predict';

const positive = v.pipe(v.number(), v.gtValue(0));

/** A recording as a file, or as numbers that came some other way. */
export const RecordingInput = v.variant('kind', [
  v.object({ kind: v.literal('file'), path: v.string() }),
  v.object({
    kind: v.literal('samples'),
    /** [n × channels] interleaved; NaN where a value is missing. */
    samples: Float32,
    channels: v.pipe(v.number(), v.integer(), v.minValue(1)),
    /** Sound needs it and is resampled; rows are taken as they are. */
    rateHz: v.nullable(positive),
  }),
]);
export type RecordingInput = v.InferOutput<typeof RecordingInput>;

/** A file may hold several sequences. A recording that cannot be used has none, and the reason. */
export const RecordingAnswer = v.object({
  predictions: v.array(Prediction),
  refused: v.nullable(ErrorShape),
});
export type RecordingAnswer = v.InferOutput<typeof RecordingAnswer>;

/** A model as a function of recordings: a run's id, or the folder or file of an exported one. */
export const answering = {
  describe: procedure.input(v.strictObject({ model: v.string() })).output(ModelDescription),
  /** Computed together; an answer for each, in their order. */
  answer: procedure
    .input(v.strictObject({ model: v.string(), recordings: v.pipe(v.array(RecordingInput), v.minLength(1)) }))
    .output(v.object({ answers: v.array(RecordingAnswer) })),
};
