import type { ModelCard } from '../../../../shared/contract/model-card';

/** How many values of their own each task's outputs are scaled by; null: none. */
const ownValues = {
  regress: () => 1,
  generate: (outputs: number) => outputs,
  classify: () => null,
  label: () => null,
  forecast: () => null,
} as const satisfies Record<ModelCard['task'], (outputs: number) => number | null>;

/** Whether a network's card says one thing throughout: as many outputs, features and scales as the network has. */
export function isConsistent({ input, network, outputs, forecast, values, task }: ModelCard): boolean {
  if (network === null) return false;
  const { features, outputs: columns, head } = network.shape;
  const levels = Math.max(1, forecast?.quantiles?.length ?? 0);
  const own = ownValues[task](outputs.length);
  return (
    outputs.length * levels === columns &&
    (values?.mean.length ?? null) === own &&
    (values?.deviation.length ?? null) === own &&
    (task !== 'generate' || outputs.every((name) => input.featureNames.includes(name))) &&
    input.featureNames.length === features &&
    input.scaler.mean.length === features &&
    input.scaler.deviation.length === features &&
    head === (task === 'classify' || task === 'label' ? 'softmax' : 'linear') &&
    (task === 'forecast') === (forecast !== null && input.plan.forecast !== null) &&
    (forecast === null ||
      (forecast.outputs.length === outputs.length &&
        forecast.outputs.every(({ target }) => target < forecast.targets.length) &&
        forecast.targets.every(({ column }) => column < features)))
  );
}
