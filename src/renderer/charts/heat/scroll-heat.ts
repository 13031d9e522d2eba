import type { Surface } from '../canvas/surface';
import type { ValueRange } from '../value-range';
import { heatBitmap } from './heat-bitmap';
import type { Ring } from '../tracks/ring';

/** A heat map that scrolls: each new row of a ring is coloured once, as a column of a picture that is written in circles. */
export class ScrollHeat {
  readonly #picture: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  #painted = 0;
  #range: ValueRange = { least: 0, greatest: 1 };
  #colours: Uint32Array | null = null;

  constructor(readonly ring: Ring) {
    this.#picture = document.createElement('canvas');
    this.#picture.width = ring.capacity;
    this.#picture.height = ring.width;
    this.#context = this.#picture.getContext('2d');
  }

  /**
   * Draws the rows from … to (fractional) over the whole surface; the first column at the bottom.
   *
   * @param colours 256 packed colours from `range.least` to `range.greatest`
   */
  draw(surface: Surface, from: number, to: number, range: ValueRange, colours: Uint32Array): void {
    this.#paint(range, colours);
    const { context, width, height } = surface;
    const { capacity, start, end } = this.ring;
    const perRow = width / (to - from);
    context.imageSmoothingEnabled = perRow * (globalThis.devicePixelRatio || 1) < 1;
    context.imageSmoothingQuality = 'high';
    const [first, last] = [Math.max(start, Math.floor(from)), Math.min(end, Math.ceil(to))];
    for (let row = first; row < last;) {
      const place = row % capacity;
      const run = Math.min(last - row, capacity - place);
      context.drawImage(
        this.#picture,
        place,
        0,
        run,
        this.ring.width,
        (row - from) * perRow,
        0,
        run * perRow,
        height,
      );
      row += run;
    }
  }

  /** Colours what has come; everything again in other colours. */
  #paint(range: ValueRange, colours: Uint32Array): void {
    if (range !== this.#range || colours !== this.#colours) this.#painted = 0;
    this.#range = range;
    this.#colours = colours;
    const { start, end, capacity } = this.ring;
    for (let row = Math.max(start, this.#painted); row < end;) {
      const place = row % capacity;
      const run = Math.min(end - row, capacity - place);
      this.#context?.putImageData(this.#coloured(row, run, colours), place, 0);
      row += run;
    }
    this.#painted = end;
  }

  #coloured(row: number, count: number, colours: Uint32Array): ImageData {
    const { ring } = this;
    return heatBitmap(
      { values: ring.read(row, row + count), rows: ring.width, layout: 'steps', first: 'bottom' },
      { range: this.#range, colours, reduce: 'mean', mostColumns: count },
    );
  }
}
