import { huber, whereKnown } from '../../models/network/loss';
import type { BatchLoss } from '../../models/network/loss';
import type { Scaling } from '../../models/scale/scaling';
import { measuredOf } from '../../prepare/measured';
import type { PreparedData } from '../../prepare/prepared';
import { meanAbsolute } from '../objective';
import type { Objective } from '../objective';
import { valueUnits } from '../regress/objective';
import { stitch } from '../stitch';
import { stepRegressionScores } from './scores';
import type { EstimatedSteps } from './scores';
import { judgedSteps, stepTargets } from './targets';

/** One value for every step. */
export function stepRegression(data: PreparedData, scaling: Scaling): Objective {
  const { mean, deviation } = scaling.values!;
  const windowSteps = data.lengths.reduce((most, length) => Math.max(most, length), 1);
  const loss = (examples: Int32Array): BatchLoss => {
    const targets = stepTargets(data, examples).map((value) => (value - mean[0]!) / deviation[0]!);
    return whereKnown(targets, (known) => huber(known, known.length));
  };
  return {
    loss,
    metric: (examples, logits) => meanAbsolute(valueUnits(scaling, logits), stepTargets(data, examples)),
    scores: (examples, logits) => {
      const scores = stepRegressionScores(
        estimatedSteps(data, scaling, examples, logits),
        loss(examples)(logits).loss,
        windowSteps,
      );
      const measured = measuredOf(data, examples);
      return measured === null ? scores : { ...scores, measured };
    },
  };
}

/** What overlapping windows say of each judged step, averaged, beside what was measured. */
export function estimatedSteps(
  data: PreparedData,
  scaling: Scaling,
  examples: Int32Array,
  logits: Float32Array,
): EstimatedSteps {
  const { rows, values } = stitch(data, examples, valueUnits(scaling, logits), 1);
  const placeOf = new Map(Array.from(rows, (row, place) => [row, place] as const));
  const steps = judgedSteps(data, examples);
  return {
    estimates: Float32Array.from(steps, ({ row }) => values[placeOf.get(row)!]!),
    truth: Float32Array.from(steps, ({ row }) => data.stepValues![row]!),
    sequences: steps.map(({ sequence }) => sequence),
  };
}
