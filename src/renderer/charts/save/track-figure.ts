import { formatNumber } from '../../ui/format';
import { readInk } from '../canvas/surface';
import type { Ink, Surface } from '../canvas/surface';
import { shareOf } from '../tracks/axis';
import type { Axis } from '../tracks/axis';
import type { Track } from '../tracks/track';
import type { SavedFigure } from './saved-figure';
import { SvgContext, escaped } from './svg-context';

const HEAD_PX = 24;
const AXIS_PX = 22;
const MARGIN_PX = 12;
/** Pixels of a picture to one of the window: sharp on paper. */
const PICTURE_SCALE = 2;
const LEGEND_PX = 16;

interface Place {
  readonly width: number;
  readonly height: number;
}

/** A track with its title, what its colours stand for and its time axis, as it is in view. */
export function trackFigure(track: Track, axis: Axis, { width, height }: Place): SavedFigure {
  const name = track.label ?? track.title;
  const items = track.values?.(axis.shown) ?? [];
  const scale = track.colours?.();
  const legendPx = items.length === 0 && scale === undefined ? 0 : LEGEND_PX;
  const full = {
    width: width + 2 * MARGIN_PX,
    height: height + HEAD_PX + AXIS_PX + legendPx + MARGIN_PX,
  };
  const svg = (): string => {
    const ink = readInk(document.documentElement);
    const context = new SvgContext('plot');
    context.save();
    track.draw(
      { context: context as unknown as Surface['context'], width, height, ink, lossless: true },
      axis.window,
    );
    context.restore();
    const text = (x: number, y: number, words: string, rest = ''): string =>
      `<text x="${x}" y="${y}" font-size="11" fill="${ink.ink}" font-family="sans-serif" ${rest}>${escaped(words)}</text>`;
    const ticks = axis.ticks(width).map(({ at, text: words }) => {
      const x = Math.round(MARGIN_PX + shareOf(axis, at) * width);
      const y = HEAD_PX + height;
      return `<path d="M${x} ${y}v4" stroke="${ink.quiet}"/>${text(x + 2, y + 14, words)}`;
    });
    const legend = items.map(({ k, name: words }, place) => {
      const x = MARGIN_PX + (place * width) / items.length;
      const y = HEAD_PX + height + AXIS_PX;
      return `<rect x="${x}" y="${y}" width="10" height="10" fill="${colourOf(ink, k)}"/>${text(x + 14, y + 9, words)}`;
    });
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${full.width}" height="${full.height}" viewBox="0 0 ${full.width} ${full.height}">`,
      `<rect width="100%" height="100%" fill="${ink.named('--panel')}"/>`,
      text(MARGIN_PX, 16, track.title, 'font-weight="600"'),
      text(full.width - MARGIN_PX, HEAD_PX + height + 14, axis.unitName, 'text-anchor="end"'),
      `<svg x="${MARGIN_PX}" y="${HEAD_PX}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${context.content}</svg>`,
      `<rect x="${MARGIN_PX}" y="${HEAD_PX}" width="${width}" height="${height}" fill="none" stroke="${ink.line}"/>`,
      ...ticks,
      ...legend,
      ...(scale === undefined ? [] : [scaleSvg(scale, HEAD_PX + height + AXIS_PX, text)]),
      '</svg>',
    ].join('\n');
  };
  return { name, svg, png: () => rasterised(svg(), full), table: track.table ?? null };
}

const SCALE_PX = 96;
const SCALE_PARTS = 32;

/** What the colours of a map stand for. */
function scaleSvg(
  { table, range }: ReturnType<NonNullable<Track['colours']>>,
  top: number,
  text: (x: number, y: number, words: string) => string,
): string {
  const width = SCALE_PX / SCALE_PARTS;
  const left = MARGIN_PX + 48;
  const parts = Array.from({ length: SCALE_PARTS }, (_, k) => {
    const packed = table[Math.round((k / (SCALE_PARTS - 1)) * (table.length - 1))]!;
    const [red, green, blue] = [packed & 255, (packed >> 8) & 255, (packed >> 16) & 255];
    return `<rect x="${left + k * width}" y="${top}" width="${width + 0.5}" height="10" fill="rgb(${red},${green},${blue})"/>`;
  });
  const ends = [
    text(MARGIN_PX, top + 9, formatNumber(range.least)),
    text(left + SCALE_PX + 6, top + 9, formatNumber(range.greatest)),
  ];
  return [...parts, ...ends].join('');
}

const colourOf = ({ categories }: Ink, k: number): string => categories[k % categories.length]!;

/** An SVG as a PNG. */
async function rasterised(svg: string, { width, height }: Place): Promise<Blob> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * PICTURE_SCALE;
  canvas.height = height * PICTURE_SCALE;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png'),
  );
}
