import { classifies } from '../../../../shared/domain/task';
import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';

/** So many of the labels must be lists for the column to hold several a file. */
const LEAST_SHARE = 0.1;

/** Several labels in one cell, which are taken as one class. */
export function labelsSeveral({ plan, items }: WarningFacts): Remark[] {
  if (!classifies(plan.task) || plan.label.kind !== 'labels-file') return [];
  const labels = items.flatMap(({ label }) => (label === null ? [] : [label]));
  const lists = labels.filter((label) => partsOf(label).length > 1);
  if (lists.length === 0 || lists.length < LEAST_SHARE * labels.length) return [];
  const single = new Set(labels.flatMap(partsOf));
  // "Boston, MA" is one name: the pieces of lists stand elsewhere too.
  const isRepeated = single.size < new Set(lists).size + new Set(labels).size;
  return isRepeated
    ? [remark('labels.several', { count: lists.length, example: lists[0]!.slice(0, 60) })]
    : [];
}

function partsOf(label: string): string[] {
  return label
    .replace(/^\[|\]$/g, '')
    .split(/\s*[,;|]\s*/)
    .filter((part) => part !== '');
}
