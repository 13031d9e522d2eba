import { windowsOf } from '../../models/network/batch';
import { huber, whereKnown } from '../../models/network/loss';
import type { BatchLoss } from '../../models/network/loss';
import type { Scaling } from '../../models/scale/scaling';
import type { PreparedData } from '../../prepare/prepared';
import { measuredOf } from '../../prepare/measured';
import type { Objective } from '../objective';
import { nextValues } from './answers';
import { generationScores } from './scores';
import { nextTargets, presentValues } from './targets';

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
      const scores = generationScores(
        estimates(examples, logits),
        nextTargets(data, examples),
        lengths,
        spread,
        loss(examples)(logits).loss,
      );
      const measured = measuredOf(data, examples);
      return measured === null ? scores : { ...scores, measured };
    },
  };
}
