import type { FieldSource, Remark } from '../../../shared/domain/dataset';

/** Where labels and groups can come from, best guess first, and why. */
export interface FieldGuess {
  readonly source: FieldSource;
  readonly evidence: Remark;
  /** Possible, but nothing speaks for it: only a person chooses it. */
  readonly isRemote?: boolean;
  /** Others are as likely: these, which a person may choose instead. */
  readonly rivals?: readonly FieldSource[];
}
