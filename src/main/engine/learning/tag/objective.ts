import { heads } from '../../models/network/heads';
import { binaryCrossEntropy } from '../../models/network/loss';
import type { Scaling } from '../../models/scale/scaling';
import { examplesOf } from '../../prepare/examples-of';
import type { PreparedData } from '../../prepare/prepared';
import type { Objective, Restraints } from '../objective';
import { meanAveragePrecision, taggingScores } from './scores';
import { tagCounts, tagTargets } from './targets';
import { MIDDLE } from './thresholds';

/** A rare label pulls at most so many times as hard as a common one, and the other way round. */
const MOST_WEIGHT = 10;

/** Any number of labels for every example. */
export function tagging(data: PreparedData, scaling: Scaling, restraints: Restraints): Objective {
  const labels = data.outputs.length;
  const { apply } = heads.sigmoid;
  const positiveWeights = restraints.classWeights === 'balanced' ? weightsOf(data) : null;
  return {
    loss: (examples) =>
      binaryCrossEntropy(tagTargets(data, examples), labels, {
        smoothing: restraints.labelSmoothing,
        positiveWeights,
      }),
    metric: (examples, logits) =>
      meanAveragePrecision(
        { probabilities: apply(logits, labels), truth: tagTargets(data, examples) },
        labels,
      ),
    scores: (examples, logits) => {
      const truth = tagTargets(data, examples);
      const plain = binaryCrossEntropy(truth, labels, { smoothing: 0, positiveWeights: null });
      return taggingScores(
        { probabilities: apply(logits, labels), truth },
        data.outputs,
        thresholdsOf(scaling, labels),
        plain(logits).loss,
      );
    },
  };
}

export function thresholdsOf({ thresholds }: Pick<Scaling, 'thresholds'>, labels: number): readonly number[] {
  return thresholds ?? new Array<number>(labels).fill(MIDDLE);
}

/** How much harder an example that has a label pulls than one that has not, [labels]: as many to one as there are without. */
function weightsOf(data: PreparedData): Float32Array {
  const train = examplesOf(data, 'train');
  return Float32Array.from(tagCounts(data, train), (count) =>
    count === 0 ? 1 : Math.min(MOST_WEIGHT, Math.max(1 / MOST_WEIGHT, (train.length - count) / count)),
  );
}
