import { formatNumber } from '../../ui/format';
import { Playhead } from '../../state/playhead.svelte';
import type { Sound } from '../../state/sound-player';
import type { Axis } from './axis';
import { watchPlot } from './plot-pointer';
import { timeUnitNames } from './time-unit-names';
import { panWindow, timeTicks, zoomWindow } from './time-window';
import type { Span } from './time-window';
import { timeUnit } from './ticks';

const ZOOM_PER_WHEEL_PIXEL = 1.002;

/** The time of one example in steps: what is in view, the playhead, and the place under the pointer. */
export class Timeline implements Axis {
  #window = $state.raw<Span>({ from: 0, to: 1 });
  #pointer = $state<number | null>(null);
  #stepSeconds = $state<number | null>(null);
  #steps = $state(0);
  #beside = $state.raw<Timeline | null>(null);
  /** What the wheel has asked for since the last frame. */
  #asked: { factor: number; anchor: number; by: number } | null = null;

  /**
   * @param playhead that of whoever plays the example
   * @param lead the time of the example that this one lies beside: window, pointer and playhead are its own
   */
  constructor(
    readonly playhead = new Playhead(),
    private readonly lead: Timeline | null = null,
  ) {}

  /** The time of a second example, seen through the same window and read at the same place. */
  another(): Timeline {
    this.#beside = new Timeline(this.playhead, this);
    return this.#beside;
  }

  get window(): Span {
    return this.lead === null ? this.#window : this.lead.window;
  }
  set window(window: Span) {
    if (this.lead === null) this.#window = window;
    else this.lead.window = window;
  }
  get pointer(): number | null {
    return this.lead === null ? this.#pointer : this.lead.pointer;
  }
  set pointer(at: number | null) {
    if (this.lead === null) this.#pointer = at;
    else this.lead.pointer = at;
  }
  /** What the window may reach to: the end of the longer one, where two lie beside one another. */
  get extent(): number {
    return this.lead === null ? Math.max(this.steps, this.#beside?.steps ?? 0) : this.lead.extent;
  }

  get stepSeconds(): number | null {
    return this.#stepSeconds;
  }
  /** What the whole example is read in: seconds of a sound, days of a calendar. */
  get unit(): ReturnType<typeof timeUnit> {
    return timeUnit(this.#stepSeconds === null ? null : this.steps * this.#stepSeconds);
  }
  get unitName(): string {
    return timeUnitNames[this.unit.unit]();
  }
  get steps(): number {
    return this.#steps;
  }
  get head(): number {
    return this.playhead.step;
  }
  get selection(): Span | null {
    return this.playhead.stretch;
  }
  get shown(): number {
    return this.#within(this.pointer === null ? this.playhead.index : Math.floor(this.pointer));
  }

  /** Plays another example from its first step on. `stepSeconds` null: the data have no time. */
  load(example: { readonly steps: number; readonly stepSeconds: number | null }, sound: Sound | null): void {
    this.playhead.load(example.steps, example.stepSeconds, sound);
    this.show(example);
  }

  /** Shows the whole of an example that its playhead has already. */
  show({ steps, stepSeconds }: { readonly steps: number; readonly stepSeconds: number | null }): void {
    this.#stepSeconds = stepSeconds;
    this.#steps = steps;
    this.window = { from: 0, to: Math.max(1, this.extent) };
    this.pointer = null;
  }

  ticks(widthPx: number): readonly { readonly at: number; readonly text: string }[] {
    return timeTicks(this.window, this.#stepSeconds, widthPx, this.unit.seconds).map(({ step, value }) => ({
      at: step,
      text: formatNumber(value),
    }));
  }

  /** Shows everything again. */
  reset(): void {
    this.window = { from: 0, to: this.extent };
    this.playhead.select(null);
  }

  zoom(factor: number, anchor = this.playhead.step): void {
    this.window = zoomWindow(this.window, anchor, factor, this.extent);
  }

  /** Zooms and moves with the next frame, once for all that the wheel asked for until then. */
  #wheel(factor: number, anchor: number, by: number): void {
    const asked = this.#asked;
    this.#asked = { factor: (asked?.factor ?? 1) * factor, anchor, by: (asked?.by ?? 0) + by };
    if (asked !== null) return;
    requestAnimationFrame(() => {
      const { factor: all, anchor: at, by: moved } = this.#asked!;
      this.#asked = null;
      const zoomed = all === 1 ? this.window : zoomWindow(this.window, at, all, this.extent);
      this.window = moved === 0 ? zoomed : panWindow(zoomed, moved, this.extent);
    });
  }

  readonly plot = (element: HTMLElement): (() => void) =>
    watchPlot(element, {
      window: () => this.window,
      hover: (at) => (this.pointer = at),
      click: (at) => {
        this.playhead.stretch = null;
        this.playhead.seek(at);
      },
      drag: (span, done) => {
        if (done) this.playhead.select(span);
        else this.playhead.stretch = span;
      },
      reset: () => this.reset(),
      wheel: (event, at) => {
        const width = this.window.to - this.window.from;
        if (event.ctrlKey || event.metaKey) {
          event.preventDefault();
          this.#wheel(ZOOM_PER_WHEEL_PIXEL ** event.deltaY, at, 0);
        } else if (event.deltaX !== 0 || event.shiftKey) {
          event.preventDefault();
          const pixels = event.deltaX !== 0 ? event.deltaX : event.deltaY;
          this.#wheel(1, at, (pixels / element.clientWidth) * width);
        }
      },
    });

  #within(step: number): number {
    return Math.max(0, Math.min(this.steps - 1, step));
  }
}
