import type { Floor } from '../../../../shared/domain/run';
import { huber } from '../../models/network/loss';
import { examplesOf } from '../../prepare/examples-of';
import type { PreparedData } from '../../prepare/prepared';
import { notClassified } from '../task';
import type { Answered, Answering, Judged, LearningTask } from '../task';
import { regression, valueUnits } from './objective';
import { knownErrors } from '../objective';

/** Always the mean of the training part. */
function trainingMean(data: PreparedData, examples: Int32Array): Floor {
  const train = examplesOf(data, 'train');
  const mean = train.reduce((sum, example) => sum + data.targets[example]!, 0) / train.length;
  const error = examples.reduce((sum, example) => sum + Math.abs(data.targets[example]! - mean), 0);
  return { name: 'trainingMean', metric: 'mae', value: error / examples.length };
}

const inUnits = ({ scaling }: Answering, _: unknown, logits: Float32Array): Float32Array =>
  valueUnits(scaling, logits);

function judge({ data, example, scaling, logits }: Answered): Judged {
  const value = Float32Array.from(example, (index) => data.targets[index]!);
  const estimate = valueUnits(scaling, logits);
  const unit = scaling.values!.deviation[0]!;
  const errors = value.map((truth, row) => Math.abs(truth - estimate[row]!));
  return {
    ...notClassified(example),
    confidence: errors,
    loss: errors.map((error) => huber(Float32Array.of(0), 1)(Float32Array.of(error / unit)).loss),
    value,
    estimate,
  };
}

/** One value of a whole sequence. */
export const regress: LearningTask = {
  objective: (data, scaling) => regression(data, scaling),
  floors: (data, examples) => [trainingMean(data, examples)],
  answers: inUnits,
  points: inUnits,
  truth: (data, example) => data.targets.slice(example, example + 1),
  judge,
  measure: (_, { targets }, example, answers) => knownErrors(answers, targets.subarray(example, example + 1)),
  prediction: ({ values }) => ({ kind: 'value', value: values[0]! }),
};
