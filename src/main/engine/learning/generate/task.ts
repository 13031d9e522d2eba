import type { Floor } from '../../../../shared/domain/run';
import type { Window } from '../../models/scale/forecast-scale';
import type { PreparedData } from '../../prepare/prepared';
import { judgeSteps } from '../judge-steps';
import { measuredOf } from '../../prepare/measured';
import type { Answering, LearningTask } from '../task';
import { knownErrors } from '../objective';
import { columnsOf, nextValues } from './answers';
import { generating } from './objective';
import { nextTargets, presentValues } from './targets';

/** The next value is the present one. */
function persistence(data: PreparedData, examples: Int32Array): Floor {
  const truth = nextTargets(data, examples);
  const present = presentValues(data, examples);
  const spread = data.targetColumns.map((column) => data.scaler.deviation[column]!);
  let sum = 0;
  let count = 0;
  truth.forEach((value, k) => {
    if (Number.isNaN(value)) return;
    sum += Math.abs(value - present[k]!) / spread[k % spread.length]!;
    count++;
  });
  const measured = measuredOf(data, examples);
  return {
    ...{ name: 'lastValue', metric: 'mae', value: sum / Math.max(1, count) },
    ...(measured !== null && { measured }),
  };
}

const inUnits = (model: Answering, windows: readonly Window[], logits: Float32Array): Float32Array =>
  nextValues(model.scaling, windows, columnsOf(model), logits);

/** The next step's values, at every step. */
export const generate: LearningTask = {
  objective: (data, scaling) => generating(data, scaling),
  floors: (data, examples) => [persistence(data, examples)],
  answers: inUnits,
  points: inUnits,
  truth: (data, example) => nextTargets({ ...data, scoredFrom: data.scoredFrom.map(() => 0) }, [example]),
  /** The error of each window's next values in deviations of the channels. */
  judge: (answered) => judgeSteps(answered, generating(answered.data, answered.scaling)),
  measure: (_, data, example, answers) => knownErrors(answers, nextTargets(data, [example])),
  prediction: ({ outputs, values }) => ({ kind: 'forecast', forecast: [...values.slice(-outputs.length)] }),
};
