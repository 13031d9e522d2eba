import { hasClasses } from '../../../../shared/domain/task';
import { remark } from '../../../../shared/sentences/say';
import type { Asked, QuestionFacts } from './asked';
import { titleOf, wordOf } from './asked';

/** Where the classes come from, if it is a guess and another place is as likely. */
export function askLabel({ fields, edits }: QuestionFacts): Asked | null {
  const { task, label, labelRivals } = fields;
  const isAnswered = edits.label !== undefined || (edits.targets?.length ?? 0) > 0;
  if (isAnswered || !hasClasses(task) || labelRivals.length === 0) return null;
  const readings = [label, ...labelRivals].map((source) => ({
    key: wordOf(source),
    title: titleOf(source),
    edits: { label: source },
    flags: `--label ${wordOf(source)}`,
  }));
  return {
    code: 'question.label',
    remark: remark('question.label', { readings: readings.length }),
    readings,
  };
}
