import type { SplitName } from '../../../shared/domain/dataset';
import type { Item } from './items';

/** An example before its features are computed. */
export interface Draft extends Omit<Item, 'given'> {
  /** Time steps after features. */
  readonly steps: number;
  readonly split: SplitName;
  /** Index of the item that it is a window of, or that it is. */
  readonly item: number;
  /** Its first step within the item's steps. */
  readonly row: number;
  /** Steps before this one are context, and judged elsewhere; only where every step is answered. */
  readonly scoredFrom: number;
}
