import type { Surface } from '../canvas/surface';
import { formatNumber } from '../../ui/format';
import { drawLevel, heightOf, lineTrack } from './lines';
import type { Series } from './lines';
import type { Track, TrackHead } from './track';

/** Both ends of a probability stay in sight. */
export const probabilityRange = { least: -0.02, greatest: 1.02 };

interface ProbabilityTrackOptions extends TrackHead {
  readonly series: readonly Series[];
  readonly strong?: ReadonlySet<string>;
}

/** One line for each class, always from 0 to 1. */
export function probabilityTrack(options: ProbabilityTrackOptions): Track {
  return lineTrack({ ...options, range: probabilityRange });
}

/** Where labels go on and off, with their numbers. */
export function drawThresholds(
  surface: Surface,
  { on, off }: { readonly on: number; readonly off: number },
): void {
  const { context, height, ink } = surface;
  context.font = ink.font;
  context.textBaseline = 'bottom';
  context.setLineDash([4, 4]);
  for (const level of [on, off]) {
    drawLevel(surface, level, probabilityRange, ink.quiet);
    context.fillStyle = ink.quiet;
    context.fillText(formatNumber(level, 2), 4, heightOf(level, probabilityRange, height) - 1);
  }
  context.setLineDash([]);
}
