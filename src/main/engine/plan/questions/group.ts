import type { FieldSource } from '../../../../shared/domain/dataset';
import { answersWhole } from '../../../../shared/domain/task';
import { remark } from '../../../../shared/sentences/say';
import { fileValueOf } from '../../examples/items';
import { planTable } from '../../examples/plan-table';
import { columnOf, wordAt } from '../../readers/table/table';
import type { Asked, QuestionFacts } from './asked';
import { titleOf, wordOf } from './asked';

/** Rows of one table that tell how two of its columns go together. */
const MOST_ROWS = 200_000;

/** Who or what must not lie in two parts, where several places name somebody and none of them holds the others. */
export async function askGroup(facts: QuestionFacts): Promise<Asked | null> {
  const { fields, plan, edits } = facts;
  const { group, groupRivals } = fields;
  // Parts that are given, or cut in time, ask for no groups.
  if (edits.group !== undefined || group.kind === 'none' || groupRivals.length === 0) return null;
  if (!answersWhole(fields.task) || plan.split.kind !== 'group') return null;
  const crossed: FieldSource[] = [];
  for (const rival of groupRivals) {
    const pairs = await pairsOf(facts, group, rival);
    if (pairs !== null && !holds(pairs) && !holds(pairs.map(([own, other]) => [other, own])))
      crossed.push(rival);
  }
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

type Pair = readonly [string | null, string | null];

/** Which names of two sources come together, in a file or in a row of one; null for what a format keeps to itself. */
async function pairsOf(
  { material, plan, sources }: QuestionFacts,
  a: FieldSource,
  b: FieldSource,
): Promise<readonly Pair[] | null> {
  if (a.kind === 'format' || b.kind === 'format') return null;
  const names = [a, b].flatMap((source) => (source.kind === 'column' ? [source.column] : []));
  const found = new Map<string | null, Set<string | null>>();
  const add = (own: string | null, other: string | null): void => {
    const known = found.get(own);
    if (known === undefined) found.set(own, new Set([other]));
    else known.add(other);
  };
  for (const [index, file] of material.files.entries()) {
    const ofFile = (source: FieldSource): string | null => fileValueOf(source, material, index);
    if (names.length === 0) {
      add(ofFile(a), ofFile(b));
      continue;
    }
    const table = await planTable(sources, file, plan, names);
    const ofRow = (source: FieldSource): ((row: number) => string | null) => {
      const column = source.kind === 'column' ? columnOf(table, source.column) : undefined;
      const whole = source.kind === 'column' ? null : ofFile(source);
      return column === undefined ? () => whole : (row) => wordAt(column, row);
    };
    const [own, other] = [ofRow(a), ofRow(b)];
    const step = Math.max(1, Math.ceil(table.rows / MOST_ROWS));
    for (let row = 0; row < table.rows; row += step) add(own(row), other(row));
  }
  return [...found].flatMap(([own, others]) => [...others].map((other): Pair => [own, other]));
}

/** Whether the second of each pair belongs to one first alone: a speaker holds the sessions of that speaker. */
function holds(pairs: readonly Pair[]): boolean {
  const above = new Map<string | null, string | null>();
  return pairs.every(([coarse, fine]) => {
    const known = above.get(fine);
    if (known === undefined) above.set(fine, coarse);
    return known === undefined || known === coarse;
  });
}
