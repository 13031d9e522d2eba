import { learnsChannels } from '../../../shared/domain/task';
import type { Task } from '../../../shared/domain/task';
import type { ColumnFacts } from '../readers/content';
import {
  isAnswerName,
  isGroupName,
  isIdentifierName,
  isLabelName,
  isSplitName,
  isStepValueName,
  isTimeName,
} from '../scan/column-names';
import type { Material } from '../scan/material';

/** Why a column is no input; each is a sentence `leftOut.<reason>`. */
export type NoInput =
  'rowNumber' | 'identifier' | 'group' | 'part' | 'answer' | 'words' | 'empty' | 'time' | 'constant';

/** A group is named by few values; a column of readings may be called "sensor" too. */
const MOST_GROUPS = 64;
const ANSWER_VALUES = 64;

/**
 * Whether a column of numbers would tell the network who was recorded, where in the file a row stands, or what it is to find
 * out; null for a column that may go in.
 */
export function whyNoInput(column: ColumnFacts, rows: number, task: Task): NoInput | null {
  const { name, distinct, isRowNumber } = column;
  if (isRowNumber) return 'rowNumber';
  if (column.clock !== null && isTimeName(name.replace(/[ _]\d+$/, ''))) return 'time';
  if (isSplitName(name)) return 'part';
  if (isGroupName(name) && distinct <= Math.max(MOST_GROUPS, rows / 10)) return 'group';
  if (isIdentifierName(name)) return 'identifier';
  if (isUnnamedCode(column, rows)) return 'group';
  if (isStepValueName(name)) return 'answer';
  const isAnswer = learnsChannels(task) ? isAnswerName(name) : isAnswerName(name) || isLabelName(name);
  if (isAnswer && distinct <= ANSWER_VALUES) return 'answer';
  // Without names, columns are known by their places, as in the descriptions of such tables.
  return column.isConstant && !/^column ?\d+$/.test(name) ? 'constant' : null;
}

/** The first column of a table without names, with a few whole numbers: who was recorded, most often. */
export function isUnnamedCode({ name, words }: ColumnFacts, rows: number): boolean {
  if (!/^column ?0+$/.test(name) || words === null || words.length > rows / 20) return false;
  return words.every((word) => Number.isInteger(Number(word)));
}

/** Of all tables. */
export function rowsOf({ files }: Material): number {
  return files.reduce((sum, { content }) => sum + (content.kind === 'table' ? content.rows : 0), 0);
}
