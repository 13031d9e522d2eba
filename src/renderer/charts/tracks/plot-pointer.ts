import type { Span } from './time-window';

/** A press that moves less than this is a click, not a stretch. */
const CLICK_PX = 4;

interface PlotHandlers {
  /** What the box of the plot spans. */
  readonly window: () => Span;
  /** Whether a press counts. */
  readonly enabled?: () => boolean;
  /** The place under the pointer; null when it leaves. */
  readonly hover?: (at: number | null) => void;
  readonly click: (at: number) => void;
  /** A drag as it stands, and once more with `done` when it ends. */
  readonly drag: (span: Span, done: boolean) => void;
  readonly reset?: () => void;
  /** @param at the place under the pointer */
  readonly wheel?: (event: WheelEvent, at: number) => void;
}

/** A button that lies over a plot has its presses to itself. */
export function isOnControl({ target }: Event): boolean {
  return target instanceof Element && target.closest('button') !== null;
}

/** Tells of clicks, drags and the wheel over a plot as places on its axis. @returns how to stop that */
export function watchPlot(element: HTMLElement, handlers: PlotHandlers): () => void {
  let pressed: { readonly x: number; readonly at: number } | null = null;
  const placeOf = (event: MouseEvent): number => {
    const box = element.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    const { from, to } = handlers.window();
    return from + share * (to - from);
  };
  const spanTo = (from: number, to: number): Span => ({ from: Math.min(from, to), to: Math.max(from, to) });
  const listeners = {
    pointermove: (event: PointerEvent) => {
      const at = placeOf(event);
      handlers.hover?.(at);
      if (pressed !== null && Math.abs(event.clientX - pressed.x) > CLICK_PX)
        handlers.drag(spanTo(pressed.at, at), false);
    },
    pointerleave: () => handlers.hover?.(null),
    pointerdown: (event: PointerEvent) => {
      if (event.button !== 0 || handlers.enabled?.() === false || isOnControl(event)) return;
      pressed = { x: event.clientX, at: placeOf(event) };
      element.setPointerCapture(event.pointerId);
    },
    pointerup: (event: PointerEvent) => {
      const start = pressed;
      pressed = null;
      if (start === null) return;
      const at = placeOf(event);
      if (Math.abs(event.clientX - start.x) <= CLICK_PX) handlers.click(at);
      else handlers.drag(spanTo(start.at, at), true);
    },
    pointercancel: () => (pressed = null),
    dblclick: () => handlers.reset?.(),
    wheel: (event: WheelEvent) => handlers.wheel?.(event, placeOf(event)),
  };
  for (const [name, listener] of Object.entries(listeners))
    element.addEventListener(name, listener as EventListener, { passive: name !== 'wheel' });
  return () => {
    for (const [name, listener] of Object.entries(listeners))
      element.removeEventListener(name, listener as EventListener);
  };
}
