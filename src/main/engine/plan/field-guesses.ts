import type { FieldSource } from '../../../shared/domain/dataset';
import { unknownColumn } from '../readers/table/unknown-column';
import {
  isBorderName,
  isGroupName,
  isIdentifierName,
  isLabelName,
  isSplitName,
  isStepValueName,
  isTimeName,
} from '../scan/column-names';
import { folderOf } from '../scan/path-names';
import { remark } from '../../../shared/sentences/say';
import { isUnnamedCode, rowsOf } from './column-uses';
import type { FieldGuess } from './field-guess';
import { pathGuesses } from './path-guesses';
import type { ColumnFacts } from '../readers/content';
import type { Material } from '../scan/material';
import { unnamedLabels } from './unnamed-labels';
import { labelColumns } from './several-labels';
import { marksIn } from '../examples/marked-items';
import { markGuesses } from './mark-choice';

const nothing: FieldSource = { kind: 'none' };

/** Every source that could name classes, the best guess first; `none` is always the last. */
export function labelGuesses(material: Material, columns: readonly ColumnFacts[]): FieldGuess[] {
  const { folders, names } = pathGuesses(material);
  const guesses: FieldGuess[] = [
    ...formatGuess(material),
    ...labelsFileGuesses(material),
    ...folders,
    ...unnamedGuesses(material, columns),
    ...columnGuesses(material, columns),
    ...names,
  ];
  const marks = markGuesses(material);
  // Marks of most recordings are what somebody worked for; those of a few may be notes.
  const isForMost = 2 * marksIn(material).byRecording.size >= material.files.length;
  const likely = guesses.filter(({ isRemote }) => isRemote !== true);
  return [
    ...(isForMost ? marks : []),
    ...likely,
    ...(isForMost ? [] : marks),
    ...guesses.filter(({ isRemote }) => isRemote === true),
    { source: nothing, evidence: { code: 'label.none', message: 'Nothing here names classes.' } },
  ];
}

function formatGuess({ kind, files }: Material): FieldGuess[] {
  const hasLabels =
    kind === 'cases' &&
    files.every(({ content }) => content.kind === 'cases' && content.labels.every((label) => label !== null));
  return hasLabels
    ? [
        {
          source: { kind: 'format' },
          evidence: { code: 'label.format', message: 'The file format writes the class of every sequence.' },
        },
      ]
    : [];
}

function distinctOf(values: readonly (string | null | undefined)[]): Set<string> {
  return new Set(values.filter((value): value is string => typeof value === 'string' && value !== ''));
}

function labelsFileGuesses(material: Material): FieldGuess[] {
  const { labels } = material;
  if (labels === null) return [];
  const columns = labelColumns(material);
  if (columns !== null)
    return [
      {
        source: { kind: 'labels-columns', columns },
        evidence: remark('label.columns', { columns: columns.length, example: columns[0]! }),
      },
    ];
  const listed = labels.values.filter((row) => row !== null);
  const guess = (column: string, code: string, message: string): FieldGuess => ({
    source: { kind: 'labels-file', column },
    evidence: { code, message, params: { column, files: listed.length } },
  });
  const named: FieldGuess[] = [];
  const numbered: FieldGuess[] = [];
  const possible: FieldGuess[] = [];
  for (const [k, column] of labels.columns.entries()) {
    const values = distinctOf(listed.map((row) => row[k]));
    const distinct = values.size;
    const canBe = distinct >= 2 && distinct <= listed.length / 2;
    const isWords = [...values].some((value) => !Number.isFinite(Number(value)));
    if (isSplitName(column)) continue;
    if (isLabelName(column) && distinct > 0)
      (isWords ? named : numbered).push(
        guess(
          column,
          'label.labelsFile',
          `The labels file has a column "${column}" for ${listed.length} files.`,
        ),
      );
    else if (canBe && !isGroupName(column) && !isIdentifierName(column))
      possible.push({
        ...guess(
          column,
          'label.labelsColumn',
          `The labels file's column "${column}" has ${distinct} different values.`,
        ),
        // Numbers of a few values, and yes or no, are rather facts about a recording than its class.
        isRemote:
          !isWords ||
          distinct > MAX_CLASSES ||
          [...values].every(isYesOrNo) ||
          labels.aside?.has(column) === true,
      });
  }
  // A class that is there by number and by name is called by its name.
  const likely = possible.filter(({ isRemote }) => isRemote !== true);
  const [first] = named.length + numbered.length > 0 ? [] : likely;
  const rivals = likely.slice(1).map(({ source }) => source);
  return [...named, ...numbered, ...possible.map((own) => (own === first ? { ...own, rivals } : own))];
}

function isYesOrNo(word: string): boolean {
  return /^(true|false|yes|no|0|1|ja|nein|oui|non|예|아니오)$/i.test(word.trim());
}

const MAX_CLASSES = 50;

/** Labels of tables without a header. */
function unnamedGuesses(material: Material, columns: readonly ColumnFacts[]): FieldGuess[] {
  const found = unnamedLabels(material, columns);
  if (found === null) return [];
  const sourceOf = ({ name }: ColumnFacts): FieldSource => ({ kind: 'column', column: name });
  const [first, ...others] = found.columns;
  return [
    {
      source: sourceOf(first!),
      evidence: remark('label.unnamed', {
        column: first!.name,
        place: found.place,
        values: first!.distinct,
        rows: found.stretch,
      }),
      ...(found.isWeak && { rivals: [...others.slice(0, 1).map(sourceOf), nothing] }),
    },
  ];
}

function columnGuesses({ kind, files }: Material, columns: readonly ColumnFacts[]): FieldGuess[] {
  if (kind !== 'table') return [];
  const rows = files.reduce((sum, { content }) => sum + (content.kind === 'table' ? content.rows : 0), 0);
  const hasTime = columns.some(
    ({ name, type, clock }) => type === 'time' || (clock !== null && isTimeName(name)),
  );
  const guess = ({ name, distinct }: ColumnFacts, isRemote: boolean): FieldGuess => ({
    source: { kind: 'column', column: name },
    evidence: {
      code: 'label.column',
      message: `The column "${name}" has ${distinct} different values.`,
      params: { column: name, values: distinct },
    },
    isRemote,
  });
  const usable = columns.filter(
    ({ name, type, distinct }) =>
      type !== 'time' &&
      distinct >= 2 &&
      distinct <= rows / 2 &&
      (type === 'text' || distinct <= MAX_CLASSES) &&
      !isStepValueName(name) &&
      !isGroupName(name) &&
      !isSplitName(name),
  );
  // Where several are called so, one that says where another begins is the second answer.
  const named = usable
    .filter(({ name }) => isLabelName(name))
    .sort((a, b) => Number(isBorderName(a.name)) - Number(isBorderName(b.name)))
    .map((column) => guess(column, false));
  const others = usable.filter(
    ({ name, type, distinct }) => !isLabelName(name) && (type !== 'number' || distinct <= MAX_CLASSES),
  );
  // In a series, words may be weekdays or places; and a column of few numbers is most often a channel.
  return [
    ...named,
    ...others
      .filter(({ type }) => type === 'text')
      .map((column) => guess(column, hasTime || column.distinct > MAX_CLASSES || !comesAgain(column, rows))),
    ...others.filter(({ type }) => type !== 'text').map((column) => guess(column, true)),
  ];
}

/** A word of one stretch each, or in few of the rows, tells of moments and of the file; classes come again. */
function comesAgain({ stretches, distinct, missing }: ColumnFacts, rows: number): boolean {
  return missing <= rows / 2 && (stretches === undefined || stretches >= 2 * distinct);
}

/** Every source that could name groups (subjects, speakers), the best guess first; `none` is always there. */
export function groupGuesses(
  material: Material,
  columns: readonly ColumnFacts[],
  label: FieldSource,
): FieldGuess[] {
  const isLabel = (column: string): boolean =>
    (label.kind === 'labels-file' || label.kind === 'column') && label.column === column;
  const guesses: FieldGuess[] = [];
  const others: FieldGuess[] = [];
  const add = (source: FieldSource, column: string): void => {
    if (isLabel(column)) return;
    (isGroupName(column) ? guesses : others).push({
      source,
      evidence: {
        code: 'group.column',
        message: `The column "${column}" names who or what was recorded.`,
        params: { column },
      },
    });
  };
  for (const [k, column] of (material.labels?.columns ?? []).entries()) {
    const values = material.labels?.values.flatMap((row) => (row === null ? [] : [row[k]])) ?? [];
    // What is different for every file groups nothing.
    const canBe = isGroupName(column) || distinctOf(values).size <= values.length / 2;
    if (!isSplitName(column) && canBe) add({ kind: 'labels-file', column }, column);
  }
  for (const { name, type, distinct } of material.kind === 'table' ? columns : [])
    if (type !== 'time' && distinct >= 1 && (type === 'text' || isGroupName(name)))
      add({ kind: 'column', column: name }, name);
  if (material.files.every(({ content }) => content.kind === 'cases' && content.groups !== undefined))
    guesses.push({ source: { kind: 'format' }, evidence: remark('group.format') });
  const [code] = material.kind === 'table' ? columns : [];
  const isWho = code !== undefined && !isLabel(code.name) && isUnnamedCode(code, rowsOf(material));
  if (isWho && label.kind === 'column') {
    const { name } = code;
    guesses.push({
      source: { kind: 'column', column: name },
      evidence: remark('group.unnamed', { column: name }),
    });
  }
  for (const guess of pathGuesses(material).groups) if (!isSame(guess.source, label)) guesses.push(guess);
  const hasFolder = guesses.some(({ source }) => source.kind === 'folder') || label.kind === 'folder';
  if (!hasFolder && material.kind !== 'cases' && material.files.some(({ shown }) => folderOf(shown) !== null))
    others.push({ source: { kind: 'folder' }, evidence: remark('group.folder') });
  const none: FieldGuess = {
    source: nothing,
    evidence: { code: 'group.none', message: 'Nothing says who or what was recorded.' },
  };
  return guesses.length > 0 ? [...guesses, none, ...others] : [none, ...others];
}

/** A person's choice: a column may stand in the table or in the labels file. @throws UnrollError COLUMN_UNKNOWN */
export function chosenSource(
  chosen: FieldSource,
  material: Material,
  columns: readonly ColumnFacts[],
): FieldSource {
  if (chosen.kind === 'labels-columns') return requireColumns(chosen, material);
  if (chosen.kind !== 'column' && chosen.kind !== 'labels-file') return chosen;
  const { column } = chosen;
  const inTable = material.kind === 'table' && columns.some(({ name }) => name === column);
  const inLabels = material.labels?.columns.includes(column) === true;
  if (chosen.kind === 'labels-file' ? inLabels : inLabels && !inTable) return { kind: 'labels-file', column };
  if (inTable) return { kind: 'column', column };
  throw unknownColumn(column, [...columns.map(({ name }) => name), ...(material.labels?.columns ?? [])]);
}

function isSame(a: FieldSource, b: FieldSource): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** @throws UnrollError COLUMN_UNKNOWN */
function requireColumns(
  chosen: Extract<FieldSource, { kind: 'labels-columns' }>,
  { labels }: Material,
): FieldSource {
  const known = labels?.columns ?? [];
  for (const column of chosen.columns) if (!known.includes(column)) throw unknownColumn(column, known);
  return chosen;
}
