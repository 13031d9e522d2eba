/** libsamplerate-js refuses more, though only the ratio of the two rates tells; of what is no whole number it takes the whole. */
const MOST_LIBRARY_HZ = 192_000;

/** Two rates of the same ratio that the library takes; where there are none, of the nearest ratio. */
export function libraryRates(fromHz: number, toHz: number): readonly [number, number] {
  const greatest = Math.max(fromHz, toHz);
  if (Number.isInteger(fromHz) && Number.isInteger(toHz) && greatest <= MOST_LIBRARY_HZ)
    return [fromHz, toHz];
  const scale = MOST_LIBRARY_HZ / greatest;
  return [Math.max(1, Math.round(fromHz * scale)), Math.max(1, Math.round(toHz * scale))];
}
