import type { FieldSource } from '../../../../shared/domain/dataset';
import { answersWhole } from '../../../../shared/domain/task';
import { remark } from '../../../../shared/sentences/say';
import { fileValueOf } from '../../examples/items';
import type { Asked, QuestionFacts } from './asked';
import { titleOf, wordOf } from './asked';

/** Who or what must not lie in two parts, where several places name somebody and none of them holds the others. */
export function askGroup(facts: QuestionFacts): Asked | null {
  const { fields, plan, edits } = facts;
  const { group, groupRivals } = fields;
  // Parts that are given, or cut in time, ask for no groups.
  if (edits.group !== undefined || group.kind === 'none' || groupRivals.length === 0) return null;
  if (!answersWhole(fields.task) || plan.split.kind !== 'group') return null;
  const own = valuesOf(facts, group);
  const crossed = groupRivals.filter((rival) => {
    const other = valuesOf(facts, rival);
    return own !== null && other !== null && !holds(own, other) && !holds(other, own);
  });
  if (crossed.length === 0) return null;
  const readings = [group, ...crossed].map((source) => ({
    key: wordOf(source),
    title: titleOf(source),
    edits: { group: source },
    flags: `--group ${wordOf(source)}`,
  }));
  return {
    code: 'question.group',
    remark: remark('question.group', { readings: readings.length }),
    readings,
  };
}

/** [files]; null for what is not known of whole files. */
function valuesOf({ material }: QuestionFacts, source: FieldSource): (string | null)[] | null {
  if (source.kind === 'column' || source.kind === 'format') return null;
  return material.files.map((_, index) => fileValueOf(source, material, index));
}

/** Whether everything that is one in `fine` is one in `coarse` too: a speaker holds the sessions of that speaker. */
function holds(coarse: readonly (string | null)[], fine: readonly (string | null)[]): boolean {
  const above = new Map<string | null, string | null>();
  return fine.every((value, index) => {
    const known = above.get(value);
    if (known === undefined) above.set(value, coarse[index]!);
    return known === undefined || known === coarse[index];
  });
}
