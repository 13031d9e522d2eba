import type { Scores } from '../../shared/domain/run';
import type { Task } from '../../shared/domain/task';

type Interval = readonly [number, number];
type ScoresOf<T extends Task> = Extract<Scores, { task: T }>;

interface Said {
  readonly numbers: Record<string, number>;
  /** 95 %, of those that have one. */
  readonly intervals: Record<string, Interval>;
}

const said: { readonly [T in Task]: (scores: ScoresOf<T>) => Said } = {
  classify: ({ accuracy, accuracyInterval, balancedAccuracy, macroF1, loss }) => ({
    numbers: { accuracy, balancedAccuracy, macroF1, loss },
    intervals: { accuracy: accuracyInterval },
  }),
  regress: ({ mae, maeInterval, rmse, rmseInterval, r2, r2Interval }) => ({
    numbers: { mae, rmse, r2 },
    intervals: { mae: maeInterval, rmse: rmseInterval, r2: r2Interval },
  }),
  forecast: (scores) => {
    const { mae, maeInterval, rmse, mase, maseInterval, smape, smapeInterval, coverage } = scores;
    return {
      numbers: {
        mae,
        rmse,
        mase,
        ...(smape !== undefined && { smape }),
        ...(coverage && { coverage: coverage.share }),
        ...Object.fromEntries(
          (scores.quantiles ?? []).map(({ quantile, pinball }) => [`pinball${quantile}`, pinball]),
        ),
      },
      intervals: {
        mae: maeInterval,
        ...(maseInterval !== undefined && { mase: maseInterval }),
        ...(smapeInterval !== undefined && { smape: smapeInterval }),
        ...(coverage && { coverage: coverage.interval }),
      },
    };
  },
  label: ({ accuracy, accuracyInterval, balancedAccuracy, macroF1, detection, events, loss }) => ({
    numbers: {
      ...(detection !== null && {
        averagePrecision: detection.averagePrecision.value,
        baseRate: detection.baseRate,
        rocAuc: detection.rocAuc.value,
      }),
      accuracy,
      balancedAccuracy: balancedAccuracy.value,
      macroF1: macroF1.value,
      eventPrecision: events.precision,
      eventRecall: events.recall,
      eventF1: events.f1,
      loss,
    },
    intervals: {
      ...(detection !== null && {
        averagePrecision: detection.averagePrecision.interval,
        rocAuc: detection.rocAuc.interval,
      }),
      accuracy: accuracyInterval,
      balancedAccuracy: balancedAccuracy.interval,
      macroF1: macroF1.interval,
    },
  }),
  generate: ({ mae, maeInterval, rmse }) => ({ numbers: { mae, rmse }, intervals: { mae: maeInterval } }),
};

function saidOf<T extends Task>(scores: ScoresOf<T>): Said {
  return said[scores.task as T](scores);
}

/** Single numbers, without intervals and tables. */
export function scoreNumbers(scores: Scores | null): Record<string, number> | null {
  return scores === null ? null : saidOf(scores).numbers;
}

/** 95 % intervals of those numbers that have one. */
export function scoreIntervals(scores: Scores | null): Record<string, Interval> | null {
  return scores === null ? null : saidOf(scores).intervals;
}
