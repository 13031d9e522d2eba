/** How many runs are drawn over one another: one colour and one marker each. */
export const MOST_OVERLAID = 8;

/**
 * Gives each run of `ids` a slot; who had one keeps it, newcomers take their own, and where another lies there the lowest
 * that is free. In the order of `ids`.
 *
 * @param own the slot that belongs to a run, so that it has one colour wherever it is drawn
 */
export function assignSlots(
  before: ReadonlyMap<string, number>,
  ids: readonly string[],
  own: (id: string) => number = () => 0,
): ReadonlyMap<string, number> {
  const taken = new Set(ids.map((id) => before.get(id)));
  return new Map(
    ids.map((id) => {
      let slot = before.get(id) ?? own(id) % MOST_OVERLAID;
      if (!before.has(id) && taken.has(slot)) for (slot = 0; taken.has(slot);) slot++;
      taken.add(slot);
      return [id, slot];
    }),
  );
}
