import type { RefusedFile } from '../../../shared/domain/dataset';
import type { Content } from '../readers/content';

/** A file as it was when it was read. */
export interface SourceFile<C extends Content = Content> {
  readonly path: string;
  /** As shown to people, relative to what was dropped. */
  readonly shown: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly sha256: string;
  readonly content: C;
}

/** What labels files say, by file. */
export interface FileLabels {
  readonly columns: readonly string[];
  /** [files]; null where a file is not listed. */
  readonly values: readonly (readonly string[] | null)[];
  /** Rows that name files that are not there. */
  readonly missing: readonly string[];
  readonly contradicted: ReadonlySet<number>;
}

/** Everything that was read of what a person dropped, before any decision is made about it. */
export interface Material {
  readonly rootDir: string;
  readonly source: string;
  readonly kind: Content['kind'];
  /** All of one kind. */
  readonly files: readonly SourceFile[];
  readonly labels: FileLabels | null;
  readonly refused: readonly RefusedFile[];
  readonly filesByFormat: Readonly<Record<string, number>>;
}
