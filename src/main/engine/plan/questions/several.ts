import { classifies } from '../../../../shared/domain/task';
import { remark } from '../../../../shared/sentences/say';
import type { Asked, QuestionFacts } from './asked';

/** Whether cells hold one label or several, where their words leave it open. */
export function askSeveral({ fields: { task, several }, edits }: QuestionFacts): Asked | null {
  const isAnswered = edits.task !== undefined || edits.labelSeparator !== undefined;
  if (isAnswered || !classifies(task) || several === null || several.isSure) return null;
  const { separator, example, count } = several;
  if (separator === null) return null;
  const title = (reading: 'one' | 'several') => remark('question.readingSeveral', { reading, separator });
  return {
    code: 'question.several',
    remark: remark('question.several', { count, example: example.slice(0, 60) }),
    readings: [
      { key: 'one', title: title('one'), edits: { task: 'classify' }, flags: '--task classify' },
      {
        key: 'several',
        title: title('several'),
        edits: { task: 'tag', labelSeparator: separator },
        flags: `--label-separator "${separator}"`,
      },
    ],
  };
}
