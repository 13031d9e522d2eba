/** `magnitude` from little to much; `signed` from most negative through zero to most positive. */
export type PaletteKind = 'magnitude' | 'signed';

export const PALETTE_SIZE = 256;

/** Every 15th colour of matplotlib's viridis (CC0); between them linear, nowhere more than 5 of 255 off. */
const viridis =
  '440154 481769 472a7a 433d84 3d4e8a 355e8d 2e6d8e 297b8e 23898e 1f978b 21a585 2eb37c 46c06f 65cb5e 89d548 b0dd2f d8e219 fde725';

/** Blue, the panel's own colour at zero, orange: told apart with every kind of colour vision. */
const signedOnLight = '053f73 1c6cb0 66a9db b9d9f0 ffffff fad3b0 ec9a55 c96310 7a3200';
const signedOnDark = 'b5deff 62b0f2 2e7cc0 1f4a70 1b1d20 6b3d1d b5612a f0924c ffd0a8';

const tables = new Map<string, Uint32Array>();

/**
 * The 256 colours of a scale, from its least value to its greatest, packed as canvas pixels are in memory
 * (ABGR on the little-endian machines that browsers run on). The same array each time: do not write to it.
 */
export function palette(kind: PaletteKind, dark: boolean): Uint32Array {
  const stops = kind === 'magnitude' ? viridis : dark ? signedOnDark : signedOnLight;
  const known = tables.get(stops) ?? interpolate(stops.split(' '));
  tables.set(stops, known);
  return known;
}

function interpolate(stops: readonly string[]): Uint32Array {
  const channels = stops.map((stop) => [0, 2, 4].map((at) => parseInt(stop.slice(at, at + 2), 16)));
  return Uint32Array.from({ length: PALETTE_SIZE }, (_, index) => {
    const position = (index / (PALETTE_SIZE - 1)) * (stops.length - 1);
    const below = Math.min(stops.length - 2, Math.floor(position));
    const share = position - below;
    const [red, green, blue] = channels[below]!.map((value, channel) =>
      Math.round(value + share * (channels[below + 1]![channel]! - value)),
    );
    return ((255 << 24) | (blue! << 16) | (green! << 8) | red!) >>> 0;
  });
}

/** Colours for kinds of things (Okabe & Ito 2008) as CSS, which follow the theme; past the eighth they repeat. */
export function categoryColour(index: number): string {
  return `var(--category-${(index % 8) + 1})`;
}
