import { remark } from '../../../../shared/sentences/say';
import { formatOf } from '../../examples/plan-table';
import { canReorder } from '../../readers/table/date-order';
import type { Asked, QuestionFacts } from './asked';
import { quoted } from './asked';

/** Which column is the time, where several move from row to row and are called alike. */
export function askTimeColumn({ fields, edits }: QuestionFacts): Asked | null {
  const { timeColumn, timeRivals } = fields;
  if (edits.timeColumn !== undefined || timeColumn === null || timeRivals.length === 0) return null;
  const readings = [timeColumn, ...timeRivals].map((column) => ({
    key: column,
    title: remark('question.readingColumn', { column }),
    edits: { timeColumn: column },
    flags: `--time ${quoted(column)}`,
  }));
  return { code: 'question.time', remark: remark('question.time', { columns: readings.length }), readings };
}

/** Whether the day or the month comes first, where the whole column leaves it open. */
export function askDateOrder({ columns, fields, edits }: QuestionFacts): Asked | null {
  const time = columns.find(({ name }) => name === fields.timeColumn);
  const { order, otherOrder } = time?.written ?? {};
  if (edits.timeFormat !== undefined || order === undefined || otherOrder === undefined) return null;
  if (!canReorder(time!, otherOrder)) return null;
  return {
    code: 'question.dateOrder',
    remark: remark('question.dateOrder', { column: time!.name }),
    readings: [order, otherOrder].map((own) => ({
      key: formatOf(own),
      title: remark('question.readingOrder', { order: own }),
      edits: { timeFormat: formatOf(own) },
      flags: `--time-format ${formatOf(own)}`,
    })),
  };
}
