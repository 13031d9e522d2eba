import { roundTicks } from './ticks';
import type { Surface } from '../canvas/surface';
import { formatNumber } from '../../ui/format';
import { drawLevel, drawLines } from './draw';
import type { ValueRange } from './draw';
import type { Span } from './time-window';
import type { Ring } from './ring';

/** Beyond eight colours the pattern changes. */
const dashes = [[], [5, 3], [1.5, 2.5]] as const;

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
  const { categories } = surface.ink;
  const lines = Array.from({ length: width }, (_, k) => ({
    values: Float32Array.from({ length: rows.length / width }, (__, row) => rows[row * width + k]!),
    colour: categories[k % categories.length]!,
    dash: dashes[Math.floor(k / categories.length) % dashes.length]!,
  }));
  drawLines(surface, lines, range, { from: from - first, to: to - first });
}

/** Sound between its least and greatest values; full scale is the whole height until it is louder. */
export function drawWaveform(surface: Surface, ring: Ring, perRow: number, window: Span, peak: number): void {
  const { context, width, height, ink } = surface;
  const rowsPerPixel = (window.to - window.from) / perRow / width;
  const first = Math.floor(window.from / perRow);
  const start = Math.max(ring.start, first);
  const rows = ring.read(start, Math.ceil(window.to / perRow) + 1);
  const y = (value: number): number => height / 2 - (value / peak) * (height / 2 - 2);
  context.fillStyle = ink.categories[0]!;
  for (let x = 0; x < width; x++) {
    const from = Math.max(0, Math.floor(window.from / perRow + x * rowsPerPixel) - start);
    const to = Math.min(
      rows.length / 2,
      Math.max(from + 1, Math.floor(window.from / perRow + (x + 1) * rowsPerPixel) - start),
    );
    if (window.from / perRow + (x + 1) * rowsPerPixel <= start) continue;
    let [least, greatest] = [Infinity, -Infinity];
    for (let row = from; row < to; row++) {
      least = Math.min(least, rows[2 * row]!);
      greatest = Math.max(greatest, rows[2 * row + 1]!);
    }
    if (least <= greatest) context.fillRect(x, y(greatest), 1, Math.max(1, y(least) - y(greatest)));
  }
}

/** Where labels go on and off, with their numbers. */
export function drawThresholds(
  surface: Surface,
  { on, off }: { readonly on: number; readonly off: number },
  range: ValueRange,
): void {
  const { context, height, ink } = surface;
  context.font = ink.font;
  context.textBaseline = 'bottom';
  context.setLineDash([4, 4]);
  for (const level of [on, off]) {
    drawLevel(surface, level, range, ink.quiet);
    const y = height - ((level - range.least) / (range.greatest - range.least)) * height;
    context.fillStyle = ink.quiet;
    context.fillText(formatNumber(level, 2), 4, y - 1);
  }
  context.setLineDash([]);
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

const TICK_PX = 80;

/** The axis: seconds as a clock, or counted steps. Nothing lies before zero. */
export function drawRuler(surface: Surface, { from, to }: Span, isTimed: boolean): void {
  const { context, width, height, ink } = surface;
  context.font = ink.font.replace('10px', '11px');
  context.textBaseline = 'middle';
  const ticks = roundTicks(from, to, Math.max(1, Math.floor(width / TICK_PX)));
  for (const tick of ticks) {
    if (tick < 0 || (!isTimed && !Number.isInteger(tick))) continue;
    const x = Math.round(((tick - from) / (to - from)) * width);
    const text = isTimed ? clockText(tick) : String(tick);
    context.fillStyle = ink.line;
    context.fillRect(x, 0, 1, height);
    context.fillStyle = ink.quiet;
    if (x + 6 + context.measureText(text).width < width) context.fillText(text, x + 4, height / 2);
  }
}

/** 0:07, 12:30, 1:00:05; tenths where there are any. */
export function clockText(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const whole = Math.floor(tenths / 10);
  const pad = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = tenths % 10 === 0 ? '' : `.${tenths % 10}`;
  return `${hours > 0 ? `${hours}:${pad(minutes)}` : minutes}:${pad(whole % 60)}${rest}`;
}
