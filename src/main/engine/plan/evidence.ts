import type { ImportPlan, Remark } from '../../../shared/domain/dataset';
import { BY_HAND } from '../../../shared/domain/plan-file';

/** Why each field of a plan is what it is. */
export type Evidence = Partial<Record<keyof ImportPlan, Remark>>;

export const byHand: Remark = { code: BY_HAND, message: 'Chosen by hand.' };
