import type { TrainingSpec } from '../../../shared/domain/model';
import type { PreparedData } from '../prepare/prepared';
import { windowsOf } from '../models/network/batch';
import { examplesOf } from '../prepare/examples-of';
import { crossEntropy, huber, softmaxRows, whereKnown } from '../models/network/loss';
import type { BatchLoss } from '../models/network/loss';
import { nextValues } from './predict';
import type { Scaling } from '../models/scale/scaling';
import { nextTargets, presentValues, stepClasses } from './step-targets';
import { bordersOf, stitch } from './stitch';
import { argmax } from './classification-scores';
import { generationScores } from './generation-scores';
import { labellingScores } from './labelling-scores';
import type { Objective } from './objective';

/** Steps of each class in the training part, each counted once, [classes]. */
export function trainSteps(data: PreparedData): Float64Array {
  const counts = new Float64Array(data.outputs.length);
  const seen = new Set<number>();
  for (const example of examplesOf(data, 'train'))
    for (let t = data.scoredFrom[example]!; t < data.lengths[example]!; t++) {
      const row = data.starts[example]! + t;
      const label = data.stepLabels[row]!;
      if (label < 0 || seen.has(row)) continue;
      seen.add(row);
      counts[label]!++;
    }
  return counts;
}

function balancedStepWeights(counts: Float64Array): Float32Array {
  const total = counts.reduce((a, b) => a + b, 0);
  return Float32Array.from(counts, (count) => (count === 0 ? 1 : total / (counts.length * count)));
}

/** One class for every step, as it is scored: no smoothing, no class weights. */
export function plainLabelling(data: PreparedData): Objective {
  return labelling(data, { labelSmoothing: 0, classWeights: 'none' });
}

/** One class for every step. */
export function labelling(
  data: PreparedData,
  training: Pick<TrainingSpec, 'labelSmoothing' | 'classWeights'>,
): Objective {
  const classes = data.outputs.length;
  const counts = trainSteps(data);
  const classWeights = training.classWeights === 'balanced' ? balancedStepWeights(counts) : null;
  const windowSteps = data.lengths.reduce((most, length) => Math.max(most, length), 1);
  return {
    loss: (examples) =>
      crossEntropy(stepClasses(data, examples), classes, {
        smoothing: training.labelSmoothing,
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
      const places = Int32Array.from(rows.keys()).filter((k) => data.stepLabels[rows[k]!]! >= 0);
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

/** The next step's values, as a change from the present ones in units of each channel's usual change. */
export function generating(data: PreparedData, scaling: Scaling): Objective {
  const columns = data.targetColumns;
  const change = scaling.values!.deviation;
  const spread = columns.map((column) => data.scaler.deviation[column]!);
  const loss = (examples: Int32Array): BatchLoss => {
    const present = presentValues(data, examples);
    const targets = nextTargets(data, examples).map(
      (value, k) => (value - present[k]!) / change[k % columns.length]!,
    );
    return whereKnown(targets, (known) => huber(known, known.length));
  };
  const estimates = (examples: Int32Array, logits: Float32Array): Float32Array =>
    nextValues(scaling, windowsOf(data, examples), columns, logits);
  return {
    loss,
    metric: (examples, logits) => {
      const truth = nextTargets(data, examples);
      let sum = 0;
      let count = 0;
      estimates(examples, logits).forEach((value, k) => {
        if (Number.isNaN(truth[k]!)) return;
        sum += Math.abs(value - truth[k]!) / spread[k % columns.length]!;
        count++;
      });
      return sum / Math.max(1, count);
    },
    scores: (examples, logits) => {
      const lengths = Array.from(examples, (example) => data.lengths[example]!);
      return generationScores(
        estimates(examples, logits),
        nextTargets(data, examples),
        lengths,
        spread,
        loss(examples)(logits).loss,
      );
    },
  };
}
