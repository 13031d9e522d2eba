import type { Content } from './content';
import type { FileRef } from './reader';

/** A file that was found and not yet read. */
export interface FoundFile extends FileRef {
  readonly mtimeMs: number;
}

/** A file with its hash, SHA-256 in hexadecimal. */
export interface HashedFile extends FoundFile {
  readonly sha256: string;
}

/** A file as it was when it was read. */
export interface SourceFile<C extends Content = Content> extends HashedFile {
  readonly content: C;
  /** Files that belong to this one and are none of their own; absent: none. */
  readonly parts?: readonly HashedFile[];
}

/** What is needed to read a file again; what is in it is found out where it is not known. */
export interface KnownFile extends FileRef {
  readonly content?: Content;
}
