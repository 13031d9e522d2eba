import { getContext, setContext } from 'svelte';
import { timeUnit } from './ticks';
import { Playhead } from '../../state/playhead.svelte';
import { panWindow, zoomWindow } from './time-window';
import type { Span } from './time-window';

const KEY = Symbol('time of one example');
const ZOOM_PER_WHEEL_PIXEL = 1.002;
/** A press that moves less than this is a click, not a stretch. */
const CLICK_PX = 4;

/** The time of one opened example: what is in view, the playhead, and the step under the pointer. */
export class TimeState {
  readonly playhead = new Playhead();
  window = $state.raw<Span>({ from: 0, to: 1 });
  /** Step under the pointer; null when it is elsewhere. */
  pointer = $state<number | null>(null);
  #stepSeconds = $state<number | null>(null);
  #pressedAt: { x: number; step: number } | null = null;

  get stepSeconds(): number | null {
    return this.#stepSeconds;
  }
  /** What the whole example is read in: seconds of a sound, days of a calendar. */
  get unit(): ReturnType<typeof timeUnit> {
    return timeUnit(this.#stepSeconds === null ? null : this.steps * this.#stepSeconds);
  }
  get steps(): number {
    return this.playhead.steps;
  }
  /** The step that read-outs show: under the pointer, else under the playhead. */
  get shown(): number {
    return this.pointer ?? this.playhead.index;
  }

  /** Shows another example from its first step on. `stepSeconds` null: the data have no time. */
  load(
    { steps, stepSeconds }: { readonly steps: number; readonly stepSeconds: number | null },
    sound: { readonly samples: Float32Array; readonly rateHz: number } | null,
  ): void {
    this.#stepSeconds = stepSeconds;
    this.playhead.load(steps, stepSeconds, sound);
    this.window = { from: 0, to: steps };
    this.pointer = null;
  }

  /** Position of a step in the plot, 0 … 1 inside the window. */
  share(step: number): number {
    return (step - this.window.from) / (this.window.to - this.window.from);
  }

  /** Shows everything again. */
  reset(): void {
    this.window = { from: 0, to: this.steps };
    this.playhead.select(null);
  }

  zoom(factor: number, anchor = this.playhead.step): void {
    this.window = zoomWindow(this.window, anchor, factor, this.steps);
  }

  /** Pointer, wheel and drag on a plot whose box spans the window. For `{@attach}`. */
  readonly plot = (element: HTMLElement): (() => void) => {
    const stepAt = (event: MouseEvent): number => {
      const box = element.getBoundingClientRect();
      const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
      return this.window.from + share * (this.window.to - this.window.from);
    };
    const listeners = {
      pointermove: (event: PointerEvent) => {
        const step = stepAt(event);
        this.pointer = Math.max(0, Math.min(this.steps - 1, Math.floor(step)));
        const pressed = this.#pressedAt;
        if (pressed !== null && Math.abs(event.clientX - pressed.x) > CLICK_PX) {
          this.playhead.stretch = { from: Math.min(pressed.step, step), to: Math.max(pressed.step, step) };
        }
      },
      pointerleave: () => (this.pointer = null),
      pointerdown: (event: PointerEvent) => {
        if (event.button !== 0) return;
        this.#pressedAt = { x: event.clientX, step: stepAt(event) };
        element.setPointerCapture(event.pointerId);
      },
      pointerup: (event: PointerEvent) => {
        const pressed = this.#pressedAt;
        this.#pressedAt = null;
        if (pressed === null) return;
        if (Math.abs(event.clientX - pressed.x) <= CLICK_PX) {
          this.playhead.stretch = null;
          this.playhead.seek(stepAt(event));
        } else {
          this.playhead.select(this.playhead.stretch);
        }
      },
      pointercancel: () => (this.#pressedAt = null),
      dblclick: () => this.reset(),
      wheel: (event: WheelEvent) => {
        const width = this.window.to - this.window.from;
        if (event.ctrlKey || event.metaKey) {
          event.preventDefault();
          this.zoom(ZOOM_PER_WHEEL_PIXEL ** event.deltaY, stepAt(event));
        } else if (event.deltaX !== 0 || event.shiftKey) {
          event.preventDefault();
          const pixels = event.deltaX !== 0 ? event.deltaX : event.deltaY;
          this.window = panWindow(this.window, (pixels / element.clientWidth) * width, this.steps);
        }
      },
    };
    for (const [name, listener] of Object.entries(listeners)) {
      element.addEventListener(name, listener as EventListener, { passive: name !== 'wheel' });
    }
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        element.removeEventListener(name, listener as EventListener);
      }
    };
  };
}

export function provideTime(time: TimeState): TimeState {
  return setContext(KEY, time);
}

export function useTime(): TimeState {
  return getContext<TimeState>(KEY);
}
