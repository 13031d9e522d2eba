import { answersAhead } from '../../../../shared/domain/task';
import { remark } from '../../../../shared/sentences/say';
import { isCounterName } from '../../scan/column-names';
import type { Asked, QuestionFacts } from './asked';
import { quoted } from './asked';

/** All of more columns are no likely target. */
const MOST_TOGETHER = 8;

/** What is to be forecast, of several columns of which none is called so. */
export function askTarget(facts: QuestionFacts): Asked | null {
  const { fields, plan, evidence, columns } = facts;
  if (evidence.task?.code === 'task.remainder') return askRemainder(facts);
  if (!answersAhead(fields.task) || evidence.targets?.code !== 'targets.first') return null;
  const known = plan.forecast?.known ?? [];
  const candidates = plan.channels.filter(
    (name) =>
      !known.includes(name) &&
      !isCounterName(name) &&
      columns.some((column) => column.name === name && column.type === 'number'),
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

/** A column that says how much is left is a value of each step to learn, or one more quantity to forecast. */
function askRemainder({ fields, columns }: QuestionFacts): Asked | null {
  if (fields.label.kind !== 'column') return null;
  const { column } = fields.label;
  const numbers = columns.filter(
    ({ name, type }) =>
      type === 'number' && name !== column && name !== fields.timeColumn && !isCounterName(name),
  );
  const [other] = numbers;
  const forecasts = [column, ...(other === undefined ? [] : [other.name])];
  return {
    code: 'question.target',
    remark: remark('question.remainder', { column }),
    readings: [
      {
        key: 'steps',
        title: remark('question.readingStepValue', { column }),
        edits: { task: 'regress', label: { kind: 'column', column } },
        flags: `--task regress --label ${quoted(column)}`,
      },
      ...forecasts.map((target) => ({
        key: target,
        title: remark('question.readingTarget', { count: 1, columns: target }),
        edits: { task: 'forecast' as const, targets: [target] },
        flags: `--task forecast --target ${quoted(target)}`,
      })),
    ],
  };
}
