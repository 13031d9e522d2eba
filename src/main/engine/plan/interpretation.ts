import type { Understanding } from '../../../shared/domain/dataset';
import type { Draft } from '../examples/draft';
import type { Item } from '../examples/items';
import type { MarkedItem } from '../examples/marked-items';
import type { Material } from '../scan/material';

/** Files under a plan. */
export interface Interpretation {
  readonly understanding: Understanding;
  /** Of what is left of the material when a problem was chosen. */
  readonly material: Material;
  readonly items: readonly Item[];
  readonly drafts: readonly Draft[];
  /** Where examples come of marks: those of each item, in steps of its features. */
  readonly marked?: readonly MarkedItem[];
  /** Where spellings of a class count as one: by which name it goes. */
  readonly spelling?: (label: string) => string;
}
