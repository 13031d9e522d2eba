import { getContext, setContext } from 'svelte';
import type { Span } from './time-window';

const KEY = Symbol('what is seen of listening');
/** The picture glides after the sound with this time constant: pieces of sound come with jerks. */
const GLIDE_MS = 150;
/** Where the system asks for less motion, the picture moves so seldom. */
const STILL_MS = 500;
/** A press that moves less than this is a click, not a stretch. */
const CLICK_PX = 4;
/** Steps of a signal without time that are seen for each second of one with time. */
const STEPS_PER_SECOND = 20;

/** Something that grows at its end while it is looked at. */
export interface Growing {
  /** One past the newest, on the axis. */
  readonly end: number;
  readonly stream: { readonly stepSeconds: number | null };
}

/** What is in view while something is heard: one axis for all tracks, the newest at the right, and a stretch of it. */
export class LiveView {
  readonly #heard: () => Growing | null;
  readonly #draws = new Set<() => void>();
  #seconds = $state(10);
  #selection = $state.raw<Span | null>(null);
  #edge = 0;
  #frame = 0;
  #drawnMs = 0;
  /** A click on the axis at this place. */
  onclick: ((at: number) => void) | null = null;

  constructor(heard: () => Growing | null) {
    this.#heard = heard;
  }

  get seconds(): number {
    return this.#seconds;
  }

  /** A stretch that was marked; it stays where it is on the axis. */
  get selection(): Span | null {
    return this.#selection;
  }

  show(seconds: number): void {
    this.#seconds = seconds;
  }

  select(span: Span | null): void {
    this.#selection = span;
  }

  /** What the tracks show now. */
  get window(): Span {
    return { from: this.#edge - this.#length, to: this.#edge };
  }

  get #length(): number {
    const isTimed = this.#heard()?.stream.stepSeconds !== null;
    return this.#seconds * (isTimed ? 1 : STEPS_PER_SECOND);
  }

  /** @returns a function that takes it away again: made to be an effect's clean-up */
  add(draw: () => void): () => void {
    this.#draws.add(draw);
    draw();
    return () => this.#draws.delete(draw);
  }

  /** Draws once, where nothing moves. */
  redraw(): void {
    if (this.#frame !== 0) return;
    this.#edge = this.#heard()?.end ?? 0;
    for (const draw of this.#draws) draw();
  }

  /** Follows what is heard until it is told to stop. A hidden window gets no frames. */
  run(): () => void {
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    const frame = (nowMs: number): void => {
      this.#frame = requestAnimationFrame(frame);
      const passedMs = nowMs - this.#drawnMs;
      if (still.matches && passedMs < STILL_MS) return;
      this.#drawnMs = nowMs;
      const end = this.#heard()?.end ?? 0;
      const share = still.matches ? 1 : 1 - Math.exp(-passedMs / GLIDE_MS);
      // Back to the start when everything was forgotten.
      this.#edge = end < this.#edge ? end : this.#edge + share * (end - this.#edge);
      for (const draw of this.#draws) draw();
    };
    this.#frame = requestAnimationFrame(frame);
    return () => {
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
      this.redraw();
    };
  }

  /** A drag over a plot marks a stretch, a click picks a place. For `{@attach}`. */
  readonly plot = (element: HTMLElement): (() => void) => {
    let pressed: { x: number; at: number } | null = null;
    const at = (event: PointerEvent): number => {
      const box = element.getBoundingClientRect();
      const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
      const { from, to } = this.window;
      return Math.max(0, from + share * (to - from));
    };
    const isDrag = (event: PointerEvent): boolean =>
      pressed !== null && Math.abs(event.clientX - pressed.x) > CLICK_PX;
    const listeners: Readonly<Record<string, (event: PointerEvent) => void>> = {
      pointerdown: (event) => {
        if (event.button !== 0 || this.#heard() === null) return;
        pressed = { x: event.clientX, at: at(event) };
        element.setPointerCapture(event.pointerId);
      },
      pointermove: (event) => {
        if (pressed === null || !isDrag(event)) return;
        const other = at(event);
        this.select({ from: Math.min(pressed.at, other), to: Math.max(pressed.at, other) });
      },
      pointerup: (event) => {
        if (pressed !== null && !isDrag(event)) this.onclick?.(at(event));
        pressed = null;
      },
      pointercancel: () => (pressed = null),
    };
    for (const [name, listener] of Object.entries(listeners))
      element.addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        element.removeEventListener(name, listener as EventListener);
    };
  };
}

export function provideView(view: LiveView): LiveView {
  return setContext(KEY, view);
}

export function useView(): LiveView {
  return getContext<LiveView>(KEY);
}
