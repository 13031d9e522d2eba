/** libsamplerate-js refuses more, though only the ratio of the two rates tells. */
const MOST_LIBRARY_HZ = 192_000;

/** Two rates of the same ratio that the library takes. */
export function libraryRates(fromHz: number, toHz: number): readonly [number, number] {
  let scale = 1;
  while (Math.max(fromHz, toHz) * scale > MOST_LIBRARY_HZ) scale /= 2;
  return [Math.max(1, fromHz * scale), Math.max(1, toHz * scale)];
}
