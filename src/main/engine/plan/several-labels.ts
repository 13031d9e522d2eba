import type { FieldSource, PlanEdits } from '../../../shared/domain/dataset';
import { isSaid, labelsOfCell, separators } from '../examples/several-labels';
import type { Material } from '../scan/material';
import { isGroupName, isIdentifierName, isLabelName, isSplitName } from '../scan/column-names';

/** So many of the cells must be lists for a column to hold several labels a file. */
const LEAST_SHARE = 0.1;
/** So many of the words in lists must stand in other cells too, or the lists are names with a comma; and so few leave it open. */
const SURELY_REPEATED = 0.5;
const MAYBE_REPEATED = 0.2;

/** How several labels of a file are written, and whether that is certain enough not to be asked. */
export interface SeveralLabels {
  readonly isSure: boolean;
  /** What stands between them; null where they stand in rows or columns of their own. */
  readonly separator: string | null;
  /** A cell, or a file, that has several. */
  readonly example: string;
  /** Files that have several, or cells of them. */
  readonly count: number;
}

/** Whether files have several labels each under a source of labels; null where each has one. */
export function severalLabels(
  material: Material,
  source: FieldSource,
  { labelSeparator }: Pick<PlanEdits, 'labelSeparator'>,
): SeveralLabels | null {
  if (source.kind === 'column') return ofWords(wordsOf(material, source.column), labelSeparator);
  const { labels } = material;
  if (labels === null) return null;
  if (source.kind === 'labels-columns') return ofColumns(material, source.columns);
  if (source.kind !== 'labels-file') return null;
  const at = labels.columns.indexOf(source.column);
  const cells = labels.values.flatMap((row) => (row?.[at] ? [row[at]] : []));
  if (labelSeparator !== undefined) {
    const lists = cells.filter((cell) => labelsOfCell(cell, labelSeparator).length > 1);
    return { isSure: true, separator: labelSeparator, example: lists[0] ?? '', count: lists.length };
  }
  return ofRows(material, at) ?? ofCells(cells);
}

/** Different words of a column of tables, where they are few enough to be known. */
const wordsOf = ({ files }: Material, column: string): string[] => [
  ...new Set(
    files.flatMap(({ content }) =>
      content.kind === 'table' ? (content.columns.find(({ name }) => name === column)?.words ?? []) : [],
    ),
  ),
];

/** Classes of stretches of a table have commas and slashes in their names; bars and semicolons stand between several. */
const surelyBetween: ReadonlySet<string> = new Set(['|', ';']);

function ofWords(words: readonly string[], separator: string | undefined): SeveralLabels | null {
  if (separator === undefined) {
    const found = ofCells(words);
    return found !== null && found.separator !== null && surelyBetween.has(found.separator) ? found : null;
  }
  const lists = words.filter((word) => labelsOfCell(word, separator).length > 1);
  return { isSure: true, separator, example: lists[0] ?? '', count: lists.length };
}

/** One row for each label of a file, and nothing that says whose channel or whose hand it was. */
function ofRows({ labels, files }: Material, at: number): SeveralLabels | null {
  const { others } = labels!;
  const several = [...others].filter(([index, rows]) =>
    rows.some((row) => row[at] !== labels!.values[index]?.[at]),
  );
  const isElse = labels!.columns.some((name) =>
    /^(channel|mic|microphone|track|annotator|rater|worker|start|onset|begin|end|offset)s?/i.test(name),
  );
  const [first] = several;
  if (isElse || first === undefined || several.length < LEAST_SHARE * files.length) return null;
  return { isSure: true, separator: null, example: files[first[0]]!.shown, count: several.length };
}

function ofCells(cells: readonly string[]): SeveralLabels | null {
  for (const separator of separators) {
    const lists = cells.filter((cell) => labelsOfCell(cell, separator).length > 1);
    if (lists.length === 0 || lists.length < LEAST_SHARE * cells.length) continue;
    const share = repeatedShare(cells, lists, separator);
    if (share < MAYBE_REPEATED) continue;
    return { isSure: share >= SURELY_REPEATED, separator, example: lists[0]!, count: lists.length };
  }
  return null;
}

/** Share of the words in lists that stand in cells of another wording too: "Boston, MA" is one name. */
function repeatedShare(cells: readonly string[], lists: readonly string[], separator: string): number {
  const cellsOf = new Map<string, number>();
  for (const cell of new Set(cells))
    for (const word of labelsOfCell(cell, separator)) cellsOf.set(word, (cellsOf.get(word) ?? 0) + 1);
  const words = new Set(lists.flatMap((cell) => labelsOfCell(cell, separator)));
  return [...words].filter((word) => cellsOf.get(word)! > 1).length / words.size;
}

/** Two facts of yes and no about a recording are no labels of it. */
const LEAST_COLUMNS = 3;

/** Columns of zeros and ones of a list, a label each, where they are most of what it says; null where there are none. */
export function labelColumns({ labels }: Material): string[] | null {
  if (labels === null) return null;
  const own = [...labels.columns.entries()].filter(
    ([, name]) => !isSplitName(name) && !isGroupName(name) && !isIdentifierName(name),
  );
  if (own.some(([, name]) => isLabelName(name))) return null;
  const listed = labels.values.filter((row) => row !== null);
  const binary = own.filter(([at]) => {
    const said = listed.map((row) => (row[at] === '' ? null : isSaid(row[at] ?? '')));
    return said.includes(true) && said.includes(false) && !said.includes(null);
  });
  const isMost = binary.length >= LEAST_COLUMNS && 2 * binary.length > own.length;
  return isMost ? binary.map(([, name]) => name) : null;
}

function ofColumns({ labels, files }: Material, columns: readonly string[]): SeveralLabels | null {
  const places = columns.map((name) => labels!.columns.indexOf(name));
  const counts = labels!.values.map((row) =>
    row === null ? 1 : places.filter((at) => isSaid(row[at] ?? '') === true).length,
  );
  const several = counts.findIndex((count) => count > 1);
  // One of them is said of every file: these are classes.
  if (counts.every((count) => count === 1)) return null;
  return {
    isSure: true,
    separator: null,
    example: files[Math.max(0, several)]?.shown ?? '',
    count: counts.filter((count) => count > 1).length,
  };
}
