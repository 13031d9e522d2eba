const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign]!);

const round = (value: number): string => String(Math.round(value * 100) / 100);

interface State {
  readonly fillStyle: string;
  readonly strokeStyle: string;
  readonly lineWidth: number;
  readonly globalAlpha: number;
  readonly font: string;
  readonly textBaseline: string;
  readonly lineJoin: string;
  readonly dash: readonly number[];
  readonly clip: string | null;
}

/**
 * What tracks use of a canvas' 2-d context, written down as SVG: so that a figure that is drawn on a canvas leaves as lines and
 * not as pixels. Pictures go in as PNG. Positions are those of the canvas; there are no transformations.
 */
export class SvgContext {
  fillStyle = '#000';
  strokeStyle = '#000';
  lineWidth = 1;
  globalAlpha = 1;
  font = '10px sans-serif';
  textBaseline = 'alphabetic';
  lineJoin = 'miter';
  imageSmoothingEnabled = true;
  imageSmoothingQuality = 'low';
  readonly #elements: string[] = [];
  readonly #saved: State[] = [];
  #dash: readonly number[] = [];
  #path = '';
  #clip: string | null = null;
  #clips = 0;

  /** @param ids stands before ids, which are unique in a document */
  constructor(private readonly ids: string) {}

  /** All that was drawn. */
  get content(): string {
    return this.#elements.join('\n');
  }

  beginPath(): void {
    this.#path = '';
  }
  moveTo(x: number, y: number): void {
    this.#path += `M${round(x)} ${round(y)}`;
  }
  lineTo(x: number, y: number): void {
    this.#path += `${this.#path === '' ? 'M' : 'L'}${round(x)} ${round(y)}`;
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`;
  }
  stroke(): void {
    if (this.#path !== '') this.#add(`<path d="${this.#path}" fill="none" ${this.#strokes()}/>`);
  }
  fill(): void {
    if (this.#path !== '') this.#add(`<path d="${this.#path}" fill="${this.fillStyle}"/>`);
  }
  clip(): void {
    const id = `${this.ids}-${++this.#clips}`;
    this.#elements.push(`<clipPath id="${id}"><path d="${this.#path}"/></clipPath>`);
    this.#clip = id;
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.#add(`<rect ${this.#box(x, y, width, height)} fill="${this.fillStyle}"/>`);
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#add(`<rect ${this.#box(x, y, width, height)} fill="none" ${this.#strokes()}/>`);
  }
  /** Whoever starts anew has nothing to clear. */
  clearRect(): void {}

  fillText(text: string, x: number, y: number): void {
    const baseline = { middle: 'central', bottom: 'text-after-edge', top: 'text-before-edge' }[
      this.textBaseline
    ];
    const [, size = '10px', family = 'sans-serif'] = /(\d[\d.]*px)\s+(.*)/.exec(this.font) ?? [];
    this.#add(
      `<text x="${round(x)}" y="${round(y)}" fill="${this.fillStyle}" font-size="${size}" font-family="${escaped(family)}"` +
        `${baseline === undefined ? '' : ` dominant-baseline="${baseline}"`}>${escaped(text)}</text>`,
    );
  }

  setLineDash(dash: readonly number[]): void {
    this.#dash = [...dash];
  }

  /** A part of a picture, stretched over a box. */
  drawImage(
    picture: HTMLCanvasElement,
    fromX: number,
    fromY: number,
    columns: number,
    rows: number,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void {
    const part = document.createElement('canvas');
    part.width = Math.max(1, Math.round(columns));
    part.height = Math.max(1, Math.round(rows));
    const context = part.getContext('2d');
    if (context === null) return;
    context.imageSmoothingEnabled = false;
    context.drawImage(picture, fromX, fromY, columns, rows, 0, 0, part.width, part.height);
    const style = this.imageSmoothingEnabled ? '' : ' style="image-rendering:pixelated"';
    this.#add(
      `<image ${this.#box(x, y, width, height)} preserveAspectRatio="none"${style} href="${part.toDataURL('image/png')}"/>`,
    );
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textBaseline, lineJoin } = this;
    this.#saved.push({
      ...{ fillStyle, strokeStyle, lineWidth, globalAlpha, font, textBaseline, lineJoin },
      dash: this.#dash,
      clip: this.#clip,
    });
  }
  restore(): void {
    const state = this.#saved.pop();
    if (state === undefined) return;
    const { dash, clip, ...styles } = state;
    Object.assign(this, styles);
    this.#dash = dash;
    this.#clip = clip;
  }

  #box(x: number, y: number, width: number, height: number): string {
    return `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
  }
  #strokes(): string {
    const dash = this.#dash.length === 0 ? '' : ` stroke-dasharray="${this.#dash.join(' ')}"`;
    return `stroke="${this.strokeStyle}" stroke-width="${this.lineWidth}" stroke-linejoin="${this.lineJoin}"${dash}`;
  }
  #add(element: string): void {
    const alpha = this.globalAlpha === 1 ? '' : ` opacity="${this.globalAlpha}"`;
    const clip = this.#clip === null ? '' : ` clip-path="url(#${this.#clip})"`;
    this.#elements.push(alpha === '' && clip === '' ? element : `<g${alpha}${clip}>${element}</g>`);
  }
}
