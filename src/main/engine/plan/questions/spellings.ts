import { classifies, tags } from '../../../../shared/domain/task';
import { remark } from '../../../../shared/sentences/say';
import type { Asked, QuestionFacts } from './asked';

const SHOWN = 3;

/** Whether classes that differ in case and blanks alone are one. */
export function askSpellings({ plan, edits, fields, alike }: QuestionFacts): Asked | null {
  if (edits.spellings !== undefined || !(classifies(fields.task) || tags(fields.task)) || alike.length === 0)
    return null;
  const names = alike.slice(0, SHOWN).map((own) => own.map((name) => `"${name}"`).join(' / '));
  const more = alike.length > SHOWN ? ' …' : '';
  const other = plan.spellings === 'one' ? 'apart' : 'one';
  return {
    code: 'question.spellings',
    remark: remark('question.spellings', { names: `${names.join(', ')}${more}` }),
    readings: ([plan.spellings ?? 'apart', other] as const).map((spellings) => ({
      key: spellings,
      title: remark('question.readingSpellings', { spellings }),
      edits: { spellings },
      flags: `--spellings ${spellings}`,
    })),
  };
}
