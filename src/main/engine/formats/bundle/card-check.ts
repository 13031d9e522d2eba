import type { TaskTraits } from '../../../../shared/domain/tasks/task-facts';
import { answersAhead, continues, tags, traitsOf } from '../../../../shared/domain/task';
import type { ModelCard } from '../../../../shared/contract/model-card';

/** How many values of their own a task's outputs are scaled by; null: none. */
const ownValues = {
  values: () => 1,
  changes: (outputs: number) => outputs,
  none: () => null,
  window: () => null,
} as const satisfies Record<TaskTraits['outputScale'], (outputs: number) => number | null>;

/** Whether a network's card says one thing throughout: as many outputs, features and scales as the network has. */
export function isConsistent({
  input,
  network,
  outputs,
  forecast,
  values,
  thresholds,
  task,
}: ModelCard): boolean {
  if (network === null) return false;
  const traits = traitsOf(task);
  const { features, outputs: columns, head } = network.shape;
  const levels = Math.max(1, forecast?.quantiles?.length ?? 0);
  const own = ownValues[traits.outputScale](outputs.length);
  return (
    outputs.length * levels === columns &&
    (values?.mean.length ?? null) === own &&
    (values?.deviation.length ?? null) === own &&
    (!continues(task) || outputs.every((name) => input.featureNames.includes(name))) &&
    input.featureNames.length === features &&
    input.scaler.mean.length === features &&
    input.scaler.deviation.length === features &&
    head === traits.head &&
    (thresholds === undefined || (tags(task) && thresholds.length === outputs.length)) &&
    answersAhead(task) === (forecast !== null && input.plan.forecast !== null) &&
    (forecast === null ||
      (forecast.outputs.length === outputs.length &&
        forecast.outputs.every(({ target }) => target < forecast.targets.length) &&
        forecast.targets.every(({ column }) => column < features)))
  );
}
