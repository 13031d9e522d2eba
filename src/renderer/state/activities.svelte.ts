import { SvelteMap } from 'svelte/reactivity';
import type { Activity } from '../../shared/domain/activity';
import { errorFromShape } from '../../shared/domain/error';
import { failure } from '../../shared/sentences/failure';
import type { Engine } from './engine.svelte';
import { follow } from './follow';

/** Work as it is shown: the engine's, or an upload with or without decoding, which is the window's own. */
export type ShownActivity = Omit<Activity, 'kind'> & {
  readonly kind: Activity['kind'] | 'upload' | 'decode';
};

/** Long work of the engine, and of the window itself (uploads), as it stands in the activity bar. */
export class Activities {
  readonly #engine: Engine;
  readonly #byId = new SvelteMap<string, ShownActivity>();
  readonly #cancellers = new Map<string, () => void>();
  #running = $derived([...this.#byId.values()].filter((activity) => activity.status === 'running'));

  constructor(from: Engine) {
    this.#engine = from;
  }

  get running(): readonly ShownActivity[] {
    return this.#running;
  }

  get(id: string): ShownActivity | undefined {
    return this.#byId.get(id);
  }

  /** Starts to follow the engine. Called once. */
  open(): void {
    follow(
      this.#engine,
      async (client) => {
        const { seq, activities: all } = await client.activities.list({});
        for (const id of this.#byId.keys()) if (!this.#cancellers.has(id)) this.#byId.delete(id);
        for (const activity of all) this.#byId.set(activity.id, activity);
        return client.activities.watch({ after: seq });
      },
      ({ activity }) => this.#byId.set(activity.id, activity),
    );
  }

  async cancel(id: string): Promise<void> {
    const own = this.#cancellers.get(id);
    if (own !== undefined) own();
    else await this.#engine.client.activities.cancel({ activity: id });
  }

  /** Waits for the end. @returns the id of what was made; @throws UnrollError when it failed or was cancelled */
  async result(id: string): Promise<string | null> {
    const { activity, result } = await this.#engine.client.activities.wait({ activity: id });
    this.#byId.set(activity.id, activity);
    if (activity.error !== null) throw errorFromShape(activity.error);
    if (activity.status === 'cancelled') throw failure('CANCELLED.work');
    return result;
  }

  /** Shows work of the window's own. Report with `put`, end with `end`. */
  put(activity: ShownActivity, cancel: () => void): void {
    this.#byId.set(activity.id, activity);
    this.#cancellers.set(activity.id, cancel);
  }

  end(id: string): void {
    this.#byId.delete(id);
    this.#cancellers.delete(id);
  }
}
