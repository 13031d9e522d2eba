import type { ForecastScores, LabellingScores, Scores } from '../../../shared/domain/run';
import type { Task } from '../../../shared/domain/task';
import { m } from '../../i18n';
import { formatFixed, formatNumber } from '../format';
import { formatShare } from './run-words';

/** A number beside the main score, with its 95 % interval where it has one. */
export interface ScoreFact {
  readonly name: string;
  readonly text: string;
}

type Interval = readonly [number, number] | undefined;
type Format = (value: number) => string;

function fact(name: string, value: number, format: Format, interval?: Interval): ScoreFact {
  const text =
    interval === undefined
      ? format(value)
      : m.train_interval_of({
          value: format(value),
          interval: `${format(interval[0])}–${format(interval[1])}`,
        });
  return { name, text };
}

function forecastFacts({
  rmse,
  mase,
  maseInterval,
  smape,
  smapeInterval,
  coverage,
}: ForecastScores): ScoreFact[] {
  return [
    fact('MASE', mase, formatNumber, maseInterval),
    ...(smape === undefined ? [] : [fact('sMAPE', smape, formatShare, smapeInterval)]),
    fact('RMSE', rmse, formatNumber),
    ...(coverage
      ? [
          {
            name: m.train_coverage(),
            text: m.train_coverage_of({
              share: formatShare(coverage.share),
              wanted: formatShare(coverage.wanted),
            }),
          },
        ]
      : []),
  ];
}

function labellingFacts(scores: LabellingScores): ScoreFact[] {
  const { detection, accuracy, accuracyInterval, balancedAccuracy, macroF1, events } = scores;
  return [
    ...(detection === null
      ? []
      : [
          fact('ROC AUC', detection.rocAuc.value, formatFixed, detection.rocAuc.interval),
          fact(m.train_metric_step_accuracy(), accuracy, formatShare, accuracyInterval),
        ]),
    fact(m.train_balanced_accuracy(), balancedAccuracy.value, formatShare, balancedAccuracy.interval),
    fact(m.train_macro_f1(), macroF1.value, formatFixed, macroF1.interval),
    fact(m.train_event_f1(), events.f1, formatFixed),
  ];
}

type ScoresOf<T extends Task> = Extract<Scores, { task: T }>;

const facts: { readonly [T in Task]: (scores: ScoresOf<T>) => ScoreFact[] } = {
  classify: ({ balancedAccuracy, macroF1 }) => [
    fact(m.train_balanced_accuracy(), balancedAccuracy, formatShare),
    fact(m.train_macro_f1(), macroF1, formatFixed),
  ],
  regress: ({ r2, r2Interval, rmse, rmseInterval }) => [
    fact('R²', r2, formatFixed, r2Interval),
    fact('RMSE', rmse, formatNumber, rmseInterval),
  ],
  forecast: forecastFacts,
  label: labellingFacts,
  generate: ({ rmse }) => [fact('RMSE', rmse, formatNumber)],
};

function factsOf<T extends Task>(scores: ScoresOf<T>): ScoreFact[] {
  return facts[scores.task as T](scores);
}

/** Everything that a run's scores say beside the main one. */
export function scoreFacts(scores: Scores): ScoreFact[] {
  return [...factsOf(scores), fact(m.train_loss(), scores.loss, formatNumber)];
}
