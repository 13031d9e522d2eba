import type { RecurrentNetworkSpec } from '../../../shared/domain/model';
import { layoutOf } from '../models/network/layout';
import type { NetworkShape } from '../models/network/weights';

/** The most units with which a network has no more than `parameters` parameters; at least one. */
export function unitsForBudget(
  specOf: (units: number) => RecurrentNetworkSpec,
  shape: NetworkShape,
  parameters: number,
): { units: number; parameters: number } {
  const count = (units: number): number => layoutOf(specOf(units), shape).parameters;
  let [within, beyond] = [1, 2];
  while (count(beyond) <= parameters) [within, beyond] = [beyond, beyond * 2];
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2);
    if (count(middle) <= parameters) within = middle;
    else beyond = middle;
  }
  return { units: within, parameters: count(within) };
}
