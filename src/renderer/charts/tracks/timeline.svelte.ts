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
  window = $state.raw<Span>({ from: 0, to: 1 });
  pointer = $state<number | null>(null);
  #stepSeconds = $state<number | null>(null);

  /** @param playhead that of whoever plays the example */
  constructor(readonly playhead = new Playhead()) {}

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
    return this.playhead.steps;
  }
  get head(): number {
    return this.playhead.step;
  }
  get selection(): Span | null {
    return this.playhead.stretch;
  }
  get shown(): number {
    return this.pointer === null ? this.playhead.index : this.#within(Math.floor(this.pointer));
  }

  /** Plays another example from its first step on. `stepSeconds` null: the data have no time. */
  load(example: { readonly steps: number; readonly stepSeconds: number | null }, sound: Sound | null): void {
    this.playhead.load(example.steps, example.stepSeconds, sound);
    this.show(example);
  }

  /** Shows the whole of an example that its playhead has already. */
  show({ steps, stepSeconds }: { readonly steps: number; readonly stepSeconds: number | null }): void {
    this.#stepSeconds = stepSeconds;
    this.window = { from: 0, to: Math.max(1, steps) };
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
    this.window = { from: 0, to: this.steps };
    this.playhead.select(null);
  }

  zoom(factor: number, anchor = this.playhead.step): void {
    this.window = zoomWindow(this.window, anchor, factor, this.steps);
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
          this.zoom(ZOOM_PER_WHEEL_PIXEL ** event.deltaY, at);
        } else if (event.deltaX !== 0 || event.shiftKey) {
          event.preventDefault();
          const pixels = event.deltaX !== 0 ? event.deltaX : event.deltaY;
          this.window = panWindow(this.window, (pixels / element.clientWidth) * width, this.steps);
        }
      },
    });

  #within(step: number): number {
    return Math.max(0, Math.min(this.steps - 1, step));
  }
}
