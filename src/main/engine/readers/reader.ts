import type { Content } from './content';
import type { Joining } from './joined/joining';
import type { Column } from './table/table';
import type { StoredTable } from './table/table-columns';

/** A file as a reader is given it. */
export interface FileRef {
  /** Absolute. */
  readonly path: string;
  /** Relative to what was dropped, with `/`, for sentences. */
  readonly shown: string;
  readonly size: number;
  /** Of a recording that is several files: how they are put together. `path` and `shown` are then its own name. */
  readonly joining?: Joining;
  /** What a row is, where a person says so: one sequence, or one moment of all columns. */
  readonly rows?: 'sequence' | 'moment';
}

/** How sure a reader is that a file is its own: by a signature in it, by its name alone, or not at all. */
export type Claim = 'signature' | 'name' | 'none';

/** Rows `start` (inclusive) … `end` (exclusive): samples of sound, rows of a table, steps of one sequence of many. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** Which sequence of a file that holds many. */
  readonly sequence?: number;
}

/** Successive rows of some columns. */
export interface Block {
  /** Row of the file (or of the sequence) that comes first. */
  readonly start: number;
  readonly rows: number;
  /** In the order in which they were asked for; each [rows]. */
  readonly columns: readonly Column[];
}

/** What describing a file is handed beside the file. */
export interface DescribeOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * Takes the rows that are decoded in passing, all columns of them and in order, so that a file is decoded once. A reader
   * that describes without decoding, or that reads a span as fast as a cache would, need not call it.
   *
   * @param sequence which sequence of a file that holds many; 0 else
   * @param isInPlace a span is read as soon from the file, so that a long one need not be kept
   */
  readonly keep?: ((block: Block, sequence: number, isInPlace?: boolean) => void | Promise<void>) | undefined;
  /** Takes a table that was read, whole; a reader of tables calls this instead of `keep` where it is given. */
  readonly keepTable?: ((table: StoredTable) => void) | undefined;
  /** A file where cells may go that are too many for memory. */
  readonly spill?: string | undefined;
  /** All of the file, where it was small enough to be read before. */
  readonly bytes?: Uint8Array | undefined;
  /** Told how many of the file's bytes were read, now and then. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * One file format, and the only place that knows it: which files are its own, what is in them, and a span of them as a
 * stream of blocks. Everything above works on this and branches on no format. A new format is a file or folder in this
 * room and a line in `registry.ts`.
 */
export interface Reader<C extends Content = Content> {
  /** Short and stable: it is stored with data sets. */
  readonly format: string;
  readonly kind: C['kind'];
  /** Lower case, with the dot. */
  readonly endings: readonly string[];
  /** @param head the first 64 KiB @param name the file's base name */
  claim(head: Uint8Array, name: string): Claim;
  /**
   * Names of files in the same folder that belong to a file and are none of their own, such as the samples of a header.
   *
   * @throws UnrollError as {@link describe}
   */
  companions?(file: FileRef): Promise<readonly string[]>;
  /**
   * The format of another reader, where what is in a file is that one's: rows that are lists are many sequences.
   *
   * @throws UnrollError as {@link describe}
   */
  instead?(file: Omit<FileRef, 'size'>): Promise<string | null>;
  /**
   * What is in a file, in one pass of bounded memory.
   *
   * @throws UnrollError FILE_EMPTY, FILE_CORRUPT, FILE_TOO_LARGE, FILE_MISSING, FILE_UNREADABLE
   */
  describe(file: FileRef, options?: DescribeOptions): Promise<C>;
  /**
   * A span of a file in blocks of bounded size, in order. Stopping to read ends the work behind it.
   *
   * @param columns names, in the order wanted; null for all
   * @throws UnrollError as {@link describe}; COLUMN_UNKNOWN
   */
  read(
    file: FileRef,
    content: C,
    span: Span,
    columns: readonly string[] | null,
    signal?: AbortSignal,
  ): AsyncIterable<Block>;
}
