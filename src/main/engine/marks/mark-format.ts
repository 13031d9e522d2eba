import type { Mark, MarkTrack } from '../../../shared/domain/marks';
import { failure } from '../../../shared/sentences/failure';

/** A file of marks, and what is known of the recording that it lies beside. */
export interface MarkSource {
  readonly shown: string;
  readonly bytes: Uint8Array;
  /** Whole content as text; empty for a format of bytes. */
  readonly text: string;
  /** Needed by formats that count samples; null when unknown. */
  readonly rateHz: number | null;
}

/** What is known of a recording that marks are written for. */
interface MarkTarget {
  /** Its file name. */
  readonly recording: string;
  readonly durationSeconds: number | null;
  readonly rateHz: number | null;
}

/** What a format has a place for. */
export type Holding =
  | 'stretches'
  | 'points'
  | 'frequencies'
  | 'channel'
  | 'confidence'
  | 'note'
  | 'columns'
  | 'tracks'
  | 'recordings'
  | 'examined';

/** One kind of file of marks. Formats know nothing of one another; `registry.ts` lists them. */
export interface MarkFormat {
  readonly name: string;
  /** Of files that are written, with the dot. */
  readonly ending: string;
  readonly holds: ReadonlySet<Holding>;
  /** Whether a file is of this format, by its name and what it begins with. */
  claims(head: string, name: string): boolean;
  /** @throws UnrollError FILE_CORRUPT, ARGUMENT_INVALID where samples are counted and the rate is not known */
  read(source: MarkSource): MarkTrack[];
  write(tracks: readonly MarkTrack[], target: MarkTarget): string | Uint8Array;
}

export const holding = (...all: readonly Holding[]): ReadonlySet<Holding> => new Set(all);

/** A track of a file that has one without a name. */
export function onlyTrack(marks: Mark[], more: Partial<MarkTrack> = {}): MarkTrack {
  return { name: '', recording: null, marks, examined: [], clock: 'start', ...more };
}

/** Tracks by what `key` says of each mark, in the order in which they come. */
export class Tracks {
  readonly #tracks = new Map<string, MarkTrack>();

  of(name: string, recording: string | null, more: Partial<MarkTrack> = {}): MarkTrack {
    const key = JSON.stringify([name, recording]);
    let track = this.#tracks.get(key);
    if (track === undefined) {
      track = onlyTrack([], { name, recording, ...more });
      this.#tracks.set(key, track);
    }
    return track;
  }

  get all(): MarkTrack[] {
    return [...this.#tracks.values()];
  }
}

/** A number as people write it: a decimal comma too. Null when it is none. */
export function numberIn(cell: string | undefined): number | null {
  const text = cell?.trim().replace(/^([-+]?\d+),(\d+)$/, '$1.$2') ?? '';
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? null : value;
}

/** Leaves out what is undefined, so that equal marks are equal objects. */
export function mark(
  startSeconds: number,
  endSeconds: number,
  label: string,
  more: Partial<Mark> = {},
): Mark {
  const known = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
  return { startSeconds, endSeconds, label, ...known };
}

/** Samples are counted and nothing says how many a second has. */
export function requireRate({ rateHz, shown }: MarkSource): number {
  if (rateHz === null) throw failure('ARGUMENT_INVALID.marksRate', { file: shown });
  return rateHz;
}

/** @throws UnrollError FILE_CORRUPT for a mark that ends before it starts, or that has no time */
export function requireOrder(shown: string, line: number, { startSeconds, endSeconds }: Mark): void {
  if (endSeconds >= startSeconds) return;
  throw failure('FILE_CORRUPT.markBackwards', { file: shown, line });
}

export function corruptLine(shown: string, line: number, text: string): Error {
  return failure('FILE_CORRUPT.markLine', { file: shown, line, text: text.slice(0, 80) });
}

export const linesOf = (text: string): string[] => text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);

/** The cells of a row that nothing else is read from, by their columns' names; undefined where all are empty. */
export function ownCells(
  header: readonly string[],
  cells: readonly string[],
  isRead: (column: number) => boolean,
): Mark['own'] {
  const own = header.flatMap((name, k): [string, string][] => {
    const cell = cells[k]?.trim() ?? '';
    return name === '' || cell === '' || isRead(k) || header.indexOf(name) < k ? [] : [[name, cell]];
  });
  return own.length === 0 ? undefined : Object.fromEntries(own);
}

/** Columns of people's own that marks have, beside those that a format writes itself. */
export function ownColumns(tracks: readonly MarkTrack[], header: readonly string[]): string[] {
  const known = new Set(header.map((name) => name.toLowerCase()));
  const names = new Set(tracks.flatMap(({ marks }) => marks.flatMap(({ own = {} }) => Object.keys(own))));
  return [...names].filter((name) => !known.has(name.toLowerCase()));
}

/** In the order of time. */
export const sorted = (marks: readonly Mark[]): Mark[] =>
  [...marks].sort((a, b) => a.startSeconds - b.startSeconds || a.endSeconds - b.endSeconds);

/** One line without what would end a cell. */
export const plainCell = (text: string): string => text.replace(/[\t\r\n]+/g, ' ');

/** Seconds to the microsecond, without zeros at the end. */
export const secondsText = (seconds: number): string => String(Number(seconds.toFixed(6)));

/** What a spreadsheet would compute is kept a text. */
export const safeCell = (cell: string): string =>
  /^[=+\-@\t\r]/.test(cell) && numberIn(cell) === null ? `'${cell}` : cell;
