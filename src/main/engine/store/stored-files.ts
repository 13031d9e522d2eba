import type { Example } from '../../../shared/domain/dataset';
import type { RecordingMarks } from '../../../shared/domain/marks';
import type { MarkFile } from '../scan/mark-files';
import { splitNames } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import type { Content } from '../readers/content';
import type { Joining } from '../readers/joined/joining';
import type { SourceFile } from '../readers/source-file';

/** What a data set remembers of each file. */
export interface StoredFile {
  readonly path: string;
  readonly shown: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly sha256: string;
  /** `marks`: a file of marks, whose format is one of those of marks. */
  readonly kind: Content['kind'] | 'marks';
  readonly format: string;
  /** Of a recording that is several files: how they are put together. The files themselves follow, with `partOf`. */
  readonly joining?: Joining;
  /** Of a file that belongs to another, such as the samples of a header or the marks of a recording: what that one is shown as. */
  readonly partOf?: string;
  /** Of a stretch that the lab itself recorded: when, what was heard in it and by which model. */
  readonly recorded?: {
    readonly atMs: number;
    readonly heard: { readonly label: string; readonly model: string } | null;
  };
}

/** A file and the files that belong to it. */
export function toStored({ content, parts = [], ...file }: SourceFile): StoredFile[] {
  const { kind, format } = content;
  const entry = ({ path, shown, size, mtimeMs, sha256 }: Omit<SourceFile, 'content'>): StoredFile => ({
    path,
    shown,
    size,
    mtimeMs,
    sha256,
    kind,
    format,
  });
  const { joining } = file;
  return [
    { ...entry(file), ...(joining && { joining }) },
    ...parts.map((part) => ({ ...entry(part), partOf: file.shown })),
  ];
}

/** Files of marks that were learnt from, each with the recording, or the first of those, that it speaks of. */
export function marksToStored(
  files: readonly MarkFile[],
  recordings: readonly RecordingMarks[],
): StoredFile[] {
  return files.flatMap(({ path, shown, size, mtimeMs, sha256, format }) => {
    const of = recordings.find(({ tracks }) => tracks.some(({ from }) => from === shown));
    return of === undefined
      ? []
      : [{ path, shown, size, mtimeMs, sha256, kind: 'marks' as const, format, partOf: of.file }];
  });
}

/** `examples.json`: columns of equal length, since there may be a hundred thousand windows of a series. */
export interface ExamplesFile {
  readonly formatVersion: 1;
  readonly files: readonly string[];
  readonly labels: readonly string[];
  readonly groups: readonly string[];
  /** Indices into the three lists above; −1 for none. */
  readonly file: readonly number[];
  readonly label: readonly number[];
  readonly group: readonly number[];
  readonly start: readonly number[];
  readonly end: readonly number[];
  readonly steps: readonly number[];
  /** 0 train, 1 validation, 2 test. */
  readonly split: readonly number[];
}

class Words {
  readonly #index = new Map<string, number>();

  code(word: string | null): number {
    if (word === null) return -1;
    const known = this.#index.get(word);
    if (known !== undefined) return known;
    this.#index.set(word, this.#index.size);
    return this.#index.size - 1;
  }

  list(): string[] {
    return [...this.#index.keys()];
  }
}

export function encodeExamples(examples: readonly Example[]): ExamplesFile {
  const files = new Words();
  const labels = new Words();
  const groups = new Words();
  const columns = {
    file: examples.map((example) => files.code(example.file)),
    label: examples.map((example) => labels.code(example.label)),
    group: examples.map((example) => groups.code(example.group)),
    start: examples.map(({ start }) => start),
    end: examples.map(({ end }) => end),
    steps: examples.map(({ steps }) => steps),
    split: examples.map(({ split }) => splitNames.indexOf(split)),
  };
  return { formatVersion: 1, files: files.list(), labels: labels.list(), groups: groups.list(), ...columns };
}

/** @throws UnrollError STATE_CORRUPT when the columns do not fit together */
export function decodeExamples(stored: ExamplesFile): Example[] {
  return stored.file.map((file, index): Example => {
    const split = splitNames[stored.split[index]!];
    const shown = stored.files[file];
    const start = stored.start[index];
    const end = stored.end[index];
    const steps = stored.steps[index];
    if (
      split === undefined ||
      shown === undefined ||
      start === undefined ||
      end === undefined ||
      steps === undefined
    )
      throw failure('STATE_CORRUPT.examples');
    return {
      index,
      file: shown,
      start,
      end,
      steps,
      label: stored.labels[stored.label[index]!] ?? null,
      group: stored.groups[stored.group[index]!] ?? null,
      split,
    };
  });
}
