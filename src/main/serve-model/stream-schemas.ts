import * as v from 'valibot';

/** Numbers of an address, which are text. */
const numeric = v.pipe(v.string(), v.nonEmpty(), v.transform(Number), v.number());
const positive = v.pipe(numeric, v.gtValue(0));
const share = v.pipe(numeric, v.minValue(0), v.maxValue(1));

/** What `/stream?…` may say. */
export const StreamQuery = v.strictObject({
  rateHz: v.optional(v.pipe(positive, v.maxValue(1_000_000))),
  channels: v.optional(v.pipe(numeric, v.integer(), v.minValue(1), v.maxValue(1024)), '1'),
  format: v.optional(v.picklist(['float32', 'int16']), 'float32'),
  smoothSeconds: v.optional(v.pipe(numeric, v.minValue(0))),
  on: v.optional(share),
  off: v.optional(share),
  minSeconds: v.optional(v.pipe(numeric, v.minValue(0))),
});
export type StreamQuery = v.InferOutput<typeof StreamQuery>;

/** For the OpenAPI document, where an address's numbers are numbers. */
export const streamParameters: readonly { name: keyof StreamQuery; schema: object; description: string }[] = [
  {
    name: 'rateHz',
    schema: { type: 'number', exclusiveMinimum: 0 },
    description: 'Of the samples; the model’s own when left out. Sound is resampled.',
  },
  {
    name: 'channels',
    schema: { type: 'integer', minimum: 1, default: 1 },
    description: 'Interleaved. Sound is mixed down.',
  },
  {
    name: 'format',
    schema: { enum: ['float32', 'int16'], default: 'float32' },
    description: 'Of the samples, little-endian; int16 is full scale at 32768.',
  },
  {
    name: 'smoothSeconds',
    schema: { type: 'number', minimum: 0 },
    description: 'Time constant of the smoothing that decisions follow.',
  },
  {
    name: 'on',
    schema: { type: 'number', minimum: 0, maximum: 1 },
    description: 'A label is on from this smoothed probability.',
  },
  {
    name: 'off',
    schema: { type: 'number', minimum: 0, maximum: 1 },
    description: 'It is off below this one.',
  },
  {
    name: 'minSeconds',
    schema: { type: 'number', minimum: 0 },
    description: 'What is on for a shorter time is nothing.',
  },
];

/** What a sender may say between samples. `finish`: the recording ends here; `reset`: another begins, forget this one. */
export const StreamCommand = v.strictObject({ kind: v.picklist(['finish', 'reset']) });
export type StreamCommand = v.InferOutput<typeof StreamCommand>;

const time = v.nullable(v.number());

/** What the service says, one JSON text a message. */
export const StreamEvent = v.variant('kind', [
  v.object({
    kind: v.literal('open'),
    /** Classes, or names of values: the columns of steps. */
    outputs: v.array(v.string()),
    stepSeconds: time,
    /** A step is answered so many steps later. */
    delaySteps: v.number(),
    /** carried: the state goes from step to step; window: the last steps are gone over again and again. */
    how: v.picklist(['carried', 'window']),
    windowSteps: v.number(),
    hopSteps: v.number(),
  }),
  /** A row for each step from `firstStep` on: probabilities, or values. */
  v.object({ kind: v.literal('steps'), firstStep: v.number(), steps: v.array(v.array(v.number())) }),
  /** A label has come on. */
  v.object({
    kind: v.literal('start'),
    label: v.string(),
    start: v.number(),
    startSeconds: time,
    probability: v.number(),
  }),
  /** It has gone off. */
  v.object({
    kind: v.literal('segment'),
    label: v.string(),
    start: v.number(),
    end: v.number(),
    startSeconds: time,
    endSeconds: time,
    probability: v.number(),
  }),
  /** After `finish`: what the recording is as a whole; null when it had no step. */
  v.object({ kind: v.literal('end'), final: v.nullable(v.array(v.number())) }),
  /** The last message. */
  v.object({ kind: v.literal('error'), code: v.string(), message: v.string() }),
]);
export type StreamEvent = v.InferOutput<typeof StreamEvent>;
