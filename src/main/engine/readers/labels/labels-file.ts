import { posix } from 'node:path';
import Papa from 'papaparse';
import { UnrollError } from '../../../../shared/domain/error';
import type { SplitName } from '../../../../shared/domain/dataset';

/** A table that says more about other files: which label, group and part each has. */
export interface LabelsFile {
  /** Path as shown; its rows are relative to its folder. */
  readonly shown: string;
  /** Names of the columns beside the one that names files. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly file: string; readonly values: readonly string[] }[];
}

const labelsName = /^(labels?|metadata|annotations?|manifest|라벨|레이블)\.(csv|tsv|txt)$/i;
const fileColumn = /^(file|file[_ ]?name|path|file[_ ]?path|filename|audio|wav|recording|파일|파일명)$/i;
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
  const { data, errors } = Papa.parse<string[]>(text, {
    header: false,
    skipEmptyLines: 'greedy',
    delimitersToGuess: [',', ';', '\t', '|'],
  });
  const broken = errors.find(({ type }) => type === 'Quotes');
  if (broken !== undefined)
    throw new UnrollError(
      'FILE_CORRUPT',
      `${shown} has a quotation mark that is never closed, in row ${(broken.row ?? 0) + 1}.`,
      { file: shown, row: (broken.row ?? 0) + 1 },
    );
  const [first, ...rest] = data.map((row) => row.map(cleanCell));
  if (first === undefined) throw new UnrollError('FILE_EMPTY', `${shown} is empty.`, { file: shown });
  const named = first.findIndex((cell) => fileColumn.test(cell));
  const isHeaderless = named === -1 && first.length >= 2 && fileEnding.test(first[0]!);
  if (named === -1 && !isHeaderless)
    throw new UnrollError(
      'COLUMN_UNKNOWN',
      `${shown} has no column that names files; call it "file". Its columns are ${first.slice(0, 12).join(', ')}.`,
      { file: shown, column: 'file' },
    );
  const at = isHeaderless ? 0 : named;
  const header = isHeaderless ? ['file', 'label', ...first.slice(2).map((_, k) => `column ${k + 3}`)] : first;
  const others = header.map((_, column) => column).filter((column) => column !== at);
  return {
    shown,
    columns: uniqueNames(others.map((column) => header[column]!)),
    rows: (isHeaderless ? [first, ...rest] : rest)
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
  /** Rows that name a file that is not there. */
  readonly missing: readonly string[];
  /** Indices of files that are listed more than once with different values. */
  readonly contradicted: ReadonlySet<number>;
}

/**
 * Finds each row's file among `shownFiles` (relative to the walk's root): by its path from the labels file's
 * folder, else, if it is a bare name or absolute, by the name where only one file has it. A row cannot reach a file outside of them.
 */
export function matchLabels(labels: LabelsFile, shownFiles: readonly string[]): LabelMatch {
  const byPath = new Map<string, number>();
  const byName = new Map<string, number | null>();
  for (const [index, shown] of shownFiles.entries()) {
    byPath.set(shown.normalize('NFC'), index);
    const name = posix.basename(shown).normalize('NFC');
    byName.set(name, byName.has(name) ? null : index);
  }
  const values: (readonly string[] | null)[] = shownFiles.map(() => null);
  const missing: string[] = [];
  const contradicted = new Set<number>();
  const folder = posix.dirname(labels.shown);
  for (const row of labels.rows) {
    const written = row.file.replaceAll('\\', '/').normalize('NFC');
    // A bare name, or a path from another machine, is looked up by the name alone.
    const isPlaceless = !written.includes('/') || /^(\/|[a-z]:)/i.test(written);
    const index =
      byPath.get(posix.join(folder, written)) ??
      byPath.get(written) ??
      (isPlaceless ? byName.get(posix.basename(written)) : undefined);
    if (index === undefined || index === null) missing.push(row.file);
    else if (values[index] !== null && String(values[index]) !== String(row.values)) contradicted.add(index);
    else values[index] = row.values;
  }
  return { values, missing, contradicted };
}

const splitWords: Readonly<Record<string, SplitName>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
  eval: 'test',
  evaluation: 'test',
  훈련: 'train',
  학습: 'train',
  검증: 'validation',
  시험: 'test',
  테스트: 'test',
};

export function splitOfWord(word: string): SplitName | null {
  return splitWords[word.trim().toLowerCase()] ?? null;
}
