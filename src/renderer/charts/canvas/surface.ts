/** A 2-d context in CSS pixels, and the theme's colours as the canvas needs them. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly ink: Ink;
  /** What is saved keeps every column, also where the window has no room for them. */
  readonly lossless?: boolean;
}

export interface Ink {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly accent: string;
  readonly categories: readonly string[];
  readonly font: string;
  /** Another colour of the theme, by its CSS variable. */
  readonly named: (variable: `--${string}`) => string;
}

/** Fits a canvas to its box and the display's pixels, cleared. @returns null while the box has no size */
export function openSurface(canvas: HTMLCanvasElement, width: number, height: number): Surface | null {
  const ratio = devicePixelRatio || 1;
  const context = canvas.getContext('2d');
  if (context === null || width < 1 || height < 1) return null;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { context, width, height, ink: readInk(canvas) };
}

/** The theme's colours where `element` is. */
export function readInk(element: Element): Ink {
  const style = getComputedStyle(element);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: value('--ink'),
    quiet: value('--quiet'),
    line: value('--line'),
    accent: value('--accent'),
    categories: Array.from({ length: 8 }, (_, index) => value(`--category-${index + 1}`)),
    font: `10px ${style.fontFamily}`,
    named: value,
  };
}
