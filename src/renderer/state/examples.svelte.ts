import type { Example, SplitName } from '../../shared/domain/dataset';
import { labelsOf } from '../../shared/domain/labels-of';
import type { Task } from '../../shared/domain/task';
import type { Engine } from './engine.svelte';

const PAGE = 2000;

/** All examples of one data set, in pages as they come, and those that pass a filter. */
export class Examples {
  readonly #engine: Engine;
  #all = $state.raw<readonly Example[]>([]);
  #total = $state(0);
  #asked = 0;
  #task: Task = 'classify';
  split = $state<SplitName | 'all'>('all');
  label = $state<string | null>(null);
  #shown = $derived(
    this.#all.filter(
      (example) =>
        (this.split === 'all' || example.split === this.split) &&
        (this.label === null || labelsOf(this.#task, example.label).includes(this.label)),
    ),
  );

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** How many there are in all, those not loaded yet included. */
  get total(): number {
    return this.#total;
  }

  /** Those that have come, whatever the filter. */
  get all(): readonly Example[] {
    return this.#all;
  }

  /** Those that pass the filter. */
  get shown(): readonly Example[] {
    return this.#shown;
  }

  async load(dataset: string, task: Task = 'classify'): Promise<void> {
    const asked = ++this.#asked;
    this.#task = task;
    this.#all = [];
    this.#total = 0;
    this.split = 'all';
    this.label = null;
    for (;;) {
      const page = await this.#engine.client.datasets.examples({
        dataset,
        offset: this.#all.length,
        limit: PAGE,
      });
      if (asked !== this.#asked) return;
      this.#all = [...this.#all, ...page.examples];
      this.#total = page.total;
      if (page.examples.length === 0 || this.#all.length >= page.total) return;
    }
  }
}
