const KEY = 'unroll.panels';
const LEAST_PX = 120;
const MOST_PX = 1200;

function stored(): Readonly<Record<string, number>> {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(found).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
    );
  } catch {
    // Written by something else.
    return {};
  }
}

/** How wide or high a person has made panels; what was not touched keeps the size of its own. */
export class PanelSizes {
  #sizes = $state.raw(stored());

  get changed(): boolean {
    return Object.keys(this.#sizes).length > 0;
  }

  /** As a CSS length; undefined: its own. */
  css(name: string): string | undefined {
    const px = this.#sizes[name];
    return px === undefined ? undefined : `${px}px`;
  }

  resize(name: string, px: number): void {
    this.#keep({ ...this.#sizes, [name]: Math.round(Math.max(LEAST_PX, Math.min(MOST_PX, px))) });
  }

  /** Gives one panel its own size back, or all of them. */
  reset(name?: string): void {
    this.#keep(
      name === undefined
        ? {}
        : Object.fromEntries(Object.entries(this.#sizes).filter(([key]) => key !== name)),
    );
  }

  #keep(sizes: Readonly<Record<string, number>>): void {
    this.#sizes = sizes;
    localStorage.setItem(KEY, JSON.stringify(sizes));
  }
}

export const panelSizes = new PanelSizes();
