/** How many runs are drawn over one another: one colour and one marker each. */
export const MOST_OVERLAID = 8;

/** Gives each run of `ids` a slot; who had one keeps it, newcomers take the lowest that is free. */
export function assignSlots(
  before: ReadonlyMap<string, number>,
  ids: readonly string[],
): ReadonlyMap<string, number> {
  const kept = new Map(ids.flatMap((id) => (before.has(id) ? [[id, before.get(id)!]] : [])));
  const taken = new Set(kept.values());
  for (const id of ids) {
    if (kept.has(id)) continue;
    let slot = 0;
    while (taken.has(slot)) slot++;
    taken.add(slot);
    kept.set(id, slot);
  }
  return kept;
}
