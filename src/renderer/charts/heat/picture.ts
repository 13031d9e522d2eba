import type { Surface } from '../canvas/surface';
import type { Span } from '../tracks/time-window';

/** How often a length is halved so that it is at least as long as what it is drawn on, and less than twice as long. */
export function halvings(length: number, pixels: number): number {
  return Math.max(0, Math.floor(Math.log2(length / Math.max(1, pixels))));
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, width);
  canvas.height = Math.max(1, height);
  return canvas;
}

/**
 * A bitmap that is drawn again and again at any size: a pyramid of halves, each made when it is first needed, so that zooming
 * and scrolling copy hardly more pixels than are seen.
 */
export class Picture {
  /** By halvings of columns and of rows. */
  readonly #levels = new Map<string, HTMLCanvasElement>();
  /** Columns that are averaged before rows are drawn with their edges. */
  #narrow: HTMLCanvasElement | null = null;
  readonly #whole: HTMLCanvasElement;

  constructor(image: ImageData) {
    this.#whole = canvasOf(image.width, image.height);
    this.#whole.getContext('2d')?.putImageData(image, 0, 0);
  }

  /** Draws the columns, of `steps` steps in all, that are in view. */
  draw({ context, width, height, lossless = false }: Surface, steps: number, window: Span): void {
    const ratio = globalThis.devicePixelRatio || 1;
    const [across, down] = [width * ratio, height * ratio];
    const { width: columns, height: rows } = this.#whole;
    const inView = ((window.to - window.from) / steps) * columns;
    const level = lossless ? this.#whole : this.#level(halvings(inView, across), halvings(rows, down));
    const perStep = level.width / steps;
    const [from, count] = [window.from * perStep, (window.to - window.from) * perStep];
    // Rows that are seen as such do not run into each other where columns are averaged.
    if (inView > across && rows * 2 <= down) {
      const narrow = this.#squeezed(level, from, count, Math.max(1, Math.round(across)));
      context.imageSmoothingEnabled = false;
      context.drawImage(narrow, 0, 0, narrow.width, narrow.height, 0, 0, width, height);
      return;
    }
    // Cells that are seen as such keep their edges; smaller ones are averaged.
    const fine = inView * 2 > across;
    context.imageSmoothingEnabled = inView > across || (fine && rows > down);
    context.imageSmoothingQuality = lossless ? 'high' : 'low';
    context.drawImage(level, from, 0, count, level.height, 0, 0, width, height);
  }

  #level(across: number, down: number): HTMLCanvasElement {
    if (across === 0 && down === 0) return this.#whole;
    const key = `${across} ${down}`;
    let level = this.#levels.get(key);
    if (level === undefined) {
      const from = across > 0 ? this.#level(across - 1, down) : this.#level(0, down - 1);
      level = canvasOf(
        across > 0 ? Math.ceil(from.width / 2) : from.width,
        across > 0 ? from.height : Math.ceil(from.height / 2),
      );
      // At half the size every pixel is the mean of two.
      level.getContext('2d')?.drawImage(from, 0, 0, from.width, from.height, 0, 0, level.width, level.height);
      this.#levels.set(key, level);
    }
    return level;
  }

  #squeezed(level: HTMLCanvasElement, from: number, count: number, across: number): HTMLCanvasElement {
    if (this.#narrow?.width !== across || this.#narrow.height !== level.height)
      this.#narrow = canvasOf(across, level.height);
    const context = this.#narrow.getContext('2d');
    context?.clearRect(0, 0, across, level.height);
    context?.drawImage(level, from, 0, count, level.height, 0, 0, across, level.height);
    return this.#narrow;
  }
}
