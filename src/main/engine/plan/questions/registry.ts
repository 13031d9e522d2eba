import type { Question } from '../../../../shared/domain/proposal';
import type { Rule, QuestionFacts } from './asked';
import { askGroup } from './group';
import { askLabel } from './label';
import { askMissing } from './missing';
import { askRecordings } from './recordings';
import { askSeveral } from './several';
import { askRows } from './rows';
import { askSpellings } from './spellings';
import { askTarget } from './target';
import { askDateOrder, askTimeColumn } from './time';

/** Every question, a line each, in the order in which answers settle what comes after. */
const rules: readonly Rule[] = [
  askRecordings,
  askRows,
  askTimeColumn,
  askDateOrder,
  askLabel,
  askSeveral,
  askSpellings,
  askMissing,
  askTarget,
  askGroup,
];

const MOST_READINGS = 3;

/** What the lab would rather ask than guess; what would come of each reading nobody has tried yet. */
export async function findQuestions(facts: QuestionFacts): Promise<Question[]> {
  const questions: Question[] = [];
  for (const rule of rules) {
    const asked = await rule(facts);
    if (asked === null) continue;
    const readings = asked.readings
      .slice(0, MOST_READINGS)
      .map((reading) => ({ ...reading, examples: 0, classes: [], preview: null }));
    if (readings.length >= 2) questions.push({ ...asked, readings });
  }
  return questions;
}
