import { answersAhead, traitsOf } from '../../../../shared/domain/task';
import type { Head } from '../../../../shared/domain/tasks/task-facts';
import type { Task } from '../../../../shared/domain/task';
import type { NetworkSpec } from '../../../../shared/domain/model';

/** What a network is built for. */
export interface NetworkShape {
  readonly features: number;
  /** Classes, or values; targets × horizon × quantiles when forecasting. */
  readonly outputs: number;
  /** As the task has it: softmax: classes; linear: values. */
  readonly head: Head;
}

export interface NamedWeight {
  /**
   * `recurrent_1/kernel`, `recurrent_1/recurrent_kernel`, `recurrent_1/bias`; a bidirectional layer has
   * `recurrent_1/forward/…` and `recurrent_1/backward/…`; the head is `head/kernel`, `head/bias`.
   */
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Weights in the order in which Keras lists them: layer by layer, forward before backward, kernel, recurrent, bias. */
export interface NetworkWeights {
  readonly spec: NetworkSpec;
  readonly shape: NetworkShape;
  readonly weights: readonly NamedWeight[];
}

/** What a network for this data and recipe is built for. */
export function shapeFor(
  data: {
    readonly task: Task;
    readonly featureNames: readonly string[];
    readonly outputs: readonly string[];
  },
  quantiles: readonly number[],
): NetworkShape {
  const levels = answersAhead(data.task) ? Math.max(1, quantiles.length) : 1;
  return {
    features: data.featureNames.length,
    outputs: data.outputs.length * levels,
    head: traitsOf(data.task).head,
  };
}
