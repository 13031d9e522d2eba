import * as v from 'valibot';
import { Measured } from '../measured';

/** `train_metric_<name>` of the catalogue. */
export type MetricName = string;

/** What a network's last layer ends in (`engine/models/network/heads.ts`). */
export const headNames = ['softmax', 'linear', 'sigmoid'] as const;
export type Head = (typeof headNames)[number];

/** What everything outside a task's own folders may know of it. */
export interface TaskTraits {
  /** One answer of a whole sequence, of a window for the steps ahead of it, or at every step. */
  readonly answers: 'whole' | 'ahead' | 'steps';
  /** What the truth is: a class, any number of classes, or a value that somebody wrote down, or the channels themselves, later. */
  readonly truth: 'class' | 'classes' | 'value' | 'channels';
  readonly head: Head;
  /** What the curves of a training show beside the loss. */
  readonly metric: 'accuracy' | 'averagePrecision' | 'mae';
  /** What these curves are called: steps are counted, channels are each in their own units. */
  readonly metricName: MetricName;
  /** What the main score of a finished run is called, where its scores allow it (`mainMetric`). */
  readonly mainMetric: MetricName;
  /** How people read these: 97.3%, 0.412, or in the data's own units. */
  readonly scoreFormat: NumberFormat;
  /** Whether a larger metric, and a larger main score, is a better one; else it is an error. */
  readonly isHigherBetter: boolean;
  /** Whether sound can be learnt so: it has neither columns to label its steps nor a series to forecast. */
  readonly isForSound: boolean;
  /** Whether models without a network learn it. */
  readonly isClassical: boolean;
  /** Whether a network may see what comes later when it answers; else it is at work while a sequence goes on. */
  readonly readsAhead: boolean;
  /**
   * Which features a network may see. any; undifferenced: changes of another level do not fit a window that is scaled by
   * its own; values: what comes out goes in again.
   */
  readonly features: 'any' | 'undifferenced' | 'values';
  /** What a linear head's outputs are scaled by (`models/scale`): the values' spread, the channels' changes, the window's own. */
  readonly outputScale: 'none' | 'values' | 'changes' | 'window';
  /** What the answer is called in exported models. */
  readonly answerName: 'probabilities' | 'value' | 'forecast' | 'next';
  /** Kind of a `Prediction` that the answer to a recording becomes. */
  readonly prediction: 'label' | 'value' | 'forecast' | 'labels' | 'values' | 'tags';
  /** The task that people ask for, of which this is what some data make of it; dataset.json calls it so. Absent: itself. */
  readonly kindOf?: 'classify' | 'regress';
}

/** 97.3%, 0.412, or 31.4 in the data's own units. */
type NumberFormat = 'percent' | 'fraction' | 'number';

/** One number of a run's scores. */
export interface ScoreNumber {
  /** As `--json` has it; what people read is `train_number_<name>` of the catalogue, or `symbol` in every language. */
  readonly name: string;
  readonly value: number;
  /** 95 % */
  readonly interval?: Interval | undefined;
  /** Absent: it stands in `--json` alone. */
  readonly format?: NumberFormat;
  readonly symbol?: string;
  /** What it should be, of a number that is neither better high nor low. */
  readonly wanted?: number;
}

/** The one number that a run is known by. */
export interface MainScore {
  readonly metric: MetricName;
  readonly value: number;
  readonly interval: Interval;
}

/** A learning task as every face and the engine know it; what it does is in `engine/learning`. */
export interface TaskFacts<T extends string, S extends v.GenericSchema, F extends string = string> {
  readonly traits: TaskTraits;
  /** Names of what needs no learning at all; `train_floor_<name>` of the catalogue. */
  readonly floors: readonly F[];
  /** The variant of `Scores` that says `task: <name>`. */
  readonly scores: S & v.GenericSchema<{ readonly task: T }>;
  main(scores: v.InferOutput<S>): MainScore;
  /** In the order in which people read them. */
  numbers(scores: v.InferOutput<S>): readonly ScoreNumber[];
}

/** Holds a task's facts to each other, and keeps what its scores are. */
export function defineTask<T extends string, S extends v.GenericSchema, F extends string>(
  facts: TaskFacts<T, S, F>,
): TaskFacts<T, S, F> {
  return facts;
}

export type Interval = readonly [number, number];
export const interval = v.tuple([Measured, Measured]);
export const measured = v.object({ value: Measured, interval });

export const ClassScore = v.object({
  label: v.string(),
  precision: Measured,
  recall: Measured,
  f1: Measured,
  support: v.number(),
});
export type ClassScore = v.InferOutput<typeof ClassScore>;

/** How many of a part's values somebody measured; the others are neither scored nor learnt. */
export const MeasuredValues = v.object({ count: v.number(), of: v.number() });
export type MeasuredValues = v.InferOutput<typeof MeasuredValues>;

/** What values are known by. */
export const meanAbsoluteError =
  (metric: 'mae' | 'mae_scaled') =>
  ({ mae, maeInterval }: { readonly mae: number; readonly maeInterval: Interval }): MainScore => ({
    metric,
    value: mae,
    interval: maeInterval,
  });

/** How far values are off, in their own units. Intervals: 95 %, bootstrap. */
export const errorEntries = {
  mae: Measured,
  maeInterval: interval,
  rmse: Measured,
  rmseInterval: interval,
  /** 1 − Σ(y − ŷ)² / Σ(y − ȳ)²: 0 for a constant answer, 1 for a perfect one; 0 where all true values are equal. */
  r2: Measured,
  r2Interval: interval,
};

type Errors = { readonly [K in keyof typeof errorEntries]: v.InferOutput<(typeof errorEntries)[K]> };

/** {@link errorEntries} as people read them. */
export const errorNumbers = ({
  mae,
  maeInterval,
  rmse,
  rmseInterval,
  r2,
  r2Interval,
}: Errors): readonly ScoreNumber[] => [
  { name: 'mae', value: mae, interval: maeInterval },
  { name: 'r2', symbol: 'R²', value: r2, interval: r2Interval, format: 'fraction' },
  { name: 'rmse', symbol: 'RMSE', value: rmse, interval: rmseInterval, format: 'number' },
];
