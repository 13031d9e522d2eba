import * as v from 'valibot';
import { Prediction } from '../../shared/contract/predict';

/** JSON writes infinity as 1e999. */
const finite = v.pipe(v.number(), v.minValue(-1e30), v.maxValue(1e30));
const rate = v.pipe(v.number(), v.gtValue(0), v.maxValue(1_000_000));

const SamplesBody = v.pipe(
  v.strictObject({
    samples: v.pipe(v.array(finite), v.minLength(1), v.description('One channel, in [−1, 1] for sound.')),
    rateHz: v.optional(v.pipe(rate, v.description('Samples per second; sound needs it and is resampled.'))),
  }),
  v.title('Samples'),
);

const RowsBody = v.pipe(
  v.strictObject({
    rows: v.pipe(
      v.array(v.pipe(v.array(v.nullable(finite)), v.minLength(1))),
      v.minLength(1),
      v.description(
        'A row for each step, a number for each channel of the model; null where one is missing.',
      ),
    ),
    rateHz: v.optional(v.pipe(rate, v.description('Rows per second; sound needs it and is resampled.'))),
  }),
  v.title('Rows'),
);

/** A recording as JSON. */
export const JsonRecording = v.union([SamplesBody, RowsBody]);
export type JsonRecording = v.InferOutput<typeof JsonRecording>;

const [label, forecast, value, labels, tags, values] = Prediction.options;

/** What is said of one sequence; the contract's prediction without its file. */
export const ServedPrediction = v.variant('kind', [
  v.omit(label, ['file']),
  v.omit(forecast, ['file']),
  v.omit(value, ['file']),
  v.omit(labels, ['file']),
  v.omit(tags, ['file']),
  v.omit(values, ['file']),
]);
export type ServedPrediction = v.InferOutput<typeof ServedPrediction>;

export const PredictAnswer = v.object({
  predictions: v.pipe(v.array(ServedPrediction), v.description('A table may hold several sequences.')),
  computedTogether: v.pipe(v.number(), v.description('Recordings that were computed in one batch.')),
});
export type PredictAnswer = v.InferOutput<typeof PredictAnswer>;

export const Health = v.object({
  status: v.picklist(['ok', 'ending']),
  /** Requests that are read, wait or are computed. */
  inProgress: v.number(),
});
export type Health = v.InferOutput<typeof Health>;
