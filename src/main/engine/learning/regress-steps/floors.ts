import type { Floor } from '../../../../shared/domain/run';
import { examplesOf } from '../../prepare/examples-of';
import { measuredOf } from '../../prepare/measured';
import type { PreparedData } from '../../prepare/prepared';
import { judgedSteps } from './targets';
import type { JudgedStep } from './targets';

/**
 * Always the mean of the training part, and a straight line over the time since a sequence began: remaining life falls with
 * every step, whatever the sensors say. The lower error comes first. The step before is no floor: its true value is not
 * known where such a model is at work.
 */
export function stepFloors(data: PreparedData, examples: Int32Array): Floor[] {
  const value = ({ row }: JudgedStep): number => data.stepValues![row]!;
  const time = ({ row, sequence }: JudgedStep): number => row - sequence;
  const train = judgedSteps(data, examplesOf(data, 'train'));
  const judged = judgedSteps(data, examples);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
  const middle = mean(train.map(value));
  const now = mean(train.map(time));
  const together = mean(train.map((step) => (time(step) - now) * (value(step) - middle)));
  const spread = mean(train.map((step) => (time(step) - now) ** 2));
  const slope = spread > 0 ? together / spread : 0;
  const measured = measuredOf(data, examples);
  const floor = (name: Floor['name'], guess: (step: JudgedStep) => number): Floor => ({
    name,
    metric: 'mae',
    value: mean(judged.map((step) => Math.abs(guess(step) - value(step)))),
    ...(measured !== null && { measured }),
  });
  return [
    floor('trainingMean', () => middle),
    floor('linearTime', (step) => middle + slope * (time(step) - now)),
  ].sort((a, b) => a.value - b.value);
}
