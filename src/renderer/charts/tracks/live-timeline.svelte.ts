import type { Axis } from './axis';
import { clockText } from './clock';
import { watchPlot } from './plot-pointer';
import { timeUnitNames } from './time-unit-names';
import { timeTicks } from './time-window';
import type { Span } from './time-window';

/** The picture glides after the sound with this time constant: pieces of sound come with jerks. */
const GLIDE_MS = 150;
/** Where the system asks for less motion, the picture moves so seldom. */
const STILL_MS = 500;
/** Steps of a signal without time that are seen for each second of one with time. */
const STEPS_PER_SECOND = 20;

/** Something that grows at its end while it is looked at. */
export interface Growing {
  /** One past the newest, on the axis. */
  readonly end: number;
  readonly stream: { readonly stepSeconds: number | null };
}

/** What is in view while something grows: the newest at the right. Seconds, or steps of what has no time. */
export class LiveTimeline implements Axis {
  readonly #growing: () => Growing | null;
  #seconds = $state(10);
  #selection = $state.raw<Span | null>(null);
  /** Another object with each frame, so that whatever is drawn on it is drawn again. */
  #window = $state.raw<Span>({ from: -1, to: 0 });
  #edge = 0;
  #frame = 0;
  #drawnMs = 0;
  readonly head = null;
  readonly pointer = null;
  readonly shown = 0;
  /** A click on the axis at this place. */
  onclick: ((at: number) => void) | null = null;
  /** Called before each frame is drawn, with what will be in view. */
  onframe: ((window: Span) => void) | null = null;

  constructor(growing: () => Growing | null) {
    this.#growing = growing;
  }

  get seconds(): number {
    return this.#seconds;
  }

  /** It stays where it is on the axis. */
  get selection(): Span | null {
    return this.#selection;
  }

  get window(): Span {
    return this.#window;
  }

  get unitName(): string {
    return timeUnitNames[this.#isTimed ? 'second' : 'step']();
  }

  get #isTimed(): boolean {
    return this.#growing()?.stream.stepSeconds !== null;
  }

  show(seconds: number): void {
    this.#seconds = seconds;
  }

  select(span: Span | null): void {
    this.#selection = span;
  }

  /** Nothing lies before zero. */
  ticks(widthPx: number): readonly { readonly at: number; readonly text: string }[] {
    return timeTicks(this.#window, this.#isTimed ? 1 : null, widthPx)
      .filter(({ value }) => value >= 0)
      .map(({ step, value }) => ({ at: step, text: this.#isTimed ? clockText(value) : String(value) }));
  }

  /** Draws once, where nothing moves. */
  redraw(): void {
    if (this.#frame !== 0) return;
    this.#edge = this.#growing()?.end ?? 0;
    this.#draw();
  }

  /** Follows what is heard until it is told to stop. A hidden window gets no frames. */
  run(): () => void {
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    const frame = (nowMs: number): void => {
      this.#frame = requestAnimationFrame(frame);
      const passedMs = nowMs - this.#drawnMs;
      if (still.matches && passedMs < STILL_MS) return;
      this.#drawnMs = nowMs;
      const end = this.#growing()?.end ?? 0;
      const share = still.matches ? 1 : 1 - Math.exp(-passedMs / GLIDE_MS);
      // Back to the start when everything was forgotten.
      this.#edge = end < this.#edge ? end : this.#edge + share * (end - this.#edge);
      this.#draw();
    };
    this.#frame = requestAnimationFrame(frame);
    return () => {
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
      this.redraw();
    };
  }

  /** A drag over a plot marks a stretch, a click picks a place. */
  readonly plot = (element: HTMLElement): (() => void) =>
    watchPlot(element, {
      window: () => this.#window,
      enabled: () => this.#growing() !== null,
      click: (at) => this.onclick?.(Math.max(0, at)),
      drag: ({ from, to }) => this.select({ from: Math.max(0, from), to: Math.max(0, to) }),
    });

  #draw(): void {
    const length = this.#seconds * (this.#isTimed ? 1 : STEPS_PER_SECOND);
    const window = { from: this.#edge - length, to: this.#edge };
    this.onframe?.(window);
    this.#window = window;
  }
}
