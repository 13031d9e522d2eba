import type { Finding, NextStep } from '../../../shared/domain/verdict';
import type { VerdictFacts } from './facts';

/** A step that nobody has told yet why it is taken. */
export type Step = Omit<NextStep, 'because'>;

/** What holds of a run, and what to do about it, the most useful first. */
export interface Held extends Finding {
  readonly steps: readonly Step[];
}

/** Looks at numbers alone; null where what it looks for does not hold. */
export type Rule = (facts: VerdictFacts) => Held | null;
