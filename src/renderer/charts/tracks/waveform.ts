import type { Surface } from '../canvas/surface';
import type { ValueRange } from '../value-range';
import { symmetricRange } from '../value-range';
import type { Span } from './time-window';
import type { Track, TrackHead } from './track';

/** Least and greatest values of equal stretches of a signal, and where they lie on the axis. */
export interface Envelope {
  /** [columns, 2] */
  readonly values: Float32Array;
  /** Where the first column begins. */
  readonly from: number;
  /** How much of the axis one column covers. */
  readonly perColumn: number;
}

/** The part of a plot's height that a signal has, and its scale. */
interface Lane {
  readonly top: number;
  readonly height: number;
  readonly range: ValueRange;
}

const INSET_PX = 2;

/**
 * A signal as the area between its least and greatest values, joined from column to column. Where several columns fall on
 * one pixel their extremes are drawn, so that a click is never lost.
 */
export function drawEnvelope(
  { context, width }: Surface,
  { values, from, perColumn }: Envelope,
  window: Span,
  { top, height, range }: Lane,
  colour: string,
): void {
  const { least, greatest } = range;
  const y = (value: number): number =>
    top + INSET_PX + (1 - (value - least) / (greatest - least)) * (height - 2 * INSET_PX);
  const perPixel = (window.to - window.from) / perColumn / width;
  const first = (window.from - from) / perColumn;
  // One point per column, or per pixel where columns are narrower than that.
  const perPoint = Math.max(1, perPixel);
  const start = Math.max(0, Math.floor(first / perPoint) - 1);
  const end = Math.min(values.length / 2 / perPoint, (first + width * perPixel) / perPoint + 1);
  const points: { x: number; low: number; high: number }[] = [];
  for (let point = start; point < end; point += 1) {
    const [begin, stop] = [Math.floor(point * perPoint), Math.floor((point + 1) * perPoint)];
    let [low, high] = [Infinity, -Infinity];
    for (let column = begin; column < Math.min(values.length / 2, stop); column += 1) {
      if (values[2 * column]! < low) low = values[2 * column]!;
      if (values[2 * column + 1]! > high) high = values[2 * column + 1]!;
    }
    if (low <= high)
      points.push({ x: ((point + 0.5) * perPoint - first) / perPixel, low: y(low), high: y(high) });
  }
  // There along the greatest values, back along the least.
  context.beginPath();
  for (const { x, high } of points) context.lineTo(x, high);
  for (const { x, low } of points.reverse()) context.lineTo(x, low);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.lineJoin = 'round';
  context.fill();
  context.stroke();
}

interface WaveformOptions extends TrackHead, Pick<Track, 'marks' | 'readout'> {
  /** One in each lane, on its own scale. */
  readonly envelopes: readonly Envelope[];
  readonly range?: (envelope: Envelope) => ValueRange;
}

/** Signals above one another, each in its own colour; zero as a hairline where it is in range. */
export function waveformTrack({
  envelopes,
  range = ({ values }) => symmetricRange(values),
  ...head
}: WaveformOptions): Track {
  const ranges = envelopes.map(range);
  return {
    ...head,
    table: () => ({
      head: ['step', ...envelopes.flatMap((_, k) => [`least ${k + 1}`, `greatest ${k + 1}`])],
      rows: Array.from({ length: (envelopes[0]?.values.length ?? 0) / 2 }, (_, column) => [
        envelopes[0]!.from + column * envelopes[0]!.perColumn,
        ...envelopes.flatMap(({ values }) => [values[2 * column] ?? null, values[2 * column + 1] ?? null]),
      ]),
    }),
    draw: (surface, window) => {
      const { context, width, ink } = surface;
      const height = surface.height / Math.max(1, envelopes.length);
      envelopes.forEach((envelope, k) => {
        const lane = { top: k * height, height, range: ranges[k]! };
        const { least, greatest } = lane.range;
        context.fillStyle = ink.line;
        if (k > 0) context.fillRect(0, Math.round(lane.top), width, 1);
        const zero = lane.top + INSET_PX + (greatest / (greatest - least)) * (height - 2 * INSET_PX);
        if (least < 0 && greatest > 0) context.fillRect(0, Math.round(zero), width, 1);
        drawEnvelope(surface, envelope, window, lane, ink.categories[k % ink.categories.length]!);
      });
    },
  };
}
