import { readFile } from 'node:fs/promises';
import type { SplitName } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import { readBytes } from '../readers/bytes';
import { FileIndex } from '../readers/labels/file-index';
import { matchLabels, parseLabels } from '../readers/labels/labels-file';
import type { LabelsFile } from '../readers/labels/labels-file';
import { splitOfWord } from '../readers/labels/parts';
import type { FoundFile } from '../readers/source-file';
import { decodeText } from '../readers/text';
import { isSplitName } from './column-names';
import { fileColumnOf, listOfFiles } from './list-of-files';
import { cellsOf } from '../readers/labels/labels-file';
import { tableOfJson } from './json-list';
import type { FileLabels } from './material';

const MAX_LABELS_BYTES = 256 * 2 ** 20;
const MOST_UNKNOWN_BYTES = 16 * 2 ** 20;
const HEAD_BYTES = 16 * 2 ** 10;
/** Tables that begin alike are recordings; a list is one of a few of its kind. */
export const MOST_ALIKE = 12;

/** Reads the tables that say more about other files. */
export class ListReader {
  readonly index: FileIndex;
  readonly #firstLines = new Map<string, number>();
  #jsons: number | null = null;

  constructor(readonly shown: readonly string[]) {
    this.index = new FileIndex(shown);
  }

  /** A file that is called labels.csv or the like. @throws UnrollError FILE_*, COLUMN_UNKNOWN */
  async readLabels(file: FoundFile): Promise<LabelsFile> {
    const text = await readText(file);
    return listOfFiles(text, file.shown, this.index, this.shown.length) ?? parseLabels(text, file.shown);
  }

  /**
   * Null for a table that names no files.
   *
   * @param line its first one
   * @throws UnrollError FILE_*
   */
  async readList(file: FoundFile, line: string): Promise<LabelsFile | null> {
    if (file.size > MAX_LABELS_BYTES) return null;
    if (/\.json$/i.test(file.shown)) return this.#readJson(file);
    const alike = (this.#firstLines.get(line) ?? 0) + 1;
    this.#firstLines.set(line, alike);
    if (alike > MOST_ALIKE) return null;
    const head = decodeText(await readBytes(file.path, file.shown, 0, HEAD_BYTES), file.shown);
    const whole = head.length < HEAD_BYTES ? head : head.slice(0, head.lastIndexOf('\n') + 1);
    if (fileColumnOf(cellsOf(whole, file.shown, 200), file.shown, this.index, this.shown.length) === null)
      return null;
    return listOfFiles(await readText(file), file.shown, this.index, this.shown.length);
  }

  /** A text that no reader knows, as Kaldi's `utt2spk`; null where it names no files, or nothing but files. @throws UnrollError FILE_* */
  async readUnknown(file: FoundFile): Promise<LabelsFile | null> {
    if (file.size > MOST_UNKNOWN_BYTES) return null;
    const list = listOfFiles(tabbed(await readText(file)), file.shown, this.index, this.shown.length);
    const saysSome = list?.columns.some((name) => name === 'label' || isSplitName(name)) === true;
    return saysSome ? list : null;
  }

  /** Where many files are JSON, each is a recording. */
  async #readJson(file: FoundFile): Promise<LabelsFile | null> {
    this.#jsons ??= this.shown.filter((own) => /\.json$/i.test(own)).length;
    if (this.#jsons > MOST_ALIKE || 2 * this.#jsons > this.shown.length) return null;
    const text = tableOfJson(await readText(file));
    return text === null ? null : listOfFiles(text, file.shown, this.index, this.shown.length);
  }
}

/** Two words a line, parted by blanks, as Kaldi's `utt2spk` and `wav.scp` have them. */
function tabbed(text: string): string {
  return text.replace(/^(\S+)[ \t]+(\S+)[ \t]*$/gm, '$1\t$2');
}

const soundEnding = /\.(wav|mp3|flac|ogg|opus|m4a|aiff?|wma|aac)$/i;

/** A list that is imported by itself names recordings that nobody gave. @throws UnrollError ARGUMENT_INVALID */
export async function refuseLoneList(file: FoundFile): Promise<void> {
  if (!/\.(csv|tsv|txt)$/i.test(file.shown)) return;
  const text = decodeText(await readBytes(file.path, file.shown, 0, HEAD_BYTES), file.shown);
  const rows = cellsOf(text, file.shown, 50).slice(1);
  const width = rows[0]?.length ?? 0;
  for (let column = 0; column < width; column++) {
    const cells = rows.map((row) => row[column] ?? '').filter((cell) => cell !== '');
    if (cells.length >= 2 && cells.every((cell) => soundEnding.test(cell)))
      throw failure('ARGUMENT_INVALID.listAlone', { file: file.shown, example: cells[0]!.slice(0, 60) });
  }
}

async function readText(file: FoundFile): Promise<string> {
  if (file.size > MAX_LABELS_BYTES) throw failure('FILE_TOO_LARGE.labels', { file: file.shown });
  const bytes = await readFile(file.path).catch((cause: unknown) => {
    throw failure('FILE_UNREADABLE.permissions', { file: file.shown }, { cause });
  });
  return decodeText(bytes, file.shown);
}

export interface CombinedLabels extends Pick<
  FileLabels,
  'columns' | 'missing' | 'ambiguous' | 'lists' | 'restPart'
> {
  /** By the file's shown path. */
  readonly rows: ReadonlyMap<string, readonly string[]>;
  readonly contradicted: ReadonlySet<string>;
  /** Further rows of a file, by its shown path. */
  readonly others: ReadonlyMap<string, readonly (readonly string[])[]>;
}

/** Several labels files (one in each folder, say) count as one with all their columns. */
export function combineLabels(
  labels: readonly LabelsFile[],
  shownFiles: readonly string[],
  index: FileIndex,
): CombinedLabels | null {
  if (labels.length === 0) return null;
  const columns = [...new Set(labels.flatMap((file) => file.columns))];
  const rows = new Map<string, readonly string[]>();
  const missing: string[] = [];
  const ambiguous: string[] = [];
  const contradicted = new Set<string>();
  const others = new Map<string, (readonly string[])[]>();
  const lists: FileLabels['lists'][number][] = [];
  for (const file of labels) {
    const match = matchLabels(file, shownFiles, index);
    missing.push(...match.missing);
    ambiguous.push(...match.ambiguous);
    for (const [at, more] of match.others) {
      const shown = shownFiles[at]!;
      contradicted.add(shown);
      const own = more.map((row) => columns.map((name) => row[file.columns.indexOf(name)] ?? ''));
      others.set(shown, [...(others.get(shown) ?? []), ...own]);
    }
    lists.push({
      shown: file.shown,
      rows: file.rows.length,
      matched: file.rows.length - match.missing.length,
    });
    for (const [at, row] of match.values.entries()) {
      if (row === null) continue;
      const before = rows.get(shownFiles[at]!);
      rows.set(
        shownFiles[at]!,
        columns.map((name, k) => row[file.columns.indexOf(name)] ?? before?.[k] ?? ''),
      );
    }
  }
  const restPart = restPartOf(labels);
  return { columns, rows, missing, ambiguous, contradicted, others, lists, restPart };
}

/** Where lists name the files for validation and test, all others are for training. */
function restPartOf(labels: readonly LabelsFile[]): SplitName | null {
  const parts = new Set(
    labels.flatMap(({ columns, rows }) => {
      const at = columns.findIndex(isSplitName);
      return at === -1 ? [] : rows.map(({ values }) => splitOfWord(values[at] ?? ''));
    }),
  );
  return parts.size > 0 && !parts.has('train') && !parts.has(null) ? 'train' : null;
}

/** A list of clips may say where they were cut from; one that names a recording again and again marks stretches of it. */
export function namesEachOnce({ rows }: LabelsFile): boolean {
  return new Set(rows.map(({ file }) => file)).size === rows.length;
}

/** A list of files whose other column, or whose own name, says which part they belong to. */
export function asParts(list: LabelsFile): LabelsFile {
  const at = list.columns.findIndex(isSplitName);
  const rest = list.columns.map((name, k) => (at === -1 && k === 0 ? 'split' : name));
  return { ...list, columns: rest };
}
