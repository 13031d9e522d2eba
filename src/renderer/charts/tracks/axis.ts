import { getContext, setContext } from 'svelte';
import type { Span } from './time-window';

/** What all tracks of one place share: what is in view, what is played and what is selected. */
export interface Axis {
  readonly window: Span;
  /** A stretch that was marked. */
  readonly selection: Span | null;
  /** The playhead; null where nothing is played. */
  readonly head: number | null;
  /** The place under the pointer; null when it is elsewhere. */
  readonly pointer: number | null;
  /** The place that is read: under the pointer, else under the playhead. */
  readonly shown: number;
  /** Ticks for a width; each at its place, as it is read. */
  ticks(widthPx: number): readonly { readonly at: number; readonly text: string }[];
  /** What the ticks count. */
  readonly unitName: string;
  /** Takes pointer and wheel over a plot whose box spans the window. For `{@attach}`. */
  readonly plot: (element: HTMLElement) => () => void;
}

const KEY = Symbol('time axis');

export function provideAxis<A extends Axis>(axis: A): A {
  return setContext(KEY, axis);
}

export function useAxis(): Axis {
  return getContext<Axis>(KEY);
}

/** Where a place of the axis lies in a plot, 0 … 1 inside the window. */
export function shareOf({ window }: Axis, at: number): number {
  return (at - window.from) / (window.to - window.from);
}
