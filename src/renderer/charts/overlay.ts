/** How many runs are drawn over one another: one colour and one marker each. */
export const MOST_OVERLAID = 8;

/** Gives each run of `ids` a slot; who had one keeps it, newcomers take the lowest that is free. In the order of `ids`. */
export function assignSlots(
  before: ReadonlyMap<string, number>,
  ids: readonly string[],
): ReadonlyMap<string, number> {
  const taken = new Set(ids.map((id) => before.get(id)));
  return new Map(
    ids.map((id) => {
      let slot = before.get(id) ?? 0;
      if (!before.has(id)) while (taken.has(slot)) slot++;
      taken.add(slot);
      return [id, slot];
    }),
  );
}
