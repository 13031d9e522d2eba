import type { Value } from './graph-builder';

/** Sequences of a batch and how long each is. */
export interface Sequences {
  /** [batch, time, width] float */
  readonly values: Value;
  /** [batch] int64 */
  readonly lengths: Value;
}
