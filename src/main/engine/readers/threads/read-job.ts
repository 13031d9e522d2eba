import type { ErrorShape } from '../../../../shared/domain/error';
import type { Content } from '../content';
import type { FileRef } from '../reader';
import type { HashedFile } from '../source-file';
import type { CasesCells } from '../cache/kept-cases';
import type { KeptColumn } from '../cache/kept-table';
import type { StoredCells } from '../table/table-store';

/** A file that a thread is to read. */
export interface FileToRead extends FileRef {
  /** Of its reader. */
  readonly format: string;
  /** A file for cells that are too many for memory. */
  readonly spill: string;
  /** Whether its hash is wanted too: those of long files are computed elsewhere meanwhile. */
  readonly hashes: boolean;
}

/** What one thread does for several files, one after the other. */
export type ReadJob =
  | { readonly kind: 'claim'; readonly cacheDir: string; readonly files: readonly Omit<FileRef, 'size'>[] }
  | { readonly kind: 'describe'; readonly cacheDir: string; readonly files: readonly FileToRead[] };

/** The rows of a file, as they cross over from the thread that read them. */
export type KeptData =
  | { readonly kind: 'table'; readonly columns: readonly KeptColumn[]; readonly cells: StoredCells }
  | { readonly kind: 'cases'; readonly cells: CasesCells };

/** What a thread has read of one file. */
export interface ReadFile {
  readonly sha256: string | null;
  readonly content: Content;
  readonly parts: readonly HashedFile[];
  readonly kept: KeptData | null;
}

/** Whose a file is. */
export interface ClaimedFile {
  /** Of its reader. */
  readonly format: string;
  /** Of a table of text: its first line, or a good part of it, byte by byte; tables that begin alike are of one kind. */
  readonly line?: string;
}

/** Of the file with this place in the job: what came out, or why it cannot be read. */
export type ReadOutcome =
  | ({ readonly kind: 'claimed'; readonly index: number } & ClaimedFile)
  | { readonly kind: 'read'; readonly index: number; readonly file: ReadFile }
  | { readonly kind: 'refused'; readonly index: number; readonly error: ErrorShape };

/** How far a file is, or what came of several: a message costs more than a small file. */
export type ReadPiece =
  | { readonly kind: 'bytes'; readonly index: number; readonly bytes: number }
  | { readonly kind: 'outcomes'; readonly outcomes: readonly ReadOutcome[] };
