import { crossEntropy } from '../../models/network/loss';
import { examplesOf } from '../../prepare/examples-of';
import type { PreparedData } from '../../prepare/prepared';
import { balancedWeights } from '../objective';
import type { Objective, Restraints } from '../objective';
import { recordingScores } from './recordings';
import { argmax, classificationScores } from './scores';

/** Examples of each class, [classes]. */
export function classCounts(data: PreparedData, examples: Int32Array): Float64Array {
  const counts = new Float64Array(data.outputs.length);
  examples.forEach((example) => counts[data.labels[example]!]!++);
  return counts;
}

/** One class for every example. */
export function classification(data: PreparedData, restraints: Restraints): Objective {
  const classes = data.outputs.length;
  const classWeights =
    restraints.classWeights === 'balanced'
      ? balancedWeights(classCounts(data, examplesOf(data, 'train')))
      : null;
  const labels = (examples: Int32Array): Int32Array => examples.map((example) => data.labels[example]!);
  const recordings = recordingsOfOne(data);
  return {
    loss: (examples) =>
      crossEntropy(labels(examples), classes, { smoothing: restraints.labelSmoothing, classWeights }),
    metric: (examples, logits) => {
      let hits = 0;
      examples.forEach((example, k) => {
        hits += Number(argmax(logits, k * classes, classes) === data.labels[example]);
      });
      return hits / Math.max(1, examples.length);
    },
    scores: (examples, logits) => ({
      ...classificationScores(logits, labels(examples), data.outputs),
      ...(recordings !== undefined && {
        recordings: recordingScores(
          logits,
          labels(examples),
          examples.map((example) => recordings[example]!),
          classes,
        ),
      }),
    }),
  };
}

/** Which recording each window is of, where a recording has one class throughout; where marks lie in it, it has no class of its own. */
function recordingsOfOne({ recordings, labels }: PreparedData): Int32Array | undefined {
  const classes = new Map<number, number>();
  const isOne = recordings?.every((recording, window) => {
    const known = classes.get(recording) ?? labels[window]!;
    classes.set(recording, known);
    return known === labels[window];
  });
  return isOne === true ? recordings : undefined;
}
