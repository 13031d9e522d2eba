import type { Surface } from '../canvas/surface';
import type { Span } from './time-window';

/**
 * Classes over time as coloured bars, one row below the other; nothing where there is none. Bars of different classes
 * differ in height too, so that it is not colour alone that tells them apart.
 *
 * @param rows [steps] index of the class of each step; negative where there is none
 */
export function drawLabels(surface: Surface, rows: readonly ArrayLike<number>[], window: Span): void {
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
