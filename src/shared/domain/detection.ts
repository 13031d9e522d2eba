import * as v from 'valibot';
import { Measured } from './measured';
import { measured } from './tasks/task-facts';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const seconds = v.pipe(v.number(), v.minValue(0));

/** When a label's probability becomes an event. Times in seconds; where a model's steps have no time, in steps. */
export const LabelDecision = v.object({
  label: v.string(),
  /** Time constant of the exponential smoothing; 0 does not smooth. */
  smoothSeconds: seconds,
  /** It is on from this smoothed probability … */
  on: share,
  /** … and off below this one. */
  off: share,
  /** What is on for a shorter time is nothing. */
  minSeconds: seconds,
});
export type LabelDecision = v.InferOutput<typeof LabelDecision>;

/** By what a decision is chosen on the validation part. */
export const decideByNames = ['f1-event', 'f1-segment', 'psds', 'false-alarms'] as const;
export const DecideBy = v.picklist(decideByNames);
export type DecideBy = v.InferOutput<typeof DecideBy>;

/** Where nobody said: it asks of events that they be found, not where they begin to a fifth of a second. */
export const usualChoice: DecideBy = 'psds';

/** How a run's probabilities become events, in whatever face and export they do. */
export const EventDecision = v.object({
  by: v.picklist([...decideByNames, 'hand']),
  /** An hour and label, of `false-alarms`. */
  mostFalseAlarms: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
  /** What is left out is background, and never said. */
  labels: v.array(LabelDecision),
});
export type EventDecision = v.InferOutput<typeof EventDecision>;

/** What counts as the same event. Seconds, and shares of length. */
export const EventCriteria = v.object({
  cellSeconds: v.pipe(v.number(), v.gtValue(0)),
  onsetSeconds: seconds,
  offsetSeconds: seconds,
  offsetShare: share,
  /** Detection, ground-truth and cross-trigger tolerance (DTC, GTC, CTTC). */
  dtc: share,
  gtc: share,
  cttc: share,
  /** Weights of cross-triggers and of the spread between labels in the PSDS (α_CT, α_ST), and its most false alarms an hour. */
  alphaCt: v.pipe(v.number(), v.minValue(0)),
  alphaSt: v.pipe(v.number(), v.minValue(0)),
  maxEfpr: v.pipe(v.number(), v.gtValue(0)),
});
export type EventCriteria = v.InferOutput<typeof EventCriteria>;

export const usualCriteria: EventCriteria = {
  ...{ cellSeconds: 1, onsetSeconds: 0.2, offsetSeconds: 0.2, offsetShare: 0.5 },
  ...{ dtc: 0.5, gtc: 0.5, cttc: 0.3, alphaCt: 0, alphaSt: 0, maxEfpr: 100 },
};

/** Of times in seconds, signed: late is positive. */
const Timing = v.object({
  median: Measured,
  /** 10 % and 90 %. */
  low: Measured,
  high: Measured,
  /** Histogram: the first cell begins at `from`; what lies outside is in the outermost cells. */
  from: v.number(),
  width: v.number(),
  counts: v.array(v.number()),
});
export type Timing = v.InferOutput<typeof Timing>;

const LabelEvents = v.object({
  label: v.string(),
  /** Events that are so, and that are said. */
  truth: v.number(),
  said: v.number(),
  /** By intersection. */
  misses: v.number(),
  falseAlarms: v.number(),
  falseAlarmsPerHour: Measured,
  segmentF1: Measured,
  eventF1: Measured,
  intersectionF1: Measured,
  /** NaN where nothing is to be found. */
  psds: Measured,
  /** The best that any threshold reaches without smoothing, and which. */
  bestEventF1: Measured,
  bestThreshold: Measured,
  /** Of found events: how late the first that is right begins and the last ends. Null where none is found. */
  onset: v.nullable(Timing),
  offset: v.nullable(Timing),
  /** From the middle of each event to the middle of what is said nearest to it: what tells how far points are off. */
  distance: v.nullable(Timing),
});
export type LabelEvents = v.InferOutput<typeof LabelEvents>;

/** How well events are found in a part by a decision. Intervals: 95 %, resampling recordings, or stretches of few. */
export const EventMeasures = v.object({
  /** What was judged. */
  seconds: v.number(),
  recordings: v.number(),
  resampled: v.picklist(['recordings', 'stretches']),
  truth: v.number(),
  said: v.number(),
  segment: v.object({ f1: measured, macroF1: measured, errorRate: measured }),
  event: v.object({ f1: measured, macroF1: measured, errorRate: Measured }),
  intersection: v.object({ f1: measured, macroF1: measured }),
  psds: Measured,
  /** Null where too few recordings can be resampled. */
  psdsInterval: v.nullable(v.tuple([Measured, Measured])),
  /** Share of events that are not found, and what is said wrongly an hour. */
  missRate: measured,
  falseAlarmsPerHour: measured,
  perLabel: v.array(LabelEvents),
});
export type EventMeasures = v.InferOutput<typeof EventMeasures>;

/** A run's decision and what it comes to. */
export const Detection = v.object({
  decision: EventDecision,
  criteria: EventCriteria,
  /** The label of what is nothing, that is never said; null where every label is said. */
  background: v.nullable(v.string()),
  validation: v.nullable(EventMeasures),
  test: v.nullable(EventMeasures),
});
export type Detection = v.InferOutput<typeof Detection>;

/** What a decision finds in a part: each label in numbers, one of them at every threshold, and where it goes wrong. */
export const EventLook = v.object({
  seconds: v.number(),
  perLabel: v.array(
    v.object({ label: v.string(), truth: v.number(), misses: v.number(), falseAlarms: v.number() }),
  ),
  /** Of one label with everything else as decided, by rising threshold; null where it was not asked for. */
  curve: v.nullable(
    v.object({
      on: v.array(v.number()),
      misses: v.array(v.number()),
      falseAlarms: v.array(v.number()),
    }),
  ),
  /** Misses and false alarms, at most 500, in the order of the data set. */
  wrong: v.array(
    v.object({
      kind: v.picklist(['miss', 'falseAlarm']),
      label: v.string(),
      /** The example that it lies in, and where in it. */
      example: v.number(),
      fromSeconds: v.number(),
      toSeconds: v.number(),
    }),
  ),
});
export type EventLook = v.InferOutput<typeof EventLook>;

/**
 * From which probability on an answer counts, label by label; below it is none of these. Chosen on the validation part by the F1
 * of each label against all others.
 */
export const Reject = v.object({
  /** What is answered then. */
  none: v.string(),
  labels: v.array(v.object({ label: v.string(), threshold: share })),
  /** Of both parts: the share that gets an answer, and the share of answers that are right; of what is none of these the share refused. */
  validation: v.nullable(v.object({ answered: share, right: Measured, refused: Measured })),
  test: v.nullable(v.object({ answered: share, right: Measured, refused: Measured })),
});
export type Reject = v.InferOutput<typeof Reject>;

/** What a model says wrongly of recordings that hold nothing of what it looks for, and that nobody trained on. */
export const Unseen = v.object({
  /** Where they lie, as it was given. */
  place: v.string(),
  recordings: v.number(),
  seconds: v.number(),
  falseAlarms: v.number(),
  falseAlarmsPerHour: Measured,
  perLabel: v.array(v.object({ label: v.string(), falseAlarms: v.number() })),
});
export type Unseen = v.InferOutput<typeof Unseen>;
