import { huber } from '../../models/network/loss';
import type { BatchLoss } from '../../models/network/loss';
import type { Scaling } from '../../models/scale/scaling';
import type { PreparedData } from '../../prepare/prepared';
import { meanAbsolute } from '../objective';
import type { Objective } from '../objective';
import { regressionScores } from './scores';

/** A network's values as numbers in data units. */
export function valueUnits({ values }: Pick<Scaling, 'values'>, outputs: Float32Array): Float32Array {
  return outputs.map((output) => values!.mean[0]! + output * values!.deviation[0]!);
}

/** One value for every example. */
export function regression(data: PreparedData, scaling: Scaling): Objective {
  const { mean, deviation } = scaling.values!;
  const truth = (examples: Int32Array): Float32Array =>
    Float32Array.from(examples, (example) => data.targets[example]!);
  const loss = (examples: Int32Array): BatchLoss =>
    huber(
      truth(examples).map((value) => (value - mean[0]!) / deviation[0]!),
      examples.length,
    );
  return {
    loss,
    metric: (examples, logits) => meanAbsolute(valueUnits(scaling, logits), truth(examples)),
    scores: (examples, logits) =>
      regressionScores(valueUnits(scaling, logits), truth(examples), loss(examples)(logits).loss),
  };
}
