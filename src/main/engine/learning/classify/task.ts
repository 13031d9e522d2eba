import type { Floor } from '../../../../shared/domain/run';
import { crossEntropy, softmaxRows } from '../../models/network/loss';
import { examplesOf } from '../../prepare/examples-of';
import type { PreparedData } from '../../prepare/prepared';
import { shareLogits } from '../objective';
import type { Answered, Answering, Judged, LearningTask } from '../task';
import { classCounts, classification } from './objective';
import { answerBy } from './reject';
import { argmax } from './scores';

function majority(data: PreparedData, examples: Int32Array): Floor {
  const counts = classCounts(data, examplesOf(data, 'train'));
  const best = counts.indexOf(Math.max(...counts));
  const hits = examples.filter((example) => data.labels[example] === best).length;
  return { name: 'majority', metric: 'accuracy', value: hits / examples.length };
}

const probabilities = ({ outputs }: Answering, _: unknown, logits: Float32Array): Float32Array =>
  softmaxRows(logits, outputs.length);

function judge({ data: { outputs, labels }, example, logits }: Answered): Judged {
  const k = outputs.length;
  const likely = softmaxRows(logits, k);
  const truth = example.map((index) => labels[index]!);
  const predicted = example.map((_, row) => argmax(likely, row * k, k));
  return {
    classes: [...outputs],
    truth,
    predicted,
    confidence: Float32Array.from(predicted, (column, row) => likely[row * k + column]!),
    loss: Float32Array.from(truth, (label, row) => {
      const one = crossEntropy(Int32Array.of(label), k, { smoothing: 0, classWeights: null });
      return one(logits.subarray(row * k, (row + 1) * k)).loss;
    }),
  };
}

/** One class of a whole sequence. */
export const classify: LearningTask = {
  objective: (data, _, restraints) => classification(data, restraints),
  floors: (data, examples) => [majority(data, examples)],
  guess: (data, train) => shareLogits(classCounts(data, train)),
  answers: probabilities,
  points: probabilities,
  truth: () => null,
  judge,
  measure: (_, { labels, outputs }, example, answers) => [
    Number(argmax(answers, 0, outputs.length) === labels[example]),
  ],
  prediction: ({ outputs, values, reject }) => ({
    kind: 'label',
    label:
      reject === undefined ? outputs[argmax(values, 0, outputs.length)]! : answerBy(reject, outputs, values),
    probabilities: Object.fromEntries(outputs.map((name, k) => [name, values[k]!])),
  }),
};
