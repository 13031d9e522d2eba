import type { ClassificationScores } from '../../../../shared/domain/tasks/classify';
import { remark } from '../../../../shared/sentences/say';
import { wilsonInterval } from '../../../../shared/statistics/proportions';
import { balanceClasses, lookAtData, lookAtErrors } from '../steps';
import { isClassification } from '../facts';
import type { VerdictFacts } from '../facts';
import type { Rule } from '../rule';

/** A class with fewer examples says nothing. */
const FEWEST_EXAMPLES = 5;

interface Row {
  readonly index: number;
  readonly label: string;
  readonly support: number;
  readonly right: number;
}

/** Examples that would be right, were this class answered as well as the others; none where chance explains it. */
function lost({ support, right }: Row, all: { support: number; right: number }): number {
  const others = { support: all.support - support, right: all.right - right };
  if (support < FEWEST_EXAMPLES || others.support === 0) return 0;
  const [, high] = wilsonInterval(right, support);
  const [low] = wilsonInterval(others.right, others.support);
  return high < low ? (others.right / others.support) * support - right : 0;
}

function worstOf({ perClass, confusion }: ClassificationScores) {
  const rows = perClass.map(({ label, support }, index): Row => ({
    index,
    label,
    support,
    right: confusion[index]![index]!,
  }));
  if (rows.length < 3) return null;
  const all = rows.reduce(
    (sum, row) => ({ support: sum.support + row.support, right: sum.right + row.right }),
    {
      support: 0,
      right: 0,
    },
  );
  const worst = rows.reduce((most, row) => (lost(row, all) > lost(most, all) ? row : most));
  return lost(worst, all) === 0 ? null : { worst, all };
}

/** Whether a class has fewer examples to learn from than the others have in the mean. */
function isRare(label: string, classes: VerdictFacts['classes']): boolean {
  const own = classes.find((one) => one.label === label)?.train ?? Infinity;
  return own < classes.reduce((sum, { train }) => sum + train, 0) / classes.length;
}

/** One of several classes is answered worse than the others, by more than chance. */
export const classDragging: Rule = ({ run, scores, classes }) => {
  if (!isClassification(scores)) return null;
  const found = worstOf(scores);
  if (found === null) return null;
  const { worst, all } = found;
  const others = { support: all.support - worst.support, right: all.right - worst.right };
  const taken = scores.confusion[worst.index]!.map((count, k) => (k === worst.index ? -1 : count));
  const most = taken.indexOf(Math.max(...taken));
  const share = (right: number, of: number): string => ((100 * right) / of).toFixed(0);
  return {
    name: 'classDragging',
    remark: remark('verdict.classDragging', {
      label: worst.label,
      right: worst.right,
      support: worst.support,
      others: share(others.right, others.support),
      taken: taken[most]!,
      confused: scores.perClass[most]!.label,
    }),
    evidence: {
      recall: worst.right / worst.support,
      othersRecall: others.right / others.support,
      support: worst.support,
      lost: lost(worst, all),
    },
    steps: [...(isRare(worst.label, classes) ? balanceClasses(run) : []), lookAtErrors(run), lookAtData(run)],
  };
};
