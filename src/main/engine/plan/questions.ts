import type { FieldSource, PlanEdits } from '../../../shared/domain/dataset';
import type { Question, Reading } from '../../../shared/domain/proposal';
import { hasClasses } from '../../../shared/domain/task';
import { remark } from '../../../shared/sentences/say';
import { fileValueOf } from '../examples/items';
import { byLabel } from '../examples/class-order';
import type { ColumnFacts } from '../readers/content';
import type { Material } from '../scan/material';
import type { FieldChoices } from './choices';

const MOST_READINGS = 3;
const MOST_NAMES = 12;

interface QuestionFacts {
  readonly material: Material;
  readonly columns: readonly ColumnFacts[];
  readonly fields: FieldChoices;
  readonly edits: PlanEdits;
}

/** Where the classes come from, if it is a guess and another place is as likely; null where there is nothing to ask. */
export function labelQuestion({ material, columns, fields, edits }: QuestionFacts): Question | null {
  const { task, label, labelRivals } = fields;
  const isAnswered = edits.label !== undefined || (edits.targets?.length ?? 0) > 0;
  if (isAnswered || !hasClasses(task) || labelRivals.length === 0) return null;
  const readings = [label, ...labelRivals]
    .map((source) => readingOf(source, material, columns))
    .filter(({ classes, key }) => classes.length >= 2 || key === 'none')
    .slice(0, MOST_READINGS);
  if (readings.length < 2) return null;
  return {
    code: 'question.label',
    remark: remark('question.label', {
      readings: readings.length,
      flags: readings.map(({ flags }) => flags).join(' / '),
    }),
    readings,
  };
}

function readingOf(source: FieldSource, material: Material, columns: readonly ColumnFacts[]): Reading {
  const { classes, examples } = classesOf(source, material, columns);
  const flags = flagsOf(source);
  return {
    key: flags.replace(/^--label /, ''),
    title: remark('question.reading', {
      source: source.kind,
      place: placeOf(source),
      classes: classes.slice(0, 3).join(', '),
    }),
    edits: { label: source },
    flags,
    examples,
    classes: classes.slice(0, MOST_NAMES),
    preview: examples > 0 ? 0 : null,
  };
}

function classesOf(
  source: FieldSource,
  material: Material,
  columns: readonly ColumnFacts[],
): { classes: string[]; examples: number } {
  if (source.kind === 'column') {
    const words = columns.find(({ name }) => name === source.column)?.words ?? [];
    return { classes: [...words].sort(byLabel), examples: material.files.length };
  }
  const values = material.files.map((_, index) => fileValueOf(source, material, index));
  const known = values.filter((value): value is string => value !== null);
  return { classes: [...new Set(known)].sort(byLabel), examples: known.length };
}

function placeOf(source: FieldSource): string | number {
  if (source.kind === 'folder') return source.level ?? -1;
  if (source.kind === 'file-name') return source.field ?? 1;
  return 'column' in source ? source.column : '';
}

/** What says the same on the command line. */
function flagsOf(source: FieldSource): string {
  if (source.kind === 'folder')
    return source.level === undefined ? '--label folder' : `--label folder:${source.level}`;
  if (source.kind === 'file-name')
    return source.field === undefined
      ? '--label file-name'
      : `--label name:${source.field} --name-separator "${source.separator ?? '_'}"`;
  return 'column' in source ? `--label "${source.column}"` : `--label ${source.kind}`;
}
