import type { Content } from './content';
import type { FileRef } from './reader';

/** A file that was found and not yet read. */
export interface FoundFile extends FileRef {
  readonly mtimeMs: number;
}

/** A file as it was when it was read. */
export interface SourceFile<C extends Content = Content> extends FoundFile {
  readonly sha256: string;
  readonly content: C;
}

/** What is needed to read a file again; what is in it is found out where it is not known. */
export interface KnownFile extends FileRef {
  readonly content?: Content;
}
