import type { Surface } from '../canvas/surface';
import type { ValueRange } from '../value-range';
import { drawLines, lineStyle } from './lines';
import type { Ring } from './ring';
import type { Span } from './time-window';
import { drawEnvelope } from './waveform';

/** Each column of a ring as a line. `perRow`: length of a row on the axis. */
export function drawRing(
  surface: Surface,
  ring: Ring,
  perRow: number,
  window: Span,
  range: ValueRange,
): void {
  const [from, to] = [window.from / perRow, window.to / perRow];
  const first = Math.max(ring.start, Math.floor(from) - 1);
  const rows = ring.read(first, Math.ceil(to) + 1);
  const { width } = ring;
  const lines = Array.from({ length: width }, (_, k) => ({
    values: Float32Array.from({ length: rows.length / width }, (__, row) => rows[row * width + k]!),
    ...lineStyle(surface.ink, k),
  }));
  drawLines(surface, lines, range, { from: from - first, to: to - first });
}

/** Sound whose least and greatest values a ring keeps; full scale is the whole height until it is louder. */
export function drawRingEnvelope(
  surface: Surface,
  ring: Ring,
  perRow: number,
  window: Span,
  range: ValueRange,
): void {
  const first = Math.max(ring.start, Math.floor(window.from / perRow));
  const values = ring.read(first, Math.ceil(window.to / perRow) + 1);
  const lane = { top: 0, height: surface.height, range };
  drawEnvelope(
    surface,
    { values, from: first * perRow, perColumn: perRow },
    window,
    lane,
    surface.ink.categories[0]!,
  );
}

/** Where something is missing. */
export function drawGaps(
  { context, width, height, ink }: Surface,
  gaps: readonly number[],
  { from, to }: Span,
): void {
  context.strokeStyle = ink.accent;
  context.setLineDash([3, 3]);
  for (const gap of gaps) {
    const x = Math.round(((gap - from) / (to - from)) * width) + 0.5;
    if (x < 0 || x > width) continue;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, height);
    context.stroke();
  }
  context.setLineDash([]);
}
