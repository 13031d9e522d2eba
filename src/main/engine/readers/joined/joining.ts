/** One of several files that are one recording, as it was when it was read. */
export interface JoinedPart {
  readonly path: string;
  readonly shown: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly sha256: string;
  /** Stands before the names of its columns: `Accelerometer` makes `Accelerometer.x`. */
  readonly name: string;
  readonly timeColumn: string;
  /** Seconds since 1970 that its times count from; absent where they are instants, or count from the recording's start. */
  readonly startsAt?: number;
  /** The columns that go in, as the file calls them. */
  readonly columns: readonly string[];
  /** Of those, the ones that are no quantities, and so are never between two values. */
  readonly held: readonly string[];
}

/**
 * How the files of one recording become one table: every part put on the same even steps by its own times. It is stored with
 * data sets (`files.json`, docs/file-formats.md), so that the recording can be read again.
 */
export interface Joining {
  /** Steps a second. */
  readonly rateHz: number;
  /** `even` may look ahead, to draw a line to a part's next sample; `past` takes what was known, as forecasts must. */
  readonly method: 'even' | 'past';
  /** Times are instants; else they count from the start of the recording, the same for all parts. */
  readonly isAbsolute: boolean;
  readonly parts: readonly JoinedPart[];
}

/** Tells the same recording apart from itself at another rate, or with other parts. */
export function joiningKey({ path, joining }: { readonly path: string; readonly joining?: Joining }): string {
  if (joining === undefined) return path;
  const { rateHz, method, parts } = joining;
  return JSON.stringify([path, rateHz, method, parts.map((part) => [part.name, part.sha256, part.columns])]);
}

/** What a column of a part is called. One that says no more than its part is called like it. */
export function joinedName({ name, columns }: Pick<JoinedPart, 'name' | 'columns'>, column: string): string {
  const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  const isPart = columns.length === 1 && ['value', 'values', 'column0', plain(name)].includes(plain(column));
  return isPart ? name : `${name}.${column}`;
}
