import type { Surface } from '../canvas/surface';
import type { Span } from './time-window';
import type { Track, TrackHead } from './track';

/**
 * Classes over time as coloured bars, one row below the other; nothing where there is none. Bars of different classes
 * differ in height too, so that it is not colour alone that tells them apart.
 *
 * @param rows [steps] index of the class of each step; negative where there is none
 */
function drawLabels(surface: Surface, rows: readonly ArrayLike<number>[], window: Span): void {
  const { context, width, height, ink } = surface;
  const rowHeight = height / rows.length;
  const pixelsPerStep = width / (window.to - window.from);
  rows.forEach((labels, row) => {
    const last = Math.min(labels.length, Math.ceil(window.to));
    let start = Math.max(0, Math.floor(window.from));
    for (let t = start + 1; t <= last; t++) {
      if (t < last && labels[t] === labels[start]) continue;
      const label = labels[start]!;
      if (label >= 0) {
        const x = (start - window.from) * pixelsPerStep;
        const size = Math.max(1, (t - start) * pixelsPerStep);
        context.fillStyle = ink.categories[label % ink.categories.length]!;
        const inset = 2 + (label % 3) * 3;
        context.fillRect(x, row * rowHeight + inset, size, rowHeight - inset - 2);
      }
      start = t;
    }
  });
}

/** A stretch with a name. */
export interface Named extends Span {
  readonly name: string;
  /** Of its colour. */
  readonly index: number;
}

/** Stretches as bars with their names where there is room: it is not colour alone that tells them apart. */
export function drawNamed(surface: Surface, stretches: readonly Named[], { from, to }: Span): void {
  const { context, width, height, ink } = surface;
  context.font = ink.font.replace('10px', '11px');
  context.textBaseline = 'middle';
  for (const stretch of stretches) {
    const left = Math.max(0, ((stretch.from - from) / (to - from)) * width);
    const right = Math.min(width, ((stretch.to - from) / (to - from)) * width);
    if (right <= left) continue;
    const colour = ink.categories[stretch.index % ink.categories.length]!;
    context.fillStyle = colour;
    context.globalAlpha = 0.22;
    context.fillRect(left, 2, right - left, height - 4);
    context.globalAlpha = 1;
    context.fillRect(left, height - 5, right - left, 3);
    context.save();
    context.beginPath();
    context.rect(left, 0, right - left - 4, height);
    context.clip();
    context.fillStyle = ink.ink;
    context.fillText(stretch.name, left + 5, height / 2 - 1);
    context.restore();
  }
}

interface LabelTrackOptions extends TrackHead, Pick<Track, 'readout'> {
  readonly names: readonly string[];
  /** Each [steps], the index of a class or −1; one row below the other. */
  readonly rows: readonly ArrayLike<number>[];
}

const MOST_NAMES = 4;

/** Classes over time, with the names of those that occur. */
export function labelTrack({ names, rows, ...head }: LabelTrackOptions): Track {
  const occurring = new Set(rows.flatMap((row) => Array.from(row)));
  const items = names.map((name, k) => ({ name, k })).filter(({ k }) => occurring.has(k));
  return {
    ...head,
    table: () => ({
      head: ['step', ...rows.map((_, k) => `row ${k + 1}`)],
      rows: Array.from({ length: rows[0]?.length ?? 0 }, (_, t) => [
        t,
        ...rows.map((row) => names[row[t]!] ?? null),
      ]),
    }),
    values: () => items.slice(0, MOST_NAMES),
    draw: (surface, window) => drawLabels(surface, rows, window),
  };
}
