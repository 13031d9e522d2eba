const KEY = 'unroll.tracks';
const LEAST_PX = 24;
const MOST_PX = 800;

interface Kept {
  /** Heights in pixels that a person gave to tracks, by their names. */
  readonly heights: Readonly<Record<string, number>>;
  /** Tracks that are folded to their heads. */
  readonly folded: readonly string[];
  /** Tracks from the top down, as far as a person has put them elsewhere. */
  readonly order: readonly string[];
}

const nothing: Kept = { heights: {}, folded: [], order: [] };
const isName = (name: unknown): name is string => typeof name === 'string';

/**
 * `names` in the order that was given to them. One that has no place in it comes behind the one that it stood behind before.
 */
export function arranged(names: readonly string[], order: readonly string[]): readonly string[] {
  const placed = order.filter((name) => names.includes(name));
  for (const [k, name] of names.entries()) {
    if (placed.includes(name)) continue;
    const before = names[k - 1];
    placed.splice(before === undefined ? 0 : placed.lastIndexOf(before) + 1, 0, name);
  }
  return placed;
}

function stored(): Kept {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Kept> | null;
    const heights = Object.entries(found?.heights ?? {}).filter(([, height]) => Number.isFinite(height));
    return {
      heights: Object.fromEntries(heights),
      folded: (found?.folded ?? []).filter(isName),
      order: (found?.order ?? []).filter(isName),
    };
  } catch {
    // Written by something else.
    return nothing;
  }
}

/** How a person has arranged tracks: what was pulled to another height, folded or put elsewhere stays so, in every example and run. */
export class TrackLayout {
  #kept = $state.raw(stored());

  get changed(): boolean {
    const { heights, folded, order } = this.#kept;
    return Object.keys(heights).length > 0 || folded.length > 0 || order.length > 0;
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

  /** The tracks that are there, given in the order in which they come, as they are to stand. */
  arranged(names: readonly string[]): readonly string[] {
    return arranged(names, this.#kept.order);
  }

  /** Puts a track to the place of another; `names` are those that are there. */
  move(name: string, place: string, names: readonly string[]): void {
    const now = this.arranged(names);
    const rest = now.filter((one) => one !== name);
    const down = now.indexOf(place) > now.indexOf(name);
    rest.splice(rest.indexOf(place) + (down ? 1 : 0), 0, name);
    // Those of other models keep their places between these.
    const known = [...new Set([...this.#kept.order, ...rest])];
    this.#keep({ ...this.#kept, order: arranged(known, rest) });
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
