import type { ImportPlan } from '../../../shared/domain/dataset';
import { extent } from '../examples/lengths';
import type { ColumnFacts } from '../readers/content';
import type { Material } from '../scan/material';
import { rowsOf } from './column-uses';

/** Stretches of a class are at least so long on average. */
const LEAST_STRETCH = 20;
const MOST_CLASSES = 50;
/** Fewer stretches a class than this, over all files, cannot be dealt out to three parts. */
const FEW_STRETCHES = 6;

interface UnnamedLabels {
  /** The likeliest first. */
  readonly columns: readonly ColumnFacts[];
  readonly place: 'last' | 'second' | 'first';
  /** Rows that a class lasts, on average. */
  readonly stretch: number;
  readonly isWeak: boolean;
}

/**
 * Columns of a table without names that look like labels: a few whole numbers, each the same over long stretches, at the end of
 * the row (mHealth, Opportunity), in its second place (PAMAP2, WISDM) or its first. Null where there is none.
 */
export function unnamedLabels(material: Material, columns: readonly ColumnFacts[]): UnnamedLabels | null {
  if (material.kind !== 'table' || columns.length < 3 || !columns.every(({ name }) => isUnnamed(name)))
    return null;
  const rows = rowsOf(material);
  // Words are named classes.
  if (columns.some(({ type, distinct }) => type === 'text' && distinct >= 2 && distinct <= MOST_CLASSES))
    return null;
  const isLabel = columns.map((column) => isLabelLike(column, rows));
  const trailing = isLabel.length - 1 - isLabel.lastIndexOf(false);
  const others = isLabel.filter(Boolean).length;
  const found = (
    own: readonly ColumnFacts[],
    place: UnnamedLabels['place'],
    isWeak: boolean,
  ): UnnamedLabels => ({
    columns: own,
    place,
    stretch: Math.round(rows / Math.max(1, own[0]!.stretches ?? rows)),
    isWeak,
  });
  // Where most columns stand still, as switches do, none of them is the label by its looks.
  if (trailing > 0 && trailing < columns.length / 2) {
    const own = columns.slice(columns.length - trailing).sort((a, b) => a.distinct - b.distinct);
    return found(own, 'last', trailing > 1 || others > trailing + 1);
  }
  if (isLabel[1] === true) return found([columns[1]!], 'second', others > 2);
  if (isLabel[0] === true) return found([columns[0]!], 'first', true);
  return null;
}

/** Whether so few stretches are there that each step is labelled rather than each stretch classified. */
export function hasFewStretches({ columns: [column] }: UnnamedLabels): boolean {
  return (column?.stretches ?? 0) < FEW_STRETCHES * (column?.distinct ?? 1);
}

const isUnnamed = (name: string): boolean => /^column ?\d+$/.test(name);

/** Of a table without names whose label is one of several that look so, all of them: none of the others goes in. */
export function otherAnswers(
  material: Material,
  columns: readonly ColumnFacts[],
  { label }: Pick<ImportPlan, 'label'>,
): ReadonlySet<string> {
  const names = unnamedLabels(material, columns)?.columns.map(({ name }) => name) ?? [];
  return new Set(label.kind === 'column' && names.includes(label.column) ? names : []);
}

function isLabelLike({ type, words, distinct, stretches, missing }: ColumnFacts, rows: number): boolean {
  if (type !== 'number' || words === null || stretches === undefined || missing > 0) return false;
  if (distinct < 2 || distinct > MOST_CLASSES || rows < LEAST_STRETCH * stretches) return false;
  const values = words.map(Number);
  return values.every(Number.isInteger) && extent(values)[0] >= 0;
}
