import { answersAhead } from '../../../../shared/domain/task';
import { remark } from '../../../../shared/sentences/say';
import type { Asked, QuestionFacts } from './asked';
import { quoted } from './asked';

/** All of more columns are no likely target. */
const MOST_TOGETHER = 8;

/** What is to be forecast, of several columns of which none is called so. */
export function askTarget({ fields, plan, evidence, columns }: QuestionFacts): Asked | null {
  if (!answersAhead(fields.task) || evidence.targets?.code !== 'targets.first') return null;
  const known = plan.forecast?.known ?? [];
  const candidates = plan.channels.filter(
    (name) =>
      !known.includes(name) && columns.some((column) => column.name === name && column.type === 'number'),
  );
  if (candidates.length < 2) return null;
  const first = plan.targets[0]!;
  const last = candidates[candidates.length - 1]!;
  const sets = [[first], [last === first ? candidates[0]! : last]];
  if (candidates.length <= MOST_TOGETHER) sets.push(candidates);
  return {
    code: 'question.target',
    remark: remark('question.target', { columns: candidates.length }),
    readings: sets.map((targets) => ({
      key: targets.join(','),
      title: remark('question.readingTarget', { count: targets.length, columns: targets.join(', ') }),
      edits: { targets },
      flags: `--target ${quoted(targets.join(','))}`,
    })),
  };
}
