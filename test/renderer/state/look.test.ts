import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PALETTE_SIZE, palette } from '../../../src/renderer/charts/heat/colormaps';
import { roundTicks, timeUnit } from '../../../src/renderer/charts/tracks/ticks';
import { timeTicks } from '../../../src/renderer/charts/tracks/time-window';

type Rgb = readonly [number, number, number];

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
const contrast = (a: Rgb, b: Rgb): number => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
};

function tokens(theme: 'light' | 'dark'): Record<string, Rgb> {
  const css = readFileSync('src/renderer/styles/tokens.css', 'utf8');
  const [light = '', dark = ''] = css.split(":root[data-theme='dark']");
  const found = [...(theme === 'light' ? light : dark).matchAll(/--([a-z0-9-]+): #([0-9a-f]{6});/g)];
  return Object.fromEntries(
    found.map(([, name, hex]) => [
      name,
      [0, 2, 4].map((at) => parseInt(hex!.slice(at, at + 2), 16)) as unknown as Rgb,
    ]),
  );
}

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  const colour = tokens(theme);
  const grounds = ['ground', 'panel', 'sunk', 'accent-wash'];

  it('has text that can be read on every ground (AA: 4.5)', () => {
    for (const ink of ['ink', 'quiet', 'accent', 'good', 'warn', 'bad'])
      for (const ground of grounds)
        expect(contrast(colour[ink]!, colour[ground]!), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    for (const tone of ['good', 'warn', 'bad'])
      expect(contrast(colour[tone]!, colour[`${tone}-wash`]!), tone).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour['on-accent']!, colour['accent']!)).toBeGreaterThanOrEqual(4.5);
  });

  it('has controls whose edges can be seen (AA: 3)', () => {
    for (const ground of grounds)
      expect(contrast(colour['field-line']!, colour[ground]!), ground).toBeGreaterThanOrEqual(2.99);
  });
});

const rgbOf = (packed: number): Rgb => [packed & 255, (packed >> 8) & 255, (packed >> 16) & 255];

describe('colour scales', () => {
  it('rise steadily in lightness from little to much', () => {
    const light = [...palette('magnitude', false)].map((packed) => luminance(rgbOf(packed)));
    for (let at = 1; at < light.length; at += 1)
      expect(light[at]!).toBeGreaterThanOrEqual(light[at - 1]! - 1e-3);
  });

  it('have their ends and middle where matplotlib has them', () => {
    const viridis = palette('magnitude', true);
    expect(rgbOf(viridis[0]!)).toEqual([68, 1, 84]);
    expect(rgbOf(viridis[255]!)).toEqual([253, 231, 37]);
    rgbOf(viridis[127]!).forEach((value, channel) =>
      expect(Math.abs(value - [33, 144, 141][channel]!)).toBeLessThanOrEqual(5),
    );
  });

  it('show zero in the colour of the panel', () => {
    for (const theme of ['light', 'dark'] as const) {
      const middle = rgbOf(palette('signed', theme === 'dark')[PALETTE_SIZE / 2]!);
      middle.forEach((value, channel) =>
        expect(Math.abs(value - tokens(theme)['panel']![channel]!)).toBeLessThanOrEqual(4),
      );
    }
  });
});

describe('ticks', () => {
  it('are round and not more than asked for', () => {
    expect(roundTicks(0, 1.75, 4)).toEqual([0, 0.5, 1, 1.5]);
    expect(roundTicks(-1, 1, 4)).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(roundTicks(3, 3, 5)).toEqual([3]);
  });

  it('count time in the unit that suits it', () => {
    expect(timeUnit(175 * 0.01).unit).toBe('second');
    expect(timeUnit(600)).toMatchObject({ unit: 'minute' });
    expect(timeUnit(24 * 30.4 * 86_400).unit).toBe('day');
    expect(timeUnit(null).unit).toBe('step');
    expect(timeTicks({ from: 0, to: 7 }, null, 400)).toEqual(
      [0, 2, 4, 6].map((step) => ({ step, value: step })),
    );
  });
});
