import type { DataTable } from '../../../shared/figures/experiment-table';
import type { Surface } from '../canvas/surface';
import type { ValueRange } from '../value-range';
import type { Mark } from './marks';
import type { Span } from './time-window';

/** What a colour of a plot stands for. */
export interface ValueItem {
  /** Place among all, which gives the colour. */
  readonly k: number;
  readonly name: string;
  /** As it is read; without one the name stands alone. */
  readonly text?: string | undefined;
}

/** A row on the time axis: what it is called, how it is drawn, and what can be read from it. */
export interface Track {
  readonly title: string;
  readonly note?: string | undefined;
  /** For those who cannot see it; without one the title. */
  readonly label?: string;
  /** Of the plot, in pixels; where it grows, at least this. */
  readonly height: number;
  /** Its share of the room that is left; 0 or none keeps its height. */
  readonly grow?: number;
  /** Whatever reactive state it reads makes it draw again. */
  readonly draw: (surface: Surface, window: Span) => void;
  /** What its colours stand for at the place that is read. */
  readonly values?: (at: number) => readonly ValueItem[];
  /** Its colour scale. */
  readonly colours?: () => { readonly table: Uint32Array; readonly range: ValueRange };
  /**
   * What is read in words.
   * @param at the place on the axis
   * @param share of the height, 0 (top) … 1, where the pointer is; null when it is elsewhere
   */
  readonly readout?: (at: number, share: number | null) => string | undefined;
  /** Names and numbers along its height. */
  readonly marks?: readonly Mark[];
  /** The numbers that it shows, a row a step, to be saved. */
  readonly table?: () => DataTable;
  /** A click at this share of the height. */
  readonly onrow?: (share: number) => void;
}

/** What every kind of track is told about itself. */
export type TrackHead = Pick<Track, 'title' | 'note' | 'label' | 'height' | 'grow'>;
