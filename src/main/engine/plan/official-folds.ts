import type { FieldSource } from '../../../shared/domain/dataset';
import { fileValueOf } from '../examples/items';
import type { Material } from '../scan/material';
import { isFoldName } from '../scan/column-names';
import { foldersOf, isFoldFolder } from '../scan/path-names';

/** Folds into which a set was dealt by those who made it. */
export interface OfficialFolds {
  readonly source: FieldSource;
  /** The column, or a folder for an example. */
  readonly where: string;
  readonly folds: number;
}

/** With two, one would be for all of training and validation. */
const LEAST_FOLDS = 3;
const MOST_FOLDS = 20;

/** A column `fold` of a list, or folders `fold1`, `fold2` …; null where not every file has its fold. */
export function officialFolds(material: Material): OfficialFolds | null {
  if (material.kind === 'cases') return null;
  const columns = material.labels?.columns.filter(isFoldName) ?? [];
  const deepest = Math.max(0, ...material.files.map(({ shown }) => foldersOf(shown).length));
  const sources: FieldSource[] = [
    ...columns.map((column) => ({ kind: 'labels-file' as const, column })),
    ...Array.from({ length: deepest }, (_, k) => ({ kind: 'folder' as const, level: -1 - k })),
  ];
  for (const source of sources) {
    const values = material.files.map((_, index) => fileValueOf(source, material, index));
    const isTold = values.every(
      (value) => value !== null && (source.kind !== 'folder' || isFoldFolder(value)),
    );
    const folds = new Set(values).size;
    if (isTold && folds >= LEAST_FOLDS && folds <= MOST_FOLDS)
      return { source, folds, where: source.kind === 'labels-file' ? source.column : values[0]! };
  }
  return null;
}
