import type { EngineClient } from '../../shared/contract';
import type { PlanEdits, Understanding } from '../../shared/domain/dataset';
import { UnrollError } from '../../shared/domain/error';
import type { Activities } from './activities.svelte';
import type { Datasets } from './datasets.svelte';
import type { Engine } from './engine.svelte';
import { failureOf, reportFailure } from './failures';

const POLL_MS = 250;
/** After the last key press; long enough to type a number. */
const REVISE_AFTER_MS = 300;

/** Files that were dropped and are being looked at: what they are, under which plan, until they become a data set. */
export class Scan {
  readonly #engine: Engine;
  readonly #activities: Activities;
  readonly #datasets: Datasets;
  #id = $state<string | null>(null);
  #starting = $state(false);
  #straight = $state(false);
  #complete = $state(false);
  #understanding = $state.raw<Understanding | null>(null);
  #edits = $state.raw<PlanEdits>({});
  #revising = $state(false);
  #committing = $state(false);
  #problem = $state.raw<UnrollError | null>(null);
  /** Counts plans, so that views know when examples changed under them. */
  #revision = $state(0);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(engine: Engine, activities: Activities, datasets: Datasets) {
    this.#engine = engine;
    this.#activities = activities;
    this.#datasets = datasets;
  }

  /** From the first file on until it is used or thrown away. */
  get open(): boolean {
    return this.#id !== null || this.#starting;
  }

  /** Becomes a data set by itself, so that there is nothing to decide meanwhile. */
  get straight(): boolean {
    return this.#straight;
  }

  get id(): string | null {
    return this.#id;
  }

  get complete(): boolean {
    return this.#complete;
  }

  get understanding(): Understanding | null {
    return this.#understanding;
  }

  get edits(): PlanEdits {
    return this.#edits;
  }

  get revising(): boolean {
    return this.#revising;
  }

  get committing(): boolean {
    return this.#committing;
  }

  /** Why the present plan cannot be carried out, or the files not be read. */
  get problem(): UnrollError | null {
    return this.#problem;
  }

  get revision(): number {
    return this.#revision;
  }

  /** Starts a scan in place of the one before, and follows it until every file was read. */
  async start(
    begin: (client: EngineClient) => Promise<{ scan: string }>,
    options: { straight?: boolean } = {},
  ): Promise<void> {
    this.discard();
    this.#starting = true;
    this.#straight = options.straight ?? false;
    try {
      const { scan } = await begin(this.#engine.client);
      this.#id = scan;
      this.#starting = false;
      await this.#follow(scan);
    } catch (thrown) {
      this.#starting = false;
      if (this.#understanding === null) this.#id = null;
      throw thrown;
    }
  }

  /** Corrects fields of the plan; `undefined` gives a field back to the lab's own guess. */
  edit(change: { [K in keyof PlanEdits]?: PlanEdits[K] | undefined }): void {
    const merged = Object.entries({ ...this.#edits, ...change }).filter(([, value]) => value !== undefined);
    this.#edits = Object.fromEntries(merged) as PlanEdits;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#revise(), REVISE_AFTER_MS);
  }

  /** Makes the data set. @returns its id */
  async commit(): Promise<string> {
    const id = this.#id;
    if (id === null) throw new UnrollError('SCAN_UNKNOWN', 'There is nothing to use.');
    this.#committing = true;
    try {
      clearTimeout(this.#timer);
      if (this.#timer !== undefined) await this.#revise();
      const { activity } = await this.#engine.client.scans.commit({ scan: id });
      const dataset = await this.#activities.result(activity);
      if (dataset === null) throw new UnrollError('CANCELLED', 'The import was cancelled.');
      await this.#datasets.refresh();
      this.#reset();
      return dataset;
    } finally {
      this.#committing = false;
    }
  }

  discard(): void {
    const id = this.#id;
    this.#reset();
    if (id !== null) void this.#engine.client.scans.discard({ scan: id }).catch(() => {});
  }

  #reset(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asked += 1;
    this.#id = null;
    this.#complete = false;
    this.#understanding = null;
    this.#edits = {};
    this.#problem = null;
    this.#revising = false;
  }

  async #follow(scan: string): Promise<void> {
    while (this.#id === scan) {
      const state = await this.#engine.client.scans.get({ scan });
      if (this.#id !== scan) return;
      const failed = this.#activities.get(scan);
      if (state.understanding !== null && Object.keys(this.#edits).length === 0)
        this.#show(state.understanding);
      if (failed?.status === 'failed' && failed.error !== null) {
        throw new UnrollError(failed.error.code, failed.error.message, failed.error.details);
      }
      if (failed?.status === 'cancelled' && state.understanding === null) {
        this.#reset();
        return;
      }
      if (state.complete) {
        this.#complete = true;
        if (Object.keys(this.#edits).length > 0) await this.#revise();
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async #revise(): Promise<void> {
    const id = this.#id;
    this.#timer = undefined;
    if (id === null) return;
    const asked = ++this.#asked;
    this.#revising = true;
    try {
      const understanding = await this.#engine.client.scans.revise({ scan: id, edits: this.#edits });
      if (asked === this.#asked) this.#show(understanding);
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (asked === this.#asked) this.#problem = failure;
      if (failure.code === 'INTERNAL' || failure.code === 'ENGINE_GONE') reportFailure(thrown);
    } finally {
      if (asked === this.#asked) this.#revising = false;
    }
  }

  #show(understanding: Understanding): void {
    this.#understanding = understanding;
    this.#problem = null;
    this.#revision += 1;
  }
}
