import type { Floor } from '../../../../shared/domain/run';
import { softmaxRows } from '../../models/network/loss';
import type { PreparedData } from '../../prepare/prepared';
import { argmax } from '../classify/scores';
import { judgeSteps } from '../judge-steps';
import { shareLogits, unrestrained } from '../objective';
import type { Objective } from '../objective';
import { judgedSteps } from '../task';
import type { Answered, Answering, Judged, LearningTask } from '../task';
import { labelling } from './objective';
import { segmentsOf } from './segments';
import { judgedRows, trainSteps } from './targets';

/** Of two classes the share of the rarer one, which is the average precision of guessing; else the most frequent class. */
function stepFloor(data: PreparedData, examples: Int32Array): Floor {
  const counts = trainSteps(data);
  const common = counts.indexOf(Math.max(...counts));
  const rows = judgedRows(data, examples);
  const hits = rows.filter((row) => data.stepLabels[row] === common).length;
  const share = hits / Math.max(1, rows.length);
  return counts.length === 2
    ? { name: 'baseRate', metric: 'averagePrecision', value: 1 - share }
    : { name: 'majority', metric: 'accuracy', value: share };
}

const probabilities = ({ outputs }: Answering, _: unknown, logits: Float32Array): Float32Array =>
  softmaxRows(logits, outputs.length);

/** The share of wrongly labelled steps of each window. */
function judge(answered: Answered): Judged {
  const plain = labelling(answered.data, unrestrained);
  const wrong: Objective = { ...plain, metric: (examples, logits) => 1 - plain.metric(examples, logits) };
  return { ...judgeSteps(answered, wrong), classes: [...answered.data.outputs] };
}

/** One class for every step. */
export const label: LearningTask = {
  objective: (data, _, restraints) => labelling(data, restraints),
  floors: (data, examples) => [stepFloor(data, examples)],
  guess: (data) => shareLogits(trainSteps(data)),
  answers: probabilities,
  points: probabilities,
  truth: ({ stepLabels, starts, lengths }, example) => {
    const start = starts[example]!;
    return Float32Array.from(stepLabels.subarray(start, start + lengths[example]!));
  },
  judge,
  measure: (_, data, example, answers) =>
    judgedSteps(data, example).flatMap((t) => {
      const truth = data.stepLabels[data.starts[example]! + t]!;
      const width = data.outputs.length;
      return truth < 0 ? [] : [Number(argmax(answers, t * width, width) === truth)];
    }),
  prediction: (said) => ({ kind: 'labels', ...segmentsOf(said) }),
};
