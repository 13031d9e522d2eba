import type { RefusedFile } from '../../../shared/domain/dataset';
import type { Content } from '../readers/content';
import type { SourceFile } from '../readers/source-file';

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
