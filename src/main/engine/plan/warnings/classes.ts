import { classifies, tags } from '../../../../shared/domain/task';
import type { ImportPlan, Remark, SplitName } from '../../../../shared/domain/dataset';
import { splitNames } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { Draft } from '../../examples/draft';
import { labelsIn } from '../../examples/several-labels';
import { extent } from '../../examples/lengths';
import type { WarningFacts } from './rule';

/** How many classes there are, and how many examples of each. */
export function classes({ plan, drafts }: WarningFacts): Remark[] {
  if (classifies(plan.task)) return classWarnings(plan, drafts);
  if (!tags(plan.task)) return [];
  const labels = drafts.flatMap(({ label, split }) => labelsIn(label).map((own) => ({ label: own, split })));
  // One label that is there or not is something to learn.
  return classWarnings(plan, labels).filter(({ code }) => code !== 'classes.one');
}

/** The largest class may be so many times as large as the smallest before it is worth a word. */
const IMBALANCE = 4;
const FEW_EXAMPLES = 5;

/** What a person should know of the classes themselves. */
export function classWarnings(plan: ImportPlan, drafts: readonly Pick<Draft, 'label' | 'split'>[]): Remark[] {
  if (plan.label.kind === 'none') return [remark('classes.none')];
  const counts = new Map<string, Record<SplitName, number>>();
  for (const { label, split } of drafts) {
    const own = counts.get(label ?? '') ?? { train: 0, validation: 0, test: 0 };
    own[split]++;
    counts.set(label ?? '', own);
  }
  if (counts.size < 2) return [remark('classes.one')];
  const warnings: Remark[] = [];
  const few = [...counts]
    .filter(([, { train }]) => train > 0 && train < FEW_EXAMPLES)
    .map(([label]) => label);
  if (few.length > 0)
    warnings.push(
      remark('classes.few', {
        count: few.length,
        classes: `${few.slice(0, 5).join(', ')}${few.length > 5 ? ' …' : ''}`,
        least: FEW_EXAMPLES,
      }),
    );
  const unseen = [...counts].filter(([, { train }]) => train === 0).map(([label]) => label);
  if (unseen.length > 0)
    warnings.push(remark('classes.unseen', { count: unseen.length, classes: unseen.slice(0, 5).join(', ') }));
  const sizes = [...counts.values()].map(({ train, validation, test }) => train + validation + test);
  const [smallest, largest] = extent(sizes);
  const ratio = largest / smallest;
  if (ratio >= IMBALANCE) warnings.push(remark('classes.imbalance', { ratio: Math.round(ratio) }));
  const empty = splitNames.filter((part) => !drafts.some(({ split }) => split === part));
  for (const part of empty) warnings.push(remark('split.empty', { part }));
  return warnings;
}
