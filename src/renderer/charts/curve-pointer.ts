import type { CurveSettings } from './curve-view.svelte';
import { curveLayout, panWindow, zoomWindow } from './curves';
import type { Window } from './decimate';

/** What a pointer over the curves needs to know; read at each event. */
export interface PointerPlace {
  readonly settings: CurveSettings;
  readonly window: Window;
  readonly extent: Window;
  readonly width: number;
  readonly height: number;
}

const CLICK_PX = 4;
const ZOOM_PER_WHEEL_PX = 0.0015;

/** Horizontal place of a value, in CSS pixels from the figure's left. */
export function pixelOf(value: number, window: Window, width: number, height: number): number {
  const { left, width: plot } = curveLayout(width, height).loss;
  return left + ((value - window.from) / (window.to - window.from)) * plot;
}

function valueAt(pixel: number, { window, width, height }: PointerPlace): number {
  const { left, width: plot } = curveLayout(width, height).loss;
  const share = Math.max(0, Math.min(1, (pixel - left) / plot));
  return window.from + share * (window.to - window.from);
}

/**
 * Pointer, wheel and keys on the curves: moving reads out, dragging zooms to a stretch, with Shift moves it, the wheel
 * zooms around the pointer, a double click shows everything; arrows, plus, minus and 0 do the same from the keyboard.
 */
export function curvePointer(
  node: HTMLElement,
  place: () => PointerPlace,
  onselect: (pixels: { from: number; to: number } | null) => void,
): () => void {
  let pressed: { pixel: number; pan: boolean; window: Window } | null = null;
  const pixelIn = (event: MouseEvent): number => event.clientX - node.getBoundingClientRect().left;

  function move(event: PointerEvent): void {
    const at = place();
    const pixel = pixelIn(event);
    if (pressed?.pan) {
      const share = (pressed.pixel - pixel) / curveLayout(at.width, at.height).loss.width;
      if (at.settings.window !== null) at.settings.window = panWindow(pressed.window, at.extent, share);
      return;
    }
    at.settings.hover = valueAt(pixel, at);
    if (pressed !== null && Math.abs(pixel - pressed.pixel) >= CLICK_PX)
      onselect({ from: Math.min(pixel, pressed.pixel), to: Math.max(pixel, pressed.pixel) });
  }
  function down(event: PointerEvent): void {
    if (event.button !== 0) return;
    node.setPointerCapture(event.pointerId);
    pressed = { pixel: pixelIn(event), pan: event.shiftKey, window: place().window };
  }
  function up(event: PointerEvent): void {
    const at = place();
    const pixel = pixelIn(event);
    if (pressed !== null && !pressed.pan && Math.abs(pixel - pressed.pixel) >= CLICK_PX) {
      const ends = [valueAt(pressed.pixel, at), valueAt(pixel, at)];
      const chosen = { from: Math.min(...ends), to: Math.max(...ends) };
      at.settings.window = zoomWindow(chosen, at.extent, chosen.from, 1) ?? at.settings.window;
    }
    pressed = null;
    onselect(null);
  }
  function leave(): void {
    if (pressed === null) place().settings.hover = null;
  }
  function wheel(event: WheelEvent): void {
    event.preventDefault();
    const at = place();
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const distance = event.deltaMode === 0 ? 1 : 16;
    if (sideways) {
      const share = ((event.deltaX || event.deltaY) * distance) / at.width;
      if (at.settings.window !== null) at.settings.window = panWindow(at.window, at.extent, share);
      return;
    }
    const factor = Math.exp(event.deltaY * distance * ZOOM_PER_WHEEL_PX);
    at.settings.window = zoomWindow(at.window, at.extent, valueAt(pixelIn(event), at), factor);
  }
  function key(event: KeyboardEvent): void {
    const at = place();
    const span = at.window.to - at.window.from;
    const centre = at.settings.hover ?? (at.window.from + at.window.to) / 2;
    const nudge = (by: number): void => {
      at.settings.hover = Math.max(at.window.from, Math.min(at.window.to, centre + by * span));
    };
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => nudge(event.shiftKey ? -0.1 : -0.01),
      ArrowRight: () => nudge(event.shiftKey ? 0.1 : 0.01),
      '+': () => (at.settings.window = zoomWindow(at.window, at.extent, centre, 1 / 1.5)),
      '=': () => (at.settings.window = zoomWindow(at.window, at.extent, centre, 1 / 1.5)),
      '-': () => (at.settings.window = zoomWindow(at.window, at.extent, centre, 1.5)),
      '0': () => (at.settings.window = null),
    };
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }
  const reset = (): void => void (place().settings.window = null);
  const listeners = { pointermove: move, pointerdown: down, pointerup: up, pointercancel: up } as const;
  for (const [name, listener] of Object.entries(listeners))
    node.addEventListener(name as 'pointermove', listener);
  node.addEventListener('pointerleave', leave);
  node.addEventListener('wheel', wheel, { passive: false });
  node.addEventListener('keydown', key);
  node.addEventListener('dblclick', reset);
  return () => {
    for (const [name, listener] of Object.entries(listeners))
      node.removeEventListener(name as 'pointermove', listener);
    node.removeEventListener('pointerleave', leave);
    node.removeEventListener('wheel', wheel);
    node.removeEventListener('keydown', key);
    node.removeEventListener('dblclick', reset);
  };
}
