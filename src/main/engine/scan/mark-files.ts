import { posix } from 'node:path';
import type { MarkTrack } from '../../../shared/domain/marks';
import type { RefusedFile } from '../../../shared/domain/dataset';
import { toUnrollError } from '../../../shared/domain/error';
import { refusedFor } from '../../../shared/sentences/refused';
import { onlyTrack } from '../marks/mark-format';
import { readMarks } from '../marks/read-marks';
import { hashFile } from '../readers/hash-file';
import { FileIndex } from '../readers/labels/file-index';
import type { FoundFile, HashedFile, SourceFile } from '../readers/source-file';

/** A file of marks that lies among recordings, or a recording that holds marks too. */
export interface MarkFile extends HashedFile {
  readonly format: string;
  readonly tracks: readonly MarkTrack[];
}

/** Marks of one recording from one source. */
export interface RecordingTrack {
  /** Shown path of the file of marks. */
  readonly from: string;
  /** What the person chooses by: the track's own name, else what tells its file from the others of the recording. */
  readonly name: string;
  readonly track: MarkTrack;
}

export interface MatchedMarks {
  /** By the place of a recording among the files. */
  readonly byRecording: ReadonlyMap<number, readonly RecordingTrack[]>;
  /** Tracks of which no recording is here: the file of marks, and what it names. */
  readonly missing: readonly { readonly from: string; readonly recording: string | null }[];
}

type Recording = Pick<SourceFile, 'shown' | 'content' | 'parts'>;

/** Seconds are samples where a table has no time. */
const ROWS_ARE_SECONDS = 1;

/**
 * Reads files of marks, those that count samples at the rate of their recording.
 *
 * @returns what was read, and what could not be
 */
export async function readMarkFiles(
  found: readonly FoundFile[],
  recordings: readonly Recording[],
  signal?: AbortSignal,
): Promise<{ files: MarkFile[]; refused: RefusedFile[] }> {
  const names = new MarkNames(recordings);
  const files: MarkFile[] = [];
  const refused: RefusedFile[] = [];
  const isRecording = new Set(recordings.map(({ shown }) => shown));
  for (const file of found)
    try {
      const own = recordings[names.beside(file.shown) ?? 0];
      const { format, tracks } = await tracksOf(file, own === undefined ? null : rateOf(own));
      const sha256 = await hashFile(file.path, file.shown, signal);
      // Annotations inside a recording may keep its time alone, and say nothing of whether somebody looked.
      const said = isRecording.has(file.shown) ? tracks.filter(({ marks }) => marks.length > 0) : tracks;
      if (said.length > 0) files.push({ ...file, sha256, format, tracks: said });
    } catch (thrown) {
      // A recording whose annotations cannot be read is a recording still.
      if (!isRecording.has(file.shown)) refused.push(refusedFor(file.shown, toUnrollError(thrown)));
    }
  return { files, refused };
}

async function tracksOf(
  { path, shown, size }: FoundFile,
  rateHz: number | null,
): Promise<{ format: string; tracks: readonly MarkTrack[] }> {
  if (size === 0) return { format: 'audacity', tracks: [onlyTrack([])] };
  const { format, tracks } = await readMarks(path, shown, rateHz);
  return { format: format.name, tracks };
}

/** Rows a second of a recording; 1 where it has no time. */
export function rateOf({ content }: Pick<Recording, 'content'>): number {
  if (content.kind === 'audio') return content.rateHz;
  if (content.kind !== 'table') return ROWS_ARE_SECONDS;
  const clock = content.columns.find((column) => (column.clock?.rateHz ?? null) !== null)?.clock;
  return clock?.rateHz ?? ROWS_ARE_SECONDS;
}

/** A stretch that is so much of its recording is the recording. */
const WHOLE = 0.7;

/**
 * Whether a list that names each recording once, with where something starts and ends, marks stretches of recordings that go on
 * beyond them. Where the times are those of another recording, as of clips that were cut out of it, they say nothing of these.
 */
export function marksStretches(file: MarkFile, recordings: readonly Recording[]): boolean {
  const spans = [...matchMarks([file], recordings).byRecording].flatMap(([index, tracks]) =>
    tracks.flatMap(({ track }) =>
      track.marks.map(({ startSeconds, endSeconds }) => {
        const seconds = secondsOf(recordings[index]!);
        return endSeconds <= 1.01 * seconds && endSeconds - startSeconds < WHOLE * seconds;
      }),
    ),
  );
  return spans.length > 0 && 2 * spans.filter((isPart) => isPart).length > spans.length;
}

function secondsOf(recording: Recording): number {
  const { content } = recording;
  const length = content.kind === 'audio' ? content.length : content.kind === 'table' ? content.rows : 0;
  return length / rateOf(recording);
}

/** Files of marks that are no recordings themselves. */
export function besideRecordings({
  marks,
  files,
}: {
  readonly marks: readonly MarkFile[];
  readonly files: readonly { readonly shown: string }[];
}): readonly MarkFile[] {
  const recordings = new Set(files.map(({ shown }) => shown));
  return marks.filter(({ shown }) => !recordings.has(shown));
}

/** Which recording each track is of: by the name that it gives, else by its own file's name or folder. */
export function matchMarks(files: readonly MarkFile[], recordings: readonly Recording[]): MatchedMarks {
  const names = new MarkNames(recordings);
  const found = new Map<number, { file: MarkFile; track: MarkTrack }[]>();
  const missing: MatchedMarks['missing'][number][] = [];
  for (const file of files) {
    const named = new Set(file.tracks.map(({ recording }) => recording));
    for (const track of file.tracks) {
      const { recording } = track;
      // A table that was renamed together with its recording still names the old one.
      const beside = recording === null || named.size === 1 ? names.beside(file.shown) : null;
      const index = (recording === null ? null : names.named(recording, file.shown)) ?? beside;
      if (index === null) missing.push({ from: file.shown, recording });
      else found.set(index, [...(found.get(index) ?? []), { file, track }]);
    }
  }
  const byRecording = new Map(
    [...found].map(([index, own]) => [index, withNames(own, recordings[index]!.shown)] as const),
  );
  return { byRecording, missing };
}

/** Tracks without a name go by what their files' names have beside the recording's, where there are several. */
function withNames(
  own: readonly { file: MarkFile; track: MarkTrack }[],
  recording: string,
): RecordingTrack[] {
  const files = new Set(own.map(({ file }) => file.shown));
  return own.map(({ file, track }) => {
    const rest = files.size > 1 ? sourceName(file, recording) : '';
    const name = [rest, track.name].filter((part) => part !== '').join(': ');
    return { from: file.shown, name, track };
  });
}

const stemOf = (shown: string): string => posix.basename(shown, posix.extname(shown)).normalize('NFC');

function sourceName({ shown, format }: MarkFile, recording: string): string {
  const rest = stemOf(shown).slice(commonStart(stemOf(shown), stemOf(recording)));
  const plain = rest.replace(/^[\W_]+|[\W_]+$/gu, '');
  if (plain !== '') return plain;
  const folder = posix.basename(posix.dirname(shown));
  return posix.dirname(shown) === posix.dirname(recording) || folder === '.' ? format : folder;
}

function commonStart(a: string, b: string): number {
  let k = 0;
  while (k < a.length && a[k]!.toLowerCase() === b[k]?.toLowerCase()) k++;
  return k < b.length ? 0 : k;
}

/** What names of files of marks end with, where they say what they are. */
const marksWord =
  /(^|[^\p{L}])(hypnogram|annotations?|annot|labels?|events?|scor(e|es|ing)|stages?|marks?|markers?|tags)$/u;

/** Recordings by the names of what lies beside them. */
class MarkNames {
  readonly #index: FileIndex;
  /** Which recording each name of the index is of: its own, and those of its parts. */
  readonly #of: readonly number[];
  readonly #shown: readonly string[];

  constructor(recordings: readonly Recording[]) {
    const names = recordings.flatMap(({ shown, parts = [] }, index) =>
      [shown, ...parts.map((part) => part.shown)].map((name) => ({ name, index })),
    );
    this.#shown = names.map(({ name }) => name);
    this.#of = names.map(({ index }) => index);
    this.#index = new FileIndex(this.#shown);
  }

  /** As a file of marks names it, from this machine or another. */
  named(recording: string, from: string): number | null {
    const found = this.#index.find(recording, posix.dirname(from));
    if (typeof found === 'number') return this.#of[found]!;
    // Several of a name: the one that lies nearest to the marks.
    if (found === null) return null;
    const name = posix.basename(recording.replaceAll('\\', '/')).toLowerCase();
    return this.#nearest(from, (shown) =>
      [posix.basename(shown), stemOf(shown)].some((own) => own.toLowerCase() === name),
    );
  }

  /** The recording whose name a file of marks begins with, or the only one of its folder. */
  beside(from: string): number | null {
    const own = posix.basename(from).normalize('NFC').toLowerCase();
    const lengthOf = (shown: string): number => {
      const stem = stemOf(shown).toLowerCase();
      const isStart = stem !== '' && own.startsWith(stem) && !/^[\p{L}\p{N}]/u.test(own.slice(stem.length));
      return isStart ? stem.length : 0;
    };
    const longest = this.#shown.reduce((most, shown) => Math.max(most, lengthOf(shown)), 0);
    if (longest > 0) return this.#nearest(from, (shown) => lengthOf(shown) === longest);
    const twin = this.#twin(from);
    if (twin !== null) return twin;
    const folder = posix.dirname(from);
    const inside = new Set(
      this.#shown.flatMap((shown, k) => (posix.dirname(shown) === folder ? [this.#of[k]!] : [])),
    );
    if (inside.size === 1) return [...inside][0]!;
    return new Set(this.#of).size === 1 ? this.#of[0]! : null;
  }

  /**
   * Of marks that are called so, the recording in their folder whose name begins as theirs, by whole numbers and longer than any
   * other's: `SC4001E0-PSG` of `SC4001EC-Hypnogram`. Null where there is none.
   */
  #twin(from: string): number | null {
    const own = stemOf(from).toLowerCase();
    if (!marksWord.test(own)) return null;
    const folder = posix.dirname(from);
    const alike = this.#shown.flatMap((shown, k) => {
      const other = stemOf(shown).toLowerCase();
      let length = 0;
      while (length < own.length && own[length] === other[length]) length++;
      const splitsNumber = [own, other].some(
        (name) => /\d/.test(name[length - 1] ?? '') && /\d/.test(name[length] ?? ''),
      );
      const isNumbered = /\d/.test(own.slice(0, length));
      return posix.dirname(shown) === folder && isNumbered && !splitsNumber
        ? [{ of: this.#of[k]!, length }]
        : [];
    });
    const longest = Math.max(...alike.map(({ length }) => length));
    const best = new Set(alike.filter(({ length }) => length === longest).map(({ of }) => of));
    return best.size === 1 ? [...best][0]! : null;
  }

  /** Of those that fit, the one with the most folders in common; null where that leaves several. */
  #nearest(from: string, fits: (shown: string) => boolean): number | null {
    const folders = posix.dirname(from).split('/');
    const common = (shown: string): number => {
      const own = posix.dirname(shown).split('/');
      let k = 0;
      while (k < own.length && own[k] === folders[k]) k++;
      return posix.dirname(shown) === posix.dirname(from) ? Infinity : k;
    };
    const fitting = this.#shown.flatMap((shown, k) =>
      fits(shown) ? [{ of: this.#of[k]!, at: common(shown) }] : [],
    );
    const most = Math.max(...fitting.map(({ at }) => at));
    const best = new Set(fitting.filter(({ at }) => at === most).map(({ of }) => of));
    return best.size === 1 ? [...best][0]! : null;
  }
}
