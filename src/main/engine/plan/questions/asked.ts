import type { FieldSource, PlanEdits, Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { Alike } from '../../examples/spellings';
import type { Sources } from '../../readers/sources';
import type { PlanFacts } from '../plan-facts';

export interface QuestionFacts extends PlanFacts {
  readonly sources: Sources;
  /** Classes that differ in case and blanks alone, as they are written. */
  readonly alike: Alike;
}

/** One way to read the files, before anybody tried it. */
export interface AskedReading {
  /** Stable within the question. */
  readonly key: string;
  readonly title: Remark;
  readonly edits: PlanEdits;
  /** The same on the command line. */
  readonly flags: string;
}

/** A guess that is weak, with two or three readings, of which the first is what the plan has. */
export interface Asked {
  readonly code: string;
  readonly remark: Remark;
  readonly readings: readonly AskedReading[];
}

/** Null where there is nothing to ask. */
export type Rule = (facts: QuestionFacts) => Promise<Asked | null> | Asked | null;

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w:.,/+-]+$/.test(word) ? word : `"${word.replace(/(["\\$`])/g, '\\$1')}"`;
}

/** A source as `--label` and `--group` take it. */
export function wordOf(source: FieldSource): string {
  if (source.kind === 'folder')
    return source.field !== undefined
      ? `folder:${source.level ?? -1}:${source.field} --name-separator "${source.separator ?? '_'}"`
      : source.level === undefined
        ? 'folder'
        : `folder:${source.level}`;
  if (source.kind === 'file-name')
    return source.field === undefined
      ? 'file-name'
      : `name:${source.field} --name-separator "${source.separator ?? '_'}"`;
  if (source.kind === 'marks') return source.track === undefined ? 'marks' : quoted(`marks:${source.track}`);
  return 'column' in source ? quoted(source.column) : source.kind;
}

/** A source in words, for the title of a reading. */
export function titleOf(source: FieldSource): Remark {
  switch (source.kind) {
    case 'folder':
      return source.field === undefined
        ? remark('question.readingFolder', { level: -(source.level ?? -1) })
        : remark('question.readingFolderField', {
            level: -(source.level ?? -1),
            field: source.field,
            separator: source.separator ?? '_',
          });
    case 'file-name':
      return source.field === undefined
        ? remark('question.readingPrefix')
        : remark('question.readingName', { field: source.field, separator: source.separator ?? '_' });
    case 'labels-columns':
      return remark('question.readingColumns', {
        columns: source.columns.length,
        example: source.columns[0] ?? '',
      });
    case 'labels-file':
      return remark('question.readingList', { column: source.column });
    case 'column':
      return remark('question.readingColumn', { column: source.column });
    case 'format':
      return remark('question.readingFormat');
    case 'marks':
      return source.track === undefined
        ? remark('question.readingMarks')
        : remark('question.readingTrack', { track: source.track });
    case 'none':
      return remark('question.readingNone');
  }
}
