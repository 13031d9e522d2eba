import type { RefusedFile, Remark } from '../../../shared/domain/dataset';
import type { LeftOut } from '../../../shared/domain/proposal';
import { refusalRemark } from '../../../shared/sentences/refused';
import { remark } from '../../../shared/sentences/say';
import type { ColumnFacts } from '../readers/content';
import type { LeftOutReason } from '../readers/table/table';
import type { Material } from '../scan/material';
import type { ColumnLeftOut } from './columns-left-out';

interface LeftOutFacts {
  readonly material: Material;
  readonly columns: readonly ColumnFacts[];
  readonly left: readonly ColumnLeftOut[];
  readonly refused: readonly RefusedFile[];
  /** What the plan said while it cut files into recordings. */
  readonly remarks: readonly Remark[];
}

/** Everything that does not go in: columns, files, rows, values and sequences, counted, with one of each as it is written. */
export function leftOutOf({ material, columns, left, refused, remarks }: LeftOutFacts): LeftOut[] {
  const names = new Set(left.map(({ column }) => column.name));
  return [
    ...left.map(leftColumn),
    ...leftFiles(refused),
    ...leftNotes(material),
    ...leftRows(material),
    ...remarks.flatMap((said) => leftByPlan(material, said)),
    ...columns.filter(({ name }) => !names.has(name)).flatMap((column) => leftValues(material, column)),
  ];
}

export function whyLeftOut(column: ColumnFacts, reason: ColumnLeftOut['reason']): Remark {
  return remark('columns.leftOut', {
    count: 1,
    columns: column.name,
    reason,
    example: column.words?.[0]?.slice(0, 40) ?? '',
  });
}

function leftColumn({ column, reason }: ColumnLeftOut): LeftOut {
  return {
    what: 'column',
    name: column.name,
    count: 1,
    example: column.words?.[0]?.slice(0, 80) ?? null,
    reason: whyLeftOut(column, reason),
  };
}

function leftFiles(refused: readonly RefusedFile[]): LeftOut[] {
  const byCode = new Map<string, RefusedFile[]>();
  for (const one of refused) byCode.set(one.code, [...(byCode.get(one.code) ?? []), one]);
  return [...byCode.values()].map((own) => ({
    what: 'file',
    name: own[0]!.file,
    count: own.length,
    example: null,
    reason: refusalRemark(own[0]!),
  }));
}

const MOST_NOTES = 5;

/** Files that are no data by their names: one line for all of them, since nobody expects them to go in. */
function leftNotes({ notes = [] }: Material): LeftOut[] {
  const [first] = notes;
  if (first === undefined) return [];
  const files = notes.slice(0, MOST_NOTES).join(', ');
  return [
    {
      what: 'file',
      name: first,
      count: notes.length,
      example: null,
      reason: remark('files.notes', {
        count: notes.length,
        files: notes.length > MOST_NOTES ? `${files} …` : files,
      }),
    },
  ];
}

/** Lines of text files that are not among their rows, by reason; the first file that has such stands for all. */
function leftRows({ files }: Material): LeftOut[] {
  const byReason = new Map<LeftOutReason, { name: string; count: number; example: string }>();
  for (const { content, shown } of files)
    for (const { reason, count, example } of content.kind === 'table'
      ? (content.notes?.rowsLeftOut ?? [])
      : []) {
      const own = byReason.get(reason);
      if (own === undefined) byReason.set(reason, { name: shown, count, example });
      else own.count += count;
    }
  return [...byReason].map(([reason, { name, count, example }]) => ({
    what: 'row',
    name,
    count,
    example,
    reason: remark('rows.leftOut', { count, reason, example, file: name }),
  }));
}

const leftByCode: Readonly<Record<string, { what: LeftOut['what']; count: string }>> = {
  'label.missingRows': { what: 'row', count: 'rows' },
  'examples.empty': { what: 'example', count: 'examples' },
};

function leftByPlan({ files, source }: Material, said: Remark): LeftOut[] {
  const kind = leftByCode[said.code];
  if (kind === undefined) return [];
  const name = files.length === 1 ? files[0]!.shown : source;
  return [{ what: kind.what, name, count: Number(said.params?.[kind.count]), example: null, reason: said }];
}

/** Words among numbers. */
function leftValues({ files }: Material, { name, oddWord, oddCount }: ColumnFacts): LeftOut[] {
  if (oddWord === null) return [];
  // Readers of tables that are no text do not count them.
  const count =
    oddCount ??
    files.filter(
      ({ content }) =>
        content.kind === 'table' && content.columns.some((own) => own.name === name && own.oddWord !== null),
    ).length;
  const value = oddWord.slice(0, 40);
  return [
    {
      what: 'value',
      name,
      count,
      example: value,
      reason: remark('values.notNumbers', { column: name, value }),
    },
  ];
}
