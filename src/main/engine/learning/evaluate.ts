import type { Scores } from '../../../shared/domain/run';
import { windowsOf } from '../models/network/batch';
import type { Network } from '../models/network/network';
import type { Scaling } from '../models/scale/scaling';
import type { PreparedData } from '../prepare/prepared';
import type { Objective } from './objective';
import { predictLogits } from './predict';

export interface Evaluation {
  readonly loss: number;
  readonly metric: number;
  readonly scores: () => Scores;
}

/** Loss, metric and scores of the network on some examples; null when there are none. */
export async function evaluate(
  network: Network,
  data: PreparedData,
  scaling: Scaling,
  objective: Objective,
  examples: Int32Array,
): Promise<Evaluation | null> {
  if (examples.length === 0) return null;
  const logits = await predictLogits(network, scaling, windowsOf(data, examples));
  return {
    loss: objective.loss(examples)(logits).loss,
    metric: objective.metric(examples, logits),
    scores: () => objective.scores(examples, logits),
  };
}
