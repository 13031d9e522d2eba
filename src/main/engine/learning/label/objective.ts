import { crossEntropy, softmaxRows } from '../../models/network/loss';
import { stepClasses } from '../../prepare/answer-classes';
import type { PreparedData } from '../../prepare/prepared';
import { argmax } from '../classify/scores';
import { balancedWeights } from '../objective';
import type { Objective, Restraints } from '../objective';
import { bordersOf, stitch } from '../stitch';
import { labellingScores } from './scores';
import { trainSteps } from './targets';

/** One class for every step. */
export function labelling(data: PreparedData, restraints: Restraints): Objective {
  const classes = data.outputs.length;
  const counts = trainSteps(data);
  const classWeights = restraints.classWeights === 'balanced' ? balancedWeights(counts) : null;
  const windowSteps = data.lengths.reduce((most, length) => Math.max(most, length), 1);
  return {
    loss: (examples) =>
      crossEntropy(stepClasses(data, examples), classes, {
        smoothing: restraints.labelSmoothing,
        classWeights,
      }),
    metric: (examples, logits) => {
      let hits = 0;
      let judged = 0;
      stepClasses(data, examples).forEach((label, step) => {
        if (label < 0) return;
        judged++;
        hits += Number(argmax(logits, step * classes, classes) === label);
      });
      return hits / Math.max(1, judged);
    },
    scores: (examples, logits) => {
      const { rows, values } = stitch(data, examples, softmaxRows(logits, classes), classes);
      const places = rows.map((_, k) => k).filter((k) => data.stepLabels[rows[k]!]! >= 0);
      const probabilities = new Float32Array(places.length * classes);
      places.forEach((k, at) =>
        probabilities.set(values.subarray(k * classes, (k + 1) * classes), at * classes),
      );
      const judged = Int32Array.from(places, (k) => rows[k]!);
      return labellingScores(
        {
          probabilities,
          truth: Int32Array.from(judged, (row) => data.stepLabels[row]!),
          borders: bordersOf(judged),
        },
        { classes: data.outputs, trainSteps: counts, windowSteps },
      );
    },
  };
}
