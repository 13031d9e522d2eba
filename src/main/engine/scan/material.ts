import type { RefusedFile, Remark, SplitName } from '../../../shared/domain/dataset';
import type { Content } from '../readers/content';
import type { SourceFile } from '../readers/source-file';
import type { MarkFile } from './mark-files';

/** What labels files say, by file. */
export interface FileLabels {
  readonly columns: readonly string[];
  /** [files]; null where a file is not listed. */
  readonly values: readonly (readonly string[] | null)[];
  /** Rows that name files that are not there. */
  readonly missing: readonly string[];
  /** Of those, the ones that several files could be. */
  readonly ambiguous: readonly string[];
  /** Every list that was read, and how many of its rows name a file that is here. */
  readonly lists: readonly { readonly shown: string; readonly rows: number; readonly matched: number }[];
  /** The part of files that no list of parts names: those that are in no list for validation or test are for training. */
  readonly restPart: SplitName | null;
  readonly contradicted: ReadonlySet<number>;
  /** The further rows of files that are listed more than once with different values. */
  readonly others: ReadonlyMap<number, readonly (readonly string[])[]>;
  /** Columns that stand in files of facts beside the recordings: most of them tell of the device. */
  readonly aside?: ReadonlySet<string>;
  /** What is said of a path, also of a folder. */
  readonly valuesOf?: (shown: string) => readonly string[] | null;
}

/** A file beside the recordings that says something about them and is not learnt from. */
export interface Beside {
  readonly file: string;
  readonly role: 'marks' | 'metadata';
  /** The folder or recording that it speaks of. */
  readonly of: string;
  readonly evidence: Remark;
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
  /** Files that mark stretches of others: starts, ends and what is there. */
  readonly marks: readonly MarkFile[];
  readonly beside?: readonly Beside[];
  /** Files that are no data by their names, such as README.txt. */
  readonly notes?: readonly string[];
  /** Patterns of a person that no file fits. */
  readonly idlePatterns?: readonly string[];
  readonly filesByFormat: Readonly<Record<string, number>>;
}
