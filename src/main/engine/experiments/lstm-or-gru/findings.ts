import type { Remark } from '../../../../shared/domain/dataset';
import type { LstmOrGruResult } from '../../../../shared/domain/experiment-results';
import { finding } from '../experiment';

const signed = (value: number): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value) >= 10 ? Math.abs(value).toFixed(1) : Math.abs(value).toFixed(3)}`;

/** What the largest training part supports, and no more; then what an epoch costs. */
export function lstmOrGruFindings(result: LstmOrGruResult): Remark[] {
  const { differences, models, metric, trainings, testExamples } = result;
  const last = differences.at(-1);
  if (last === undefined || last.interval === null) return [];
  const [low, high] = last.interval;
  const seeds = new Set(trainings.map(({ seed }) => seed)).size;
  const params = {
    examples: last.examples,
    test: testExamples,
    seeds,
    metric,
    difference: signed(last.estimate),
    low: signed(low),
    high: signed(high),
  };
  const isApart = low > 0 || high < 0;
  const lstmIsBetter = last.estimate > 0 === (metric !== 'mae');
  const better = lstmIsBetter ? 'LSTM' : 'GRU';
  const verdict = isApart
    ? finding('lstmOrGru.better', { ...params, better })
    : finding('lstmOrGru.same', params);
  const [lstm, gru] = models;
  if (lstm === undefined || gru === undefined) return [verdict];
  if (lstm.secondsPerEpoch === null || gru.secondsPerEpoch === null) return [verdict];
  const cost = {
    lstm: lstm.secondsPerEpoch.toPrecision(2),
    gru: gru.secondsPerEpoch.toPrecision(2),
    lstmUnits: lstm.units,
    gruUnits: gru.units,
  };
  return [verdict, finding('lstmOrGru.cost', cost)];
}
