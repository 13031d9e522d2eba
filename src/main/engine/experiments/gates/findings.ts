import type { Remark } from '../../../../shared/domain/dataset';
import type { GatesResult, UnitTrace } from '../../../../shared/domain/experiment-results';
import { finding } from '../experiment';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Steps after which a cell that gets nothing new has fallen to 1/e, by the mean of its forget gate. */
function memoryOf({ f }: UnitTrace): string {
  const share = mean(f);
  const steps = -1 / Math.log(share);
  return share >= 1 || steps > 9999 ? '> 9999' : steps.toFixed(steps < 10 ? 1 : 0);
}

/** Steps at which at least half of the candidate is let in. */
const writes = ({ i }: UnitTrace): number => i.filter((value) => value >= 0.5).length;

export function gatesFindings({ signal, hand, trained }: GatesResult): Remark[] {
  const params = { writes: writes(hand), steps: signal.length, memory: memoryOf(hand) };
  const remarks = [finding('gates.hand', params)];
  if (trained === null) return remarks;
  const facts = {
    unit: trained.unit + 1,
    writes: writes(trained.trace),
    steps: signal.length,
    memory: memoryOf(trained.trace),
    error: trained.error.toPrecision(2),
    floor: trained.floor.toPrecision(2),
  };
  remarks.push(
    trained.error < trained.floor / 4 ? finding('gates.learnt', facts) : finding('gates.notLearnt', facts),
  );
  return remarks;
}
