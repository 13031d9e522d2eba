import type { Draft } from '../../examples/draft';

/** In how many parts examples are. */
export function partsOf(drafts: readonly Draft[]): number {
  return new Set(drafts.map(({ split }) => split)).size;
}

export function groupBy<K>(drafts: readonly Draft[], key: (draft: Draft) => K): Map<K, Draft[]> {
  const groups = new Map<K, Draft[]>();
  for (const draft of drafts) {
    const own = groups.get(key(draft));
    if (own === undefined) groups.set(key(draft), [draft]);
    else own.push(draft);
  }
  return groups;
}
