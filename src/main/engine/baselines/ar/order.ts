import type { SpecOf } from '../../../../shared/domain/model';
import { isKnown } from '../sequences';
import type { Sequence } from '../sequences';
import { coefficients, lagged, logDeterminants } from './least-squares';
import { predictSteps } from './predictor';

/** Inputs of one equation that are tried at most: more take minutes and say little. */
const MOST_INPUTS = 240;

/**
 * The greatest order that is tried: Schwert's rule 12 (N / 100)^¼ (1989), or one season and two more steps; at most
 * half of a typical sequence, and never more inputs than a third of the rows.
 */
export function mostOrder(
  groups: readonly (readonly Sequence[])[],
  width: number,
  seasonSteps: number,
): number {
  const steps = groups
    .flat()
    .map((sequence) => sequence.steps)
    .sort((a, b) => a - b);
  const median = steps[Math.floor(steps.length / 2)] ?? 1;
  const rows = Math.min(
    ...groups.map((sequences) => sequences.reduce((sum, sequence) => sum + sequence.steps, 0)),
  );
  const schwert = Math.floor(12 * (rows / 100) ** 0.25);
  const wanted = seasonSteps > 1 ? Math.max(schwert, seasonSteps + 2) : schwert;
  return Math.max(
    1,
    Math.min(wanted, Math.floor(median / 2), Math.floor(rows / 3 / width), Math.floor(MOST_INPUTS / width)),
  );
}

export interface ChosenOrder {
  readonly order: number;
  /** The criterion of each order 1 … ; the least is chosen. */
  readonly curve: readonly number[];
}

/** Orders by an information criterion, all on the same rows and from one decomposition (Lütkepohl 2005, 4.3). */
export async function orderByCriterion(
  groups: readonly (readonly Sequence[])[],
  width: number,
  most: number,
  criterion: 'aic' | 'bic',
  report: (share: number) => Promise<void>,
): Promise<ChosenOrder> {
  const curve = new Array<number>(most).fill(0);
  for (const [k, sequences] of groups.entries()) {
    const system = await lagged(sequences, width, most, most, () => report(k / groups.length));
    const determinants = logDeterminants(system, width, most);
    const { rows } = system;
    for (let order = 1; order <= most; order++) {
      const parameters = width * (1 + order * width);
      const penalty = criterion === 'aic' ? 2 : Math.log(Math.max(2, rows));
      curve[order - 1]! += rows * determinants[order]! + penalty * parameters;
    }
    await report((k + 1) / groups.length);
  }
  return { order: 1 + curve.indexOf(Math.min(...curve)), curve };
}

/** Orders by the mean squared one-step error on the validation part. */
export async function orderByValidation(
  groups: readonly (readonly Sequence[])[],
  judged: readonly (readonly Sequence[])[],
  width: number,
  most: number,
  { ridge }: SpecOf<'ar'>,
  report: (share: number) => Promise<void>,
): Promise<ChosenOrder> {
  const curve: number[] = [];
  for (let order = 1; order <= most; order++) {
    let squares = 0;
    let count = 0;
    for (const [k, sequences] of groups.entries()) {
      const system = await lagged(sequences, width, order, order, () => report((order - 1) / most));
      const model = { order, width, weights: coefficients(system, ridge), hidden: null, line: null };
      for (const sequence of judged[k] ?? []) {
        const predicted = predictSteps(model, sequence);
        // The same steps for every order.
        for (let at = most * width; at < predicted.length; at++) {
          if (!isKnown(sequence, Math.floor(at / width))) continue;
          squares += (predicted[at]! - sequence.values[at]!) ** 2;
          count++;
        }
      }
    }
    curve.push(count === 0 ? order : squares / count);
    await report(order / most);
  }
  return { order: 1 + curve.indexOf(Math.min(...curve)), curve };
}
