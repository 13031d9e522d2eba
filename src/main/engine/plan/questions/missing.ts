import { remark } from '../../../../shared/sentences/say';
import { isTellingSentinel } from '../../readers/table/values/sentinels';
import type { Asked, QuestionFacts } from './asked';
import { quoted } from './asked';

/** Whether a number that may be a value, such as 99.9, stands for nothing. */
export function askMissing({ plan, edits, columns }: QuestionFacts): Asked | null {
  const { missing = [] } = plan;
  const used = [...plan.channels, ...plan.targets];
  const open = missing.filter(
    ({ column, value }) => column !== null && used.includes(column) && !isTellingSentinel(value),
  );
  const [first] = open;
  if (edits.missing !== undefined || first === undefined) return null;
  const count = columns.find(({ name }) => name === first.column)?.unmeasured?.count ?? 0;
  const kept = missing.filter((one) => !open.includes(one));
  const flagsOf = (own: typeof missing): string =>
    `--missing ${own.length === 0 ? 'none' : own.map(({ column, value }) => quoted(`${column ?? ''}=${value}`)).join(',')}`;
  return {
    code: 'question.missing',
    remark: remark('question.missing', { column: first.column!, value: first.value, count }),
    readings: [
      {
        key: 'missing',
        title: remark('question.readingMissing', { value: first.value }),
        edits: { missing },
        flags: flagsOf(missing),
      },
      {
        key: 'measured',
        title: remark('question.readingMeasured', { value: first.value }),
        edits: { missing: kept },
        flags: flagsOf(kept),
      },
    ],
  };
}
