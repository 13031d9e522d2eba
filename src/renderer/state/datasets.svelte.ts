import type { EngineClient } from '../../shared/contract';
import type { SampleSet } from '../../shared/contract/datasets';
import type { Dataset, Unreadable } from '../../shared/domain/dataset';
import type { Run } from '../../shared/domain/run';
import { m } from '../i18n';
import type { PlanFile } from '../../shared/domain/plan-file';
import type { ExampleSource } from './example-preview.svelte';
import { reportFailure } from './failures';
import type { Engine } from './engine.svelte';
import type { Runs } from './runs.svelte';
import { toasts } from './toasts.svelte';
import { openSound } from './sound-player';

/** The data sets of the catalog, newest first, and the sample sets that come with the lab. */
export class Datasets {
  readonly #engine: Engine;
  readonly #runs: Runs;
  #list = $state.raw<readonly Dataset[]>([]);
  #unreadable = $state.raw<readonly Unreadable[]>([]);
  #samples = $state.raw<readonly SampleSet[]>([]);
  #loaded = $state(false);

  constructor(engine: Engine, runs: Runs) {
    this.#engine = engine;
    this.#runs = runs;
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  get list(): readonly Dataset[] {
    return this.#list;
  }

  /** Data sets that lie in the home and cannot be read. */
  get unreadable(): readonly Unreadable[] {
    return this.#unreadable;
  }

  get samples(): readonly SampleSet[] {
    return this.#samples;
  }

  get(id: string | null): Dataset | undefined {
    return id === null ? undefined : this.#list.find((dataset) => dataset.id === id);
  }

  /** Starts to follow the engine. Called once. */
  open(): void {
    this.#engine.onReady((client) => void this.#load(client).catch(reportFailure));
  }

  async refresh(): Promise<void> {
    this.#list = newestFirst(await this.#engine.client.datasets.list({}));
  }

  async rename(id: string, name: string): Promise<void> {
    const renamed = await this.#engine.client.datasets.rename({ dataset: id, name });
    this.#list = this.#list.map((dataset) => (dataset.id === id ? renamed : dataset));
  }

  /** Where the examples of one are seen and heard. */
  source(dataset: string): ExampleSource {
    const calls = (): EngineClient['datasets'] => this.#engine.client.datasets;
    return {
      signal: (example, columns) => calls().signal({ dataset, example, columns }),
      sound: (example) => openSound((stretch) => calls().audio({ dataset, example, ...stretch })),
    };
  }

  /** The plan that one was made under, to be saved. @throws UnrollError */
  plan(dataset: string): Promise<PlanFile> {
    return this.#engine.client.datasets.plan({ dataset });
  }

  /** Deletes at once, with the runs on it when there are any, and offers to undo it. */
  async delete(id: string): Promise<void> {
    const name = this.get(id)?.understanding.plan.name ?? id;
    const withRuns = this.#runs.ofDataset(id);
    await this.#engine.client.datasets.delete({ dataset: id, withRuns: withRuns.length > 0 });
    this.#list = this.#list.filter((dataset) => dataset.id !== id);
    toasts.undo(
      withRuns.length === 0
        ? m.data_deleted({ name })
        : m.data_deleted_with_runs({ name, count: withRuns.length }),
      () => this.#restore(id, withRuns),
    );
  }

  async deleteUnreadable(id: string): Promise<void> {
    await this.#engine.client.datasets.delete({ dataset: id });
    this.#unreadable = this.#unreadable.filter((lost) => lost.id !== id);
  }

  async #restore(id: string, withRuns: readonly Run[]): Promise<void> {
    const restored = await this.#engine.client.datasets.restore({ dataset: id });
    this.#list = newestFirst([...this.#list, restored]);
    for (const run of withRuns) await this.#runs.restore(run.id);
  }

  async #load(client: EngineClient): Promise<void> {
    const [list, samples] = await Promise.all([client.datasets.list({}), client.samples.list({})]);
    this.#list = newestFirst(list);
    this.#unreadable = await client.datasets.unreadable({});
    this.#samples = samples;
    this.#loaded = true;
  }
}

function newestFirst(list: readonly Dataset[]): readonly Dataset[] {
  return [...list].sort((a, b) => b.createdMs - a.createdMs);
}
