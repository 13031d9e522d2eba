import type { SplitPredictions } from '../../../shared/domain/run';
import { CurveSettings } from '../../charts/curve-view.svelte';
import type { Engine } from '../../state/engine.svelte';
import { MOST_OVERLAID, assignSlots } from '../../charts/overlay';
import { defaultColumns } from './run-columns';
import { groupings } from './run-groups';
import type { Grouping } from './run-groups';
import type { Sorting } from './run-columns';
import { engine, runs } from '../../state/lab';

const COLUMNS_KEY = 'unroll.compare.columns';
const GROUPING_KEY = 'unroll.compare.grouping';

function storedColumns(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(COLUMNS_KEY) ?? 'null');
    if (Array.isArray(stored) && stored.every((key) => typeof key === 'string')) return stored;
  } catch {
    // Written by something else: the default columns do.
  }
  return defaultColumns;
}

function storedGrouping(): Grouping | null {
  const stored = localStorage.getItem(GROUPING_KEY);
  return groupings.find((one) => one === stored) ?? null;
}

/** What was chosen in the table of runs: columns, order, filter, and the runs to compare. Outlives the view. */
export class Comparison {
  readonly #engine: Engine;
  readonly curves = new CurveSettings();
  shows = $state<'runs' | 'scatter' | 'parallel' | 'studies'>('runs');
  query = $state('');
  sorting = $state.raw<Sorting>({ key: 'created', descending: true });
  /** What the scatter shows, across and up: keys of columns. */
  axes = $state.raw<{ readonly x: string; readonly y: string }>({ x: 'parameters', y: 'test' });
  #grouping = $state.raw<Grouping | null>(storedGrouping());
  #folded = $state.raw<ReadonlySet<string>>(new Set());
  #columns = $state.raw<readonly string[]>(storedColumns());
  #slots = $state.raw<ReadonlyMap<string, number>>(new Map());
  readonly #predictions = new Map<string, Promise<SplitPredictions>>();

  readonly #placeOf: (run: string) => number;

  /** @param placeOf a run's place among those of its data set, which gives it its colour */
  constructor(engine: Engine, placeOf: (run: string) => number = () => 0) {
    this.#engine = engine;
    this.#placeOf = placeOf;
  }

  get columns(): readonly string[] {
    return this.#columns;
  }

  /** Runs to compare, in the order in which they were chosen, with their colours. */
  get slots(): ReadonlyMap<string, number> {
    return this.#slots;
  }

  get full(): boolean {
    return this.#slots.size >= MOST_OVERLAID;
  }

  get grouping(): Grouping | null {
    return this.#grouping;
  }

  get folded(): ReadonlySet<string> {
    return this.#folded;
  }

  groupBy(grouping: Grouping | null): void {
    this.#grouping = grouping;
    this.#folded = new Set();
    localStorage.setItem(GROUPING_KEY, grouping ?? '');
  }

  fold(group: string): void {
    const folded = new Set(this.#folded);
    if (!folded.delete(group)) folded.add(group);
    this.#folded = folded;
  }

  toggleColumn(key: string): void {
    this.#columns = this.#columns.includes(key)
      ? this.#columns.filter((other) => other !== key)
      : [...this.#columns, key];
    localStorage.setItem(COLUMNS_KEY, JSON.stringify(this.#columns));
  }

  sortBy(key: string): void {
    const again = this.sorting.key === key;
    this.sorting = { key, descending: again ? !this.sorting.descending : true };
  }

  toggle(id: string): void {
    if (!this.#slots.has(id) && this.full) return;
    const ids = [...this.#slots.keys()];
    this.choose(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
  }

  choose(ids: readonly string[]): void {
    this.#slots = assignSlots(this.#slots, ids.slice(0, MOST_OVERLAID), this.#placeOf);
  }

  /** Leaves out runs that are no longer there. */
  keepOnly(known: (id: string) => boolean): void {
    const ids = [...this.#slots.keys()];
    if (!ids.every(known)) this.choose(ids.filter(known));
  }

  /** A finished run's answers on the test part; asked for once. */
  testPredictions(run: string): Promise<SplitPredictions> {
    const known = this.#predictions.get(run);
    if (known !== undefined) return known;
    const asked = this.#engine.client.runs.predictions({ run, split: 'test' });
    this.#predictions.set(run, asked);
    asked.catch(() => this.#predictions.delete(run));
    return asked;
  }
}

export const comparison = new Comparison(engine, (run) => runs.place(run));
