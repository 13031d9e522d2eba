import type { RecordingsBy } from '../../../../shared/domain/dataset';
import type { SourceFile } from '../../readers/source-file';

/** What the profiles look at. */
export type Seen = Pick<SourceFile, 'path' | 'shown' | 'content'>;

/** Files that one recording may be made of. */
export interface Together {
  /** What the recording is called: the folder, or what its files' names have in common. */
  readonly shown: string;
  /** [parts] */
  readonly parts: readonly { readonly name: string; readonly file: number }[];
}

export interface Grouping {
  readonly by: Exclude<RecordingsBy, 'file'>;
  /** Of a layout that is known by name; null where the files themselves are the only evidence. */
  readonly layout: string | null;
  readonly strength: 'strong' | 'weak';
  readonly recordings: readonly Together[];
}
