import type { PlanFile } from '../../shared/domain/plan-file';
import { looksLikePlan, parsePlan } from '../../shared/sentences/plan-text';

export interface FoundPlan {
  readonly file: File;
  readonly plan: PlanFile;
}

/** Plans are short; data in JSON may be long. */
const MOST_BYTES = 4 * 2 ** 20;

/** The plan among files that were dropped or picked; null where there is none. @throws UnrollError FILE_CORRUPT for a damaged one */
export async function planAmong(files: readonly File[]): Promise<FoundPlan | null> {
  for (const file of files) {
    if (!/\.json$/i.test(file.name) || file.size > MOST_BYTES) continue;
    const text = await file.text();
    if (looksLikePlan(text)) return { file, plan: parsePlan(text, file.name) };
  }
  return null;
}

/** A place of a plan: relative ones lie beside the plan. */
export function beside(plan: string, place: string): string {
  return /^([a-z]:)?[\\/]/i.test(place) ? place : plan.replace(/[^\\/]*$/, '') + place;
}
