import { answersAhead, readsSteps, tags, valuesWhole } from '../../../shared/domain/task';
import type { FieldSource, RefusedFile, Remark, SplitName, TimeFormat } from '../../../shared/domain/dataset';
import type { Task } from '../../../shared/domain/task';
import { channelsNeeded } from '../../../shared/domain/sound-channels';
import { remark } from '../../../shared/sentences/say';
import { MAX_RESTART_SHARE } from '../readers/table/clock';
import type { Sources } from '../readers/sources';
import type { TableGrid } from './even-table';
import { interleavedRows } from './interleaved';
import { partsFrom } from './parts-from';
import { planTable } from './plan-table';
import { splitOfName, splitOfWord } from '../readers/labels/parts';
import type { TableContent } from '../readers/content';
import type { SourceFile } from '../readers/source-file';
import type { Material } from '../scan/material';
import { columnOf, wordAt } from '../readers/table/table';
import type { Column, Table } from '../readers/table/table';
import { folderFieldOf, folderOf, nameFieldOf, splitFoldersOf, stemOf } from '../scan/path-names';
import { isSplitName } from '../scan/column-names';
import { isSaid, joinLabels, labelsOfCell } from './several-labels';
import { isNumber } from './written-number';
import { refusedFile } from '../../../shared/sentences/refused';

/** A stretch of a file that belongs together: a recording, a run of one label, a sequence of a `.ts` file, a series. */
export interface Item {
  /** Index into the material's files. */
  readonly file: number;
  /** First sample or row, and one past the last; of a `.ts` file the sequence's number, and one more. */
  readonly start: number;
  readonly end: number;
  /** Samples or rows. */
  readonly length: number;
  readonly label: string | null;
  readonly group: string | null;
  readonly given: SplitName | null;
  /** Of a table that is resampled: the rows behind its steps, of which `length` counts. */
  readonly grid?: Pick<TableGrid, 'rows' | 'isGap'>;
}

export interface ItemPlan {
  readonly task: Task;
  readonly timeColumn: string | null;
  readonly timeFrom?: string[] | undefined;
  readonly timeFormat?: TimeFormat | undefined;
  readonly label: FieldSource;
  /** What stands between several labels of one cell. */
  readonly labelSeparator?: string | undefined;
  readonly group: FieldSource;
  /** Columns that a table must have as numbers. */
  readonly channels: readonly string[];
  readonly resampled: boolean;
  /** Where a person says that parts are written. */
  readonly parts?: FieldSource | undefined;
}

/** The row of a table that a step of an item stands for; the item's end for the step behind its last. */
export function rowOf({ start, end, grid }: Pick<Item, 'start' | 'end' | 'grid'>, step: number): number {
  return grid === undefined ? start + step : (grid.rows[step] ?? end);
}

/** {@link rowOf} for a label; −1 where no row is near, so that nothing is known. */
export function labelRowOf(item: Pick<Item, 'start' | 'end' | 'grid'>, step: number): number {
  return item.grid?.isGap[step] === 1 ? -1 : rowOf(item, step);
}

export interface Items {
  readonly items: readonly Item[];
  readonly refused: readonly RefusedFile[];
  readonly remarks: readonly Remark[];
}

/** Cuts files into items. Files without a label where labels are wanted are refused by name. */
export async function makeItems(material: Material, plan: ItemPlan, sources: Sources): Promise<Items> {
  const items: Item[] = [];
  const refused: RefusedFile[] = [];
  const remarks: Remark[] = [];
  const cutter = new TableCutter(plan, sources);
  const { parts } = plan;
  const chosen = parts && partsFrom(material.files.map((_, index) => fileValueOf(parts, material, index)));
  const folders = splitFoldersOf(material.files.map(({ shown }) => shown));
  for (const [index, file] of material.files.entries()) {
    const found = fileFacts(material, index, plan, folders);
    const facts =
      'code' in found || chosen === undefined ? found : { ...found, given: chosen[index] ?? null };
    if ('code' in facts) refused.push(facts);
    else if (file.content.kind === 'cases')
      items.push(...caseItems(file, index, facts, plan.group.kind === 'format'));
    else if (file.content.kind === 'audio')
      items.push({ file: index, start: 0, end: file.content.length, length: file.content.length, ...facts });
    else items.push(...(await cutter.cut(file, file.content, index, facts)));
  }
  if (cutter.unlabelledRows > 0) remarks.push(remark('label.missingRows', { rows: cutter.unlabelledRows }));
  // New files of a trained model bring no values along.
  if (valuesWhole(plan.task) && plan.label.kind !== 'none') refuseWords(material, items, refused);
  const whole = items.filter(({ length }) => length > 0);
  if (whole.length < items.length)
    remarks.push(remark('examples.empty', { examples: items.length - whole.length }));
  return { items: whole, refused, remarks };
}

/** Takes out what has no number to learn, and names its files. */
function refuseWords({ files }: Material, items: Item[], refused: RefusedFile[]): void {
  const odd = new Map<number, string>();
  const kept = items.filter(({ file, label }) => {
    if (label === null || isNumber(label)) return label !== null;
    if (!odd.has(file)) odd.set(file, label);
    return false;
  });
  items.splice(0, items.length, ...kept);
  for (const [file, word] of odd)
    refused.push(
      refusedFile('VALUE_NOT_NUMBER', 'refused.word', { file: files[file]!.shown, word: word.slice(0, 40) }),
    );
}

type Facts = Pick<Item, 'label' | 'group' | 'given'>;

/** What is known of a whole file, or why it cannot be used. */
function fileFacts(
  material: Material,
  index: number,
  plan: ItemPlan,
  folders: readonly (SplitName | null)[],
): Facts | RefusedFile {
  const { shown, content } = material.files[index]!;
  if (content.kind === 'audio' && content.facts !== undefined) {
    const { channels } = content.facts;
    const needed = channelsNeeded(plan.channels);
    if (channels < needed)
      return refusedFile('CHANNELS_MISSING', 'refused.soundChannels', { file: shown, channels, needed });
  }
  if (content.kind === 'table') {
    const lacking = plan.channels.find(
      (name) =>
        !content.columns.some(
          (column) => column.name === name && (column.type !== 'text' || column.distinct === 0),
        ),
    );
    if (lacking !== undefined)
      return refusedFile('COLUMNS_DIFFER', 'refused.noColumn', { file: shown, column: lacking });
  }
  const label = labelOfFile(plan, material, index);
  if (label === null && isPerFile(plan.label)) {
    const isAmbiguous = !tags(plan.task) && material.labels?.contradicted.has(index) === true;
    return isAmbiguous
      ? refuseAmbiguous(material, shown)
      : refusedFile('LABEL_MISSING', 'refused.noLabel', { file: shown });
  }
  if (
    plan.label.kind === 'labels-file' &&
    !tags(plan.task) &&
    material.labels?.contradicted.has(index) === true
  )
    return refuseAmbiguous(material, shown);
  return { label, group: fileValueOf(plan.group, material, index), given: givenOf(material, index, folders) };
}

function refuseAmbiguous({ labels }: Material, file: string): RefusedFile {
  const channel = labels?.columns.find((name) =>
    /^(channel|mic|microphone|track)s?([_ ]?(no|nr|id|index))?$|^채널/i.test(name),
  );
  return channel === undefined
    ? refusedFile('LABEL_AMBIGUOUS', 'refused.labelsDiffer', { file })
    : refusedFile('LABEL_AMBIGUOUS', 'refused.labelsByChannel', { file, column: channel });
}

function isPerFile({ kind }: FieldSource): boolean {
  return kind === 'labels-file' || kind === 'labels-columns' || kind === 'folder' || kind === 'file-name';
}

/** The class of a whole file, or all of its labels, joined. */
function labelOfFile(
  { task, label, labelSeparator }: ItemPlan,
  material: Material,
  index: number,
): string | null {
  const first = fileValueOf(label, material, index);
  if (!tags(task) || label.kind === 'labels-columns' || first === null) return first;
  const at = label.kind === 'labels-file' ? material.labels!.columns.indexOf(label.column) : -1;
  const others = material.labels?.others.get(index)?.flatMap((row) => (row[at] ? [row[at]] : [])) ?? [];
  return joinLabels(
    [first, ...others].flatMap((cell) =>
      labelSeparator === undefined ? [cell] : labelsOfCell(cell, labelSeparator),
    ),
  );
}

/** The labels whose columns say so, joined; null where a column says neither, or the file is not listed. */
function saidColumns(columns: readonly string[], { labels }: Material, index: number): string | null {
  const row = labels?.values[index] ?? null;
  if (row === null) return null;
  const said = columns.map((name) => isSaid(row[labels!.columns.indexOf(name)] ?? ''));
  return said.includes(null) ? null : joinLabels(columns.filter((_, k) => said[k] === true));
}

/** The value for a whole file; null where it is per row, per sequence or unknown. */
export function fileValueOf(source: FieldSource, material: Material, index: number): string | null {
  const { shown } = material.files[index]!;
  if (source.kind === 'folder')
    return source.field === undefined
      ? folderOf(shown, source.level)
      : folderFieldOf(shown, source.level, source.field, source.separator);
  if (source.kind === 'file-name') return nameFieldOf(shown, source.field, source.separator);
  if (source.kind === 'labels-columns') return saidColumns(source.columns, material, index);
  if (source.kind !== 'labels-file' || material.labels === null) return null;
  const value = material.labels.values[index]?.[material.labels.columns.indexOf(source.column)] ?? '';
  return value === '' ? null : value;
}

function givenOf(
  { labels, files }: Material,
  index: number,
  folders: readonly (SplitName | null)[],
): SplitName | null {
  const { shown, content } = files[index]!;
  if (content.kind === 'cases') return content.part;
  const column = labels?.columns.findIndex(isSplitName) ?? -1;
  if (labels !== null && column !== -1) {
    const word = labels.values[index]?.[column] ?? '';
    if (word !== '' || labels.restPart === null) return splitOfWord(word);
    return labels.restPart;
  }
  return folders[index] ?? (content.kind === 'table' ? splitOfName(stemOf(shown)) : null);
}

function caseItems({ content }: SourceFile, file: number, facts: Facts, hasGroups: boolean): Item[] {
  if (content.kind !== 'cases') return [];
  return content.lengths.map((length, k) => ({
    ...facts,
    file,
    start: k,
    end: k + 1,
    length,
    label: facts.label ?? content.labels[k]!,
    group: facts.group ?? (hasGroups ? (content.groups?.[k] ?? null) : null),
  }));
}

/** Cuts tables where the label, the group or the part changes, and where the time starts again. */
class TableCutter {
  unlabelledRows = 0;

  constructor(
    readonly plan: ItemPlan,
    readonly sources: Sources,
  ) {}

  async cut(file: SourceFile, content: TableContent, index: number, facts: Facts): Promise<Item[]> {
    const { label, group, task, timeColumn, resampled } = this.plan;
    const isOutOfOrder = content.columns.find(({ name }) => name === timeColumn)?.clock?.isSorted === false;
    // Where every step has its own label, a change of label is no border.
    const isCutByLabel = label.kind === 'column' && !readsSteps(task);
    const isCut =
      isCutByLabel || group.kind === 'column' || ((answersAhead(task) || resampled) && isOutOfOrder);
    if (!isCut) return [{ file: index, start: 0, end: content.rows, length: content.rows, ...facts }];
    const table = await planTable(this.sources, file, this.plan, this.#columnsOf(content));
    const factsAt = this.#factsAt(table, content, facts);
    const restarts = findRestarts(table, timeColumn);
    const groups = group.kind === 'column' ? columnOf(table, group.column) : undefined;
    const series = groups === undefined || timeColumn === null ? null : interleavedRows(groups, table.rows);
    if (series !== null)
      return [...series.values()].map((rows) => ({
        file: index,
        start: rows[0]!,
        end: rows[rows.length - 1]! + 1,
        length: rows.length,
        ...factsAt(rows[0]!),
        grid: { rows: Int32Array.from(rows), isGap: new Uint8Array(rows.length) },
      }));
    const items: Item[] = [];
    let start = 0;
    let current = factsAt(0);
    for (let row = 1; row <= table.rows; row++) {
      const next = row < table.rows ? factsAt(row) : null;
      if (next !== null && isEqual(next, current) && !restarts.has(row)) continue;
      if (isCutByLabel && current.label === null) this.unlabelledRows += row - start;
      else items.push({ file: index, start, end: row, length: row - start, ...current });
      start = row;
      if (next !== null) current = next;
    }
    return items;
  }

  /** Of all columns, those that say where an item ends. */
  #columnsOf(content: TableContent): string[] {
    const { label, group, timeColumn } = this.plan;
    const named = [label, group].flatMap((source) => (source.kind === 'column' ? [source.column] : []));
    const split = splitColumnOf(content);
    return [...named, ...(timeColumn === null ? [] : [timeColumn]), ...(split === undefined ? [] : [split])];
  }

  #factsAt(table: Table, content: TableContent, facts: Facts): (row: number) => Facts {
    const { label, group, task, labelSeparator } = this.plan;
    const column = (source: FieldSource): Column | undefined =>
      source.kind === 'column' ? columnOf(table, source.column) : undefined;
    const labels = readsSteps(task) ? undefined : column(label);
    const groups = column(group);
    const severalIn = (word: string | null): string | null =>
      word === null || !tags(task) || labelSeparator === undefined
        ? word
        : joinLabels(labelsOfCell(word, labelSeparator));
    const splitName = splitColumnOf(content);
    const splits =
      label.kind === 'column' && splitName !== undefined ? columnOf(table, splitName) : undefined;
    return (row) => ({
      label: labels === undefined ? facts.label : severalIn(wordAt(labels, row)),
      group: groups === undefined ? facts.group : wordAt(groups, row),
      given: splits === undefined ? facts.given : splitOfWord(wordAt(splits, row) ?? ''),
    });
  }
}

function isEqual(a: Facts, b: Facts): boolean {
  return a.label === b.label && a.group === b.group && a.given === b.given;
}

/**
 * Rows whose time lies before that of the row above, which begin another series; none when the rows are out of order
 * throughout, or when dates go back without coming twice: rows that were written late are sorted, and begin nothing.
 */
function findRestarts(table: Table, timeColumn: string | null): ReadonlySet<number> {
  const column = timeColumn === null ? undefined : columnOf(table, timeColumn);
  const restarts = new Set<number>();
  if (column === undefined || column.type === 'text') return restarts;
  for (let row = 1; row < table.rows; row++)
    if (column.values[row]! < column.values[row - 1]!) restarts.add(row);
  if (restarts.size > MAX_RESTART_SHARE * table.rows) return new Set();
  const isLate =
    column.type === 'time' && restarts.size > 0 && doubledShare(column.values) < MAX_DOUBLED_SHARE;
  return isLate ? new Set() : restarts;
}

/** More times that come twice than this are those of several series one below the other. */
const MAX_DOUBLED_SHARE = 0.05;

function doubledShare(values: Float64Array): number {
  return 1 - new Set(values).size / values.length;
}

function splitColumnOf({ columns }: TableContent): string | undefined {
  return columns.find(({ name, words }) => isSplitName(name) && isSplit(words))?.name;
}

function isSplit(words: readonly string[] | null): boolean {
  return words !== null && words.length > 0 && words.every((word) => splitOfWord(word) !== null);
}
