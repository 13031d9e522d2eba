import { byLabel } from './class-order';

/** Classes that differ in case, blanks, `_` and `-` alone, the commonest spelling of each first. */
export type Alike = readonly (readonly string[])[];

/** @param labels every label as often as it comes */
export function alikeLabels(labels: Iterable<string | null>): Alike {
  const counts = new Map<string, number>();
  for (const label of labels) if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  const groups = new Map<string, string[]>();
  for (const label of counts.keys()) {
    const key = spellingOf(label);
    // Single letters, and signs around a number, are classes of their own: `a` and `A`, `-1` and `1`.
    if (key.replace(/[^\p{L}]/gu, '').length > 1) groups.set(key, [...(groups.get(key) ?? []), label]);
  }
  return [...groups.values()]
    .filter(({ length }) => length > 1)
    .map((own) => own.sort((a, b) => counts.get(b)! - counts.get(a)! || byLabel(a, b)));
}

function spellingOf(label: string): string {
  return label
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/gu, ' ')
    .trim();
}

/** Each label by the commonest of its spellings. */
export function oneSpelling(alike: Alike): (label: string) => string {
  const first = new Map(alike.flatMap((own) => own.map((label) => [label, own[0]!] as const)));
  return (label) => first.get(label) ?? label;
}
