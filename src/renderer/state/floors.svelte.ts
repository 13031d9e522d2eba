import type { FloorTable, WaitingFloor } from '../../shared/domain/run';
import type { Engine } from './engine.svelte';

const none: FloorTable = { floors: [], refused: [] };

/** What a data set scores without a network, as far as that is known. */
export class Floors {
  readonly #engine: Engine;
  #table = $state.raw<FloorTable>(none);
  #waiting = $state.raw<readonly WaitingFloor[]>([]);
  #measuring = $state(false);
  #asked = 0;
  #dataset = '';

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get table(): FloorTable {
    return this.#table;
  }

  /** What is dear waits to be asked for. */
  get waiting(): readonly WaitingFloor[] {
    return this.#waiting;
  }

  get measuring(): boolean {
    return this.#measuring;
  }

  /** Shows what is known at once, and the rest when it was measured in the background. @throws UnrollError */
  async load(dataset: string, start: 'nothing' | 'quick' | 'all'): Promise<void> {
    const asked = ++this.#asked;
    if (dataset !== this.#dataset) this.#show({ table: none, waiting: [] });
    this.#dataset = dataset;
    const { client } = this.#engine;
    const known = await client.datasets.floors({ dataset, start });
    if (asked !== this.#asked) return;
    this.#show(known);
    const { activity } = known;
    if (activity === null) return;
    this.#measuring = true;
    try {
      await client.activities.wait({ activity });
      const after = await client.datasets.floors({ dataset, start: 'nothing' });
      if (asked === this.#asked) this.#show(after);
    } finally {
      if (asked === this.#asked) this.#measuring = false;
    }
  }

  /** What comes later is not wanted any more. */
  dispose(): void {
    this.#asked += 1;
    this.#measuring = false;
  }

  #show({ table, waiting }: { table: FloorTable; waiting: readonly WaitingFloor[] }): void {
    this.#table = table;
    this.#waiting = waiting;
  }
}
