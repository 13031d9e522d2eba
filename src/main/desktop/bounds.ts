import { readFileSync, writeFileSync } from 'node:fs';
import type { BrowserWindow, Rectangle } from 'electron';
import { screen } from 'electron';
import * as v from 'valibot';

const SavedBounds = v.object({
  formatVersion: v.literal(1),
  x: v.number(),
  y: v.number(),
  width: v.pipe(v.number(), v.minValue(400)),
  height: v.pipe(v.number(), v.minValue(300)),
  maximised: v.boolean(),
});
type SavedBounds = v.InferOutput<typeof SavedBounds>;

function isOnScreen({ x, y, width, height }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea: area }) => {
    const right = Math.min(x + width, area.x + area.width);
    const bottom = Math.min(y + height, area.y + area.height);
    return right - Math.max(x, area.x) > 100 && bottom - Math.max(y, area.y) > 100;
  });
}

/** Where the window was when it was last closed; null when unknown or no longer on any screen. */
export function readBounds(file: string): SavedBounds | null {
  try {
    const saved = v.parse(SavedBounds, JSON.parse(readFileSync(file, 'utf8')));
    return isOnScreen(saved) ? saved : null;
  } catch {
    return null;
  }
}

/** Remembers the window's place each time it is closed. */
export function keepBounds(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const bounds: SavedBounds = {
      formatVersion: 1,
      ...window.getNormalBounds(),
      maximised: window.isMaximized(),
    };
    try {
      writeFileSync(file, JSON.stringify(bounds));
    } catch {
      // A window that opens in the middle next time is no reason not to close.
    }
  });
}
