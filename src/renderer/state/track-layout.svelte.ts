const KEY = 'unroll.tracks';
const LEAST_PX = 24;
const MOST_PX = 800;

interface Kept {
  /** Heights in pixels that a person gave to tracks, by their names. */
  readonly heights: Readonly<Record<string, number>>;
  /** Tracks that are folded to their heads. */
  readonly folded: readonly string[];
}

const nothing: Kept = { heights: {}, folded: [] };

function stored(): Kept {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Kept> | null;
    const heights = Object.entries(found?.heights ?? {}).filter(([, height]) => Number.isFinite(height));
    return {
      heights: Object.fromEntries(heights),
      folded: (found?.folded ?? []).filter((name) => typeof name === 'string'),
    };
  } catch {
    // Written by something else.
    return nothing;
  }
}

/** How a person has arranged tracks: what was pulled to another height or folded stays so, in every example and run. */
export class TrackLayout {
  #kept = $state.raw(stored());

  get changed(): boolean {
    return Object.keys(this.#kept.heights).length > 0 || this.#kept.folded.length > 0;
  }

  /** The height that was given to a track; null: its own. */
  height(name: string): number | null {
    return this.#kept.heights[name] ?? null;
  }

  isFolded(name: string): boolean {
    return this.#kept.folded.includes(name);
  }

  resize(name: string, px: number): void {
    const height = Math.round(Math.max(LEAST_PX, Math.min(MOST_PX, px)));
    this.#keep({ ...this.#kept, heights: { ...this.#kept.heights, [name]: height } });
  }

  fold(name: string): void {
    const { folded } = this.#kept;
    this.#keep({
      ...this.#kept,
      folded: folded.includes(name) ? folded.filter((one) => one !== name) : [...folded, name],
    });
  }

  /** Gives one track its own height back, or all of them everything. */
  reset(name?: string): void {
    if (name === undefined) return this.#keep(nothing);
    this.#keep({
      ...this.#kept,
      heights: Object.fromEntries(Object.entries(this.#kept.heights).filter(([key]) => key !== name)),
    });
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    localStorage.setItem(KEY, JSON.stringify(kept));
  }
}

export const trackLayout = new TrackLayout();
