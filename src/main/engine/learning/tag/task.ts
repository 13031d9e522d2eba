import type { Floor } from '../../../../shared/domain/run';
import { heads } from '../../models/network/heads';
import { binaryCrossEntropy } from '../../models/network/loss';
import { examplesOf } from '../../prepare/examples-of';
import type { PreparedData } from '../../prepare/prepared';
import { notClassified } from '../task';
import type { Answered, Answering, Judged, LearningTask, Said } from '../task';
import { tagging, thresholdsOf } from './objective';
import { meanAveragePrecision } from './scores';
import { tagCounts, tagTargets } from './targets';
import { bestThresholds } from './thresholds';

/** Every label as probable as it is frequent, whatever the example. */
function labelFrequency(data: PreparedData, examples: Int32Array): Floor {
  const train = examplesOf(data, 'train');
  const shares = Float32Array.from(tagCounts(data, train), (count) => count / Math.max(1, train.length));
  const probabilities = new Float32Array(examples.length * shares.length);
  examples.forEach((_, row) => probabilities.set(shares, row * shares.length));
  const truth = tagTargets(data, examples);
  return {
    name: 'labelFrequency',
    metric: 'averagePrecision',
    value: meanAveragePrecision({ probabilities, truth }, shares.length),
  };
}

const probabilities = ({ outputs }: Answering, _: unknown, logits: Float32Array): Float32Array =>
  heads.sigmoid.apply(logits, outputs.length);

/** The share of labels of each example that are not right. */
function judge({ data, example, scaling, logits }: Answered): Judged {
  const labels = data.outputs.length;
  const truth = tagTargets(data, example);
  const thresholds = thresholdsOf(scaling, labels);
  const likely = heads.sigmoid.apply(logits, labels);
  const rows = Array.from(example, (_, row) => row * labels);
  return {
    ...notClassified(example),
    classes: [...data.outputs],
    confidence: Float32Array.from(rows, (at) => {
      let wrong = 0;
      thresholds.forEach(
        (threshold, k) => (wrong += Number(Number(likely[at + k]! >= threshold) !== truth[at + k])),
      );
      return wrong / labels;
    }),
    loss: Float32Array.from(rows, (at) => {
      const own = truth.subarray(at, at + labels);
      const loss = binaryCrossEntropy(own, labels, { smoothing: 0, positiveWeights: null });
      return loss(logits.subarray(at, at + labels)).loss;
    }),
  };
}

function prediction({ outputs, values, thresholds }: Said): ReturnType<LearningTask['prediction']> {
  const from = thresholdsOf({ thresholds }, outputs.length);
  return {
    kind: 'tags',
    labels: outputs.filter((_, k) => values[k]! >= from[k]!),
    probabilities: Object.fromEntries(outputs.map((name, k) => [name, values[k]!])),
    thresholds: Object.fromEntries(outputs.map((name, k) => [name, from[k]!])),
  };
}

/** Any number of labels of a whole sequence. */
export const tag: LearningTask = {
  objective: tagging,
  floors: (data, examples) => [labelFrequency(data, examples)],
  guess: (data, train) =>
    Float32Array.from(tagCounts(data, train), (count) => {
      const share = Math.min(train.length - 0.5, Math.max(0.5, count)) / train.length;
      return Math.log(share / (1 - share));
    }),
  answers: probabilities,
  points: probabilities,
  truth: (data, example) => Float32Array.from(tagTargets(data, [example])),
  judge,
  measure: ({ scaling }, data, example, answers) => {
    const thresholds = thresholdsOf(scaling, data.outputs.length);
    return Array.from(tagTargets(data, [example]), (has, k) =>
      Number(Number(answers[k]! >= thresholds[k]!) === has),
    );
  },
  thresholds: (data, examples, logits) =>
    bestThresholds(
      heads.sigmoid.apply(logits, data.outputs.length),
      tagTargets(data, examples),
      data.outputs.length,
    ),
  prediction,
};
