import { SvelteMap } from 'svelte/reactivity';
import type { LabTask } from '../../shared/domain/task';
import { engine } from './engine.svelte';
import type { Engine } from './engine.svelte';
import { follow } from './follow';

/** Work as it is shown: the engine's, or an upload with or without decoding, which is the window's own. */
export type ShownTask = Omit<LabTask, 'kind'> & { readonly kind: LabTask['kind'] | 'upload' | 'decode' };

/** Long work of the engine, and of the window itself (uploads), as it stands in the task bar. */
export class Tasks {
  readonly #engine: Engine;
  readonly #byId = new SvelteMap<string, ShownTask>();
  readonly #cancellers = new Map<string, () => void>();
  #running = $derived([...this.#byId.values()].filter((task) => task.status === 'running'));

  constructor(from: Engine) {
    this.#engine = from;
  }

  get running(): readonly ShownTask[] {
    return this.#running;
  }

  get(id: string): ShownTask | undefined {
    return this.#byId.get(id);
  }

  /** Starts to follow the engine. Called once. */
  open(): void {
    follow(
      this.#engine,
      async (client) => {
        const { seq, tasks: all } = await client.tasks.list({});
        for (const id of this.#byId.keys()) if (!this.#cancellers.has(id)) this.#byId.delete(id);
        for (const task of all) this.#byId.set(task.id, task);
        return client.tasks.watch({ after: seq });
      },
      ({ task }) => this.#byId.set(task.id, task),
    );
  }

  async cancel(id: string): Promise<void> {
    const own = this.#cancellers.get(id);
    if (own !== undefined) own();
    else await this.#engine.client.tasks.cancel({ task: id });
  }

  /** Waits for the end. @returns the id of what was made; @throws UnrollError when it failed or was cancelled */
  async result(id: string): Promise<string | null> {
    const { task, result } = await this.#engine.client.tasks.wait({ task: id });
    this.#byId.set(task.id, task);
    return result;
  }

  /** Shows work of the window's own. Report with `put`, end with `end`. */
  put(task: ShownTask, cancel: () => void): void {
    this.#byId.set(task.id, task);
    this.#cancellers.set(task.id, cancel);
  }

  end(id: string): void {
    this.#byId.delete(id);
    this.#cancellers.delete(id);
  }
}

export const tasks = new Tasks(engine);
