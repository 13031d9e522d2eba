import { jsonOf } from '../../../shared/domain/measured';
import type { PlanFile } from '../../../shared/domain/plan-file';
import { downloadBytes } from '../../ui/download';

/** Saves a plan as `plan.json`. In a browser its places are an upload, which nobody else has: they stay out. */
export function savePlanFile(plan: PlanFile): void {
  const { background: _, ...rest } = plan;
  const kept = window.unroll === undefined ? { ...rest, places: [] } : plan;
  downloadBytes('plan.json', new TextEncoder().encode(`${jsonOf(kept, 2)}\n`));
}
