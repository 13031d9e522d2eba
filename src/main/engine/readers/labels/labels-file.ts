import { posix } from 'node:path';
import Papa from 'papaparse';
import { FileIndex } from './file-index';
import { failure } from '../../../../shared/sentences/failure';

/** A table that says more about other files: which label, group and part each has. */
export interface LabelsFile {
  /** Path as shown; its rows are relative to its folder. */
  readonly shown: string;
  /** Names of the columns beside the one that names files. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly file: string; readonly values: readonly string[] }[];
  /** Files are named by a number: 2 is `000002.mp3`. */
  readonly byNumber?: boolean;
}

const labelsName = /^(labels?|metadata|annotations?|manifest|라벨|레이블)\.(csv|tsv|txt)$/i;
const fileColumn =
  /^(file|file[_ ]?name|path|file[_ ]?path|filename|audio|wav|recording|datei|dateiname|파일|파일명)$/i;
const fileEnding = /\.[a-z0-9]{1,8}$/i;

export function isLabelsName(name: string): boolean {
  return labelsName.test(name);
}

/**
 * Reads a labels file: a header with a column `file` (or `filename`, `path` …) and further columns, or no header,
 * file and label. Any of `, ; tab |` separates. Rows without a file are passed over.
 *
 * @throws UnrollError FILE_EMPTY, FILE_CORRUPT, COLUMN_UNKNOWN (no column names files)
 */
export function parseLabels(text: string, shown: string): LabelsFile {
  const [first, ...rest] = cellsOf(text, shown);
  if (first === undefined) throw failure('FILE_EMPTY.file', { file: shown });
  const named = first.findIndex((cell) => fileColumn.test(cell));
  const isHeaderless = named === -1 && first.length >= 2 && fileEnding.test(first[0]!);
  if (named === -1 && !isHeaderless)
    throw failure('COLUMN_UNKNOWN.namesFiles', {
      file: shown,
      column: 'file',
      columns: first.slice(0, 12).join(', '),
    });
  const at = isHeaderless ? 0 : named;
  const header = isHeaderless ? ['file', 'label', ...first.slice(2).map((_, k) => `column ${k + 3}`)] : first;
  return listWith(shown, header, at, isHeaderless ? [first, ...rest] : rest);
}

/** @throws UnrollError FILE_CORRUPT */
export function cellsOf(text: string, shown: string, preview = 0): string[][] {
  const { data, errors } = Papa.parse<string[]>(text, {
    header: false,
    skipEmptyLines: 'greedy',
    delimitersToGuess: [',', ';', '\t', '|'],
    preview,
  });
  const broken = preview > 0 ? undefined : errors.find(({ type }) => type === 'Quotes');
  if (broken !== undefined)
    throw failure('FILE_CORRUPT.quotation', { file: shown, row: (broken.row ?? 0) + 1 });
  const rows = data.map((row) => row.map(cleanCell));
  // `clips/001.wav 3`: a path and what is said of it, parted by blanks.
  const parted = rows.map((row) =>
    row.length === 1 ? /^(\S*[^\s.]\.\w{1,5})\s+(\S+)$/.exec(row[0]!) : null,
  );
  return rows.length > 0 && parted.every((match) => match !== null)
    ? parted.map((match) => [match![1]!, match![2]!])
    : rows;
}

/** @param at the column that names files */
export function listWith(
  shown: string,
  header: readonly string[],
  at: number,
  rows: readonly (readonly string[])[],
): LabelsFile {
  const others = header.map((_, column) => column).filter((column) => column !== at);
  return {
    shown,
    columns: uniqueNames(others.map((column) => header[column]!)),
    rows: rows
      .filter((row) => (row[at] ?? '') !== '')
      .map((row) => ({ file: row[at]!, values: others.map((column) => row[column] ?? '') })),
  };
}

/** Quotes with blanks around them are left to us. */
function cleanCell(cell: string): string {
  const text = cell.replace(/^\uFEFF/, '').trim();
  return /^".*"$/s.test(text) ? text.slice(1, -1) : text;
}

function uniqueNames(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name, k) => {
    const base = name === '' ? `column ${k + 2}` : name;
    let unique = base;
    for (let n = 2; used.has(unique); n++) unique = `${base} ${n}`;
    used.add(unique);
    return unique;
  });
}

export interface LabelMatch {
  /** For each file: the row's values, or null where it is not listed. */
  readonly values: readonly (readonly string[] | null)[];
  /** Rows that name a file that is not there, or that several files could be. */
  readonly missing: readonly string[];
  /** Of those, the ones that several files could be. */
  readonly ambiguous: readonly string[];
  /** Indices of files that are listed more than once with different values. */
  readonly contradicted: ReadonlySet<number>;
  /** The further rows of those. */
  readonly others: ReadonlyMap<number, readonly (readonly string[])[]>;
}

/** `train_labels.csv` speaks of what lies in `train`, also where `test` has files of the same names. */
function foundBeside({ shown, byNumber }: LabelsFile, file: string, index: FileIndex): number | null {
  const folder = posix.dirname(shown);
  const words = posix.basename(shown, posix.extname(shown)).split(/[^\p{L}\p{N}]+/u);
  for (const word of words.length > 1 ? words : []) {
    const found = index.find(posix.join(folder, word, file), '.', byNumber);
    if (typeof found === 'number') return found;
  }
  return null;
}

/**
 * Finds each row's file among `shownFiles` (relative to the walk's root): by its path from the labels file's
 * folder, else, if it is a bare name or absolute, by the name where only one file has it. A row cannot reach a file outside of them.
 */
export function matchLabels(
  labels: LabelsFile,
  shownFiles: readonly string[],
  index = new FileIndex(shownFiles),
): LabelMatch {
  const values: (readonly string[] | null)[] = shownFiles.map(() => null);
  const missing: string[] = [];
  const ambiguous: string[] = [];
  const others = new Map<number, (readonly string[])[]>();
  const folder = posix.dirname(labels.shown);
  for (const row of labels.rows) {
    const found = foundBeside(labels, row.file, index) ?? index.find(row.file, folder, labels.byNumber);
    if (found === null) missing.push(row.file);
    else if (found === 'several') {
      missing.push(row.file);
      ambiguous.push(row.file);
    } else if (values[found] !== null && String(values[found]) !== String(row.values))
      others.set(found, [...(others.get(found) ?? []), row.values]);
    else values[found] = row.values;
  }
  return { values, missing, ambiguous, contradicted: new Set(others.keys()), others };
}
