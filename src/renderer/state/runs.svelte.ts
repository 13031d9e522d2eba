import { SvelteMap } from 'svelte/reactivity';
import type { EngineClient } from '../../shared/contract';
import type { Unreadable } from '../../shared/domain/dataset';
import type { RecipeChoices } from '../../shared/domain/model';
import { liveStatuses } from '../../shared/domain/run';
import type { Run, RunEvent } from '../../shared/domain/run';
import { m } from '../i18n';
import type { Engine } from './engine.svelte';
import { follow } from './follow';
import { RunSeries } from './run-series.svelte';
import { toasts } from './toasts.svelte';

/** True while a run can still move by itself or be continued without `resume` from disk. */
export function isLive(run: Run): boolean {
  return liveStatuses.has(run.status);
}

/** All runs, newest first, kept up to date by events; and the curves of those that somebody looks at. */
export class Runs {
  readonly #engine: Engine;
  readonly #byId = new SvelteMap<string, Run>();
  readonly #series = new Map<string, RunSeries>();
  /** Runs whose curves somebody looks at. */
  readonly #followed = new Set<string>();
  /** Run → its place among all of its data set, in the order in which they came to be. */
  readonly #places = new Map<string, number>();
  readonly #counts = new Map<string, number>();
  #unreadable = $state.raw<readonly Unreadable[]>([]);
  #loaded = $state(false);
  #list = $derived([...this.#byId.values()].sort((a, b) => b.createdMs - a.createdMs));
  #active = $derived(this.#list.filter(isLive));

  constructor(from: Engine) {
    this.#engine = from;
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  get list(): readonly Run[] {
    return this.#list;
  }

  /** Runs that lie in the home and cannot be read. */
  get unreadable(): readonly Unreadable[] {
    return this.#unreadable;
  }

  /** Queued, running or paused. */
  get active(): readonly Run[] {
    return this.#active;
  }

  get(id: string): Run | undefined {
    return this.#byId.get(id);
  }

  /** Its place among the runs of its data set, the oldest first; kept for as long as the window lives, whatever is deleted. */
  place(id: string): number {
    return this.#places.get(id) ?? 0;
  }

  ofDataset(datasetId: string): readonly Run[] {
    return this.#list.filter((run) => run.datasetId === datasetId);
  }

  /** Starts to follow the engine. Called once. */
  open(): void {
    follow(
      this.#engine,
      async (client) => {
        const events = await client.runs.watch({});
        await this.#reload(client);
        return events;
      },
      (event) => this.#take(event),
    );
  }

  /** The curves of one run, loaded when first asked for and followed from then on. */
  series(id: string): RunSeries {
    const series = this.#seriesOf(id);
    if (!this.#followed.has(id)) {
      this.#followed.add(id);
      void this.#loadSeries(id, series);
    }
    return series;
  }

  async start(datasetId: string, choices: RecipeChoices, name?: string): Promise<Run> {
    const run = await this.#engine.client.runs.start({
      dataset: datasetId,
      choices,
      ...(name !== undefined && { name }),
    });
    this.#put(run);
    return run;
  }

  async pause(id: string): Promise<void> {
    this.#put(await this.#engine.client.runs.pause({ run: id }));
  }

  async resume(id: string): Promise<void> {
    this.#put(await this.#engine.client.runs.resume({ run: id }));
  }

  async stop(id: string): Promise<void> {
    this.#put(await this.#engine.client.runs.stop({ run: id }));
  }

  async edit(
    id: string,
    change: { name?: string; note?: string; kept?: boolean; tags?: string[] },
  ): Promise<void> {
    this.#put(await this.#engine.client.runs.edit({ run: id, ...change }));
  }

  /** Adds tags to several. */
  async tagAll(ids: readonly string[], tags: readonly string[]): Promise<void> {
    if (tags.length === 0) return;
    for (const id of ids)
      await this.edit(id, { tags: [...new Set([...(this.get(id)?.tags ?? []), ...tags])] });
  }

  /** Deletes at once and offers to undo it. */
  async delete(id: string): Promise<void> {
    const name = this.get(id)?.name ?? id;
    await this.#engine.client.runs.delete({ run: id });
    this.#byId.delete(id);
    toasts.undo(m.shell_run_deleted({ name }), () => this.restore(id));
  }

  /** Deletes several at once, with one undo for all; those that train stay. */
  async deleteAll(ids: readonly string[]): Promise<void> {
    const gone: string[] = [];
    try {
      for (const id of ids) {
        const run = this.get(id);
        if (run === undefined || isLive(run)) continue;
        await this.#engine.client.runs.delete({ run: id });
        this.#byId.delete(id);
        gone.push(id);
      }
    } finally {
      // Also where one could not be deleted: the others have an undo.
      if (gone.length > 0)
        toasts.undo(m.shell_runs_deleted({ count: gone.length }), async () => {
          for (const id of gone) await this.restore(id);
        });
    }
  }

  /** What cannot be read is not brought back either. */
  async deleteUnreadable(id: string): Promise<void> {
    await this.#engine.client.runs.delete({ run: id });
    this.#unreadable = this.#unreadable.filter((lost) => lost.id !== id);
  }

  async restore(id: string): Promise<void> {
    this.#put(await this.#engine.client.runs.restore({ run: id }));
  }

  #put(run: Run): void {
    this.#seriesOf(run.id);
    if (!this.#places.has(run.id)) {
      const place = this.#counts.get(run.datasetId) ?? 0;
      this.#places.set(run.id, place);
      this.#counts.set(run.datasetId, place + 1);
    }
    this.#byId.set(run.id, run);
  }

  /**
   * Made together with the run and not when first read: what a derived value itself creates, Svelte does not track,
   * and the first to ask would never hear of the curves.
   */
  #seriesOf(id: string): RunSeries {
    const known = this.#series.get(id) ?? new RunSeries();
    this.#series.set(id, known);
    return known;
  }

  async #reload(client: EngineClient): Promise<void> {
    const all = await client.runs.list({});
    this.#unreadable = await client.runs.unreadable({});
    const ids = new Set(all.map((run) => run.id));
    for (const id of this.#byId.keys()) if (!ids.has(id)) this.#byId.delete(id);
    for (const run of [...all].sort((a, b) => a.createdMs - b.createdMs)) this.#put(run);
    this.#loaded = true;
    for (const id of this.#followed) if (ids.has(id)) void this.#loadSeries(id, this.#seriesOf(id));
  }

  async #loadSeries(id: string, series: RunSeries): Promise<void> {
    try {
      series.replace(await this.#engine.client.runs.metrics({ run: id }));
    } catch {
      // Gone with its engine or deleted meanwhile; `#reload` asks again when there is an engine.
    }
  }

  #take(event: RunEvent): void {
    if (event.kind === 'changed') this.#put(event.run);
    else if (event.kind === 'deleted') this.#byId.delete(event.run);
    else if (this.#followed.has(event.run)) this.#seriesOf(event.run).add(event);
  }
}
