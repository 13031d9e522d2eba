import type { NextStep, Verdict } from '../../../shared/domain/verdict';
import type { VerdictFacts } from './facts';
import { rules } from './registry';
import type { Held } from './rule';
import { nothingToAdd } from './rules/nothing-to-add';

const MOST_STEPS = 3;

/** Each finding's first step before any one's second, so that all of them are acted on; none twice. */
function stepsOf(held: readonly Held[]): NextStep[] {
  const most = Math.max(...held.map(({ steps }) => steps.length));
  const inRounds = Array.from({ length: most }, (_, round) =>
    held.flatMap(({ name, steps }) =>
      steps.slice(round, round + 1).map((step): NextStep => ({ ...step, because: name })),
    ),
  ).flat();
  const isFirst = ({ command }: NextStep, k: number): boolean =>
    inRounds.findIndex((other) => other.command === command) === k;
  return inRounds.filter(isFirst).slice(0, MOST_STEPS);
}

/** What a run's numbers come to: what the first rule says that holds, and the next steps of all that do. */
export function verdictOf(facts: VerdictFacts): Verdict {
  const found = rules.flatMap((rule) => rule(facts) ?? []);
  const held = found.length === 0 ? [nothingToAdd(facts)] : found;
  const [first, ...others] = held.map(({ steps: _, ...finding }) => finding);
  return { finding: first!, others, steps: stepsOf(held) };
}
