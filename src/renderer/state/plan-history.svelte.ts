import type { PlanEdits } from '../../shared/domain/dataset';
import type { PlanFile } from '../../shared/domain/plan-file';
import { changedPlan } from '../../shared/domain/plan-file';

type Kept = Pick<PlanFile, 'plan' | 'chosen'>;
export type PlanChange = { readonly [K in keyof PlanEdits]?: PlanEdits[K] | undefined };

const nothingKept: Kept = { plan: {}, chosen: [] };

/** Corrections to a plan, one step after the other, on top of a plan that was opened. */
export class PlanHistory {
  #kept = $state.raw<Kept>(nothingKept);
  #steps = $state.raw<readonly PlanEdits[]>([{}]);
  #at = $state(0);

  /** What the person has set. */
  get edits(): PlanEdits {
    return this.#steps[this.#at]!;
  }

  /** What the engine is told: what an opened plan says, as far as the corrections leave it standing. */
  get whole(): PlanEdits {
    return this.wholeWith({});
  }

  wholeWith(more: PlanEdits): PlanEdits {
    return changedPlan(this.#kept, { ...this.edits, ...more });
  }

  get canUndo(): boolean {
    return this.#at > 0;
  }

  get canRedo(): boolean {
    return this.#at < this.#steps.length - 1;
  }

  /** `undefined` gives a field back. */
  change(change: PlanChange): void {
    const merged = Object.entries({ ...this.edits, ...change }).filter(([, value]) => value !== undefined);
    this.#steps = [...this.#steps.slice(0, this.#at + 1), Object.fromEntries(merged) as PlanEdits];
    this.#at += 1;
  }

  undo(): void {
    if (this.canUndo) this.#at -= 1;
  }

  redo(): void {
    if (this.canRedo) this.#at += 1;
  }

  /** Begins anew, with a plan that was opened or with none. */
  restart({ plan, chosen }: Kept = nothingKept): void {
    const fields = Object.entries(plan);
    const pick = (own: boolean): PlanEdits =>
      Object.fromEntries(fields.filter(([field]) => chosen.includes(field) === own)) as PlanEdits;
    this.#kept = { plan: pick(false), chosen: [] };
    this.#steps = [pick(true)];
    this.#at = 0;
  }
}
