import type { EngineClient } from '../../shared/contract';
import type { PlanEdits, Understanding } from '../../shared/domain/dataset';
import type { UnrollError } from '../../shared/domain/error';
import type { PlanFile } from '../../shared/domain/plan-file';
import type { Question, Reading } from '../../shared/domain/proposal';
import type { ExampleSignal } from '../../shared/domain/trace';
import { failure } from '../../shared/sentences/failure';
import type { Activities } from './activities.svelte';
import type { Datasets } from './datasets.svelte';
import type { Engine } from './engine.svelte';
import type { ExampleSource } from './example-preview.svelte';
import { failureOf, reportFailure } from './failures';
import type { PlanChange } from './plan-history.svelte';
import { PlanHistory } from './plan-history.svelte';
import { openSound } from './sound-player';

const POLL_MS = 250;
/** After the last key press; long enough to type a number. */
const REVISE_AFTER_MS = 300;

/** What is read beside the files themselves. */
interface Beside {
  readonly followLinks: boolean;
  /** Files and folders of what is none of the classes; undefined where there are none. */
  readonly background: string[] | undefined;
}

/** Has the engine read files under a plan. Called again when the first time failed. */
type Begin = (client: EngineClient, edits: PlanEdits, beside: Beside) => Promise<{ scan: string }>;

interface StartOptions {
  readonly straight?: boolean;
  /** A plan that was kept, to go on from. */
  readonly plan?: PlanFile;
}

/** Files that were dropped and are being looked at: what they are, under which plan, until they become a data set. */
export class Scan {
  readonly #engine: Engine;
  readonly #activities: Activities;
  readonly #datasets: Datasets;
  readonly #history = new PlanHistory();
  #begin: Begin | null = null;
  #followLinks = false;
  #background = $state.raw<readonly string[]>([]);
  #id = $state<string | null>(null);
  #starting = $state(false);
  #straight = $state(false);
  #complete = $state(false);
  #understanding = $state.raw<Understanding | null>(null);
  #revising = $state(false);
  #committing = $state(false);
  #problem = $state.raw<UnrollError | null>(null);
  #refusal = $state.raw<UnrollError | null>(null);
  #failure = $state.raw<UnrollError | null>(null);
  #wanting = $state.raw<PlanFile | null>(null);
  /** Counts plans, so that views know when examples changed under them. */
  #revision = $state(0);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(engine: Engine, activities: Activities, datasets: Datasets) {
    this.#engine = engine;
    this.#activities = activities;
    this.#datasets = datasets;
  }

  /** From the first file on until it is used or thrown away; also while it stays to be read why that failed. */
  get open(): boolean {
    return this.#id !== null || this.#starting || this.#failure !== null || this.#wanting !== null;
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
    return this.#history.edits;
  }

  /** Whether anything was set, by hand or by a plan that was opened. */
  get hasPlan(): boolean {
    return Object.keys(this.#history.whole).length > 0;
  }

  /** Where its examples are seen and heard, under the plan as it stands. @throws UnrollError SCAN_UNKNOWN */
  source(): ExampleSource {
    const scan = this.#requireId();
    const calls = (): EngineClient['scans'] => this.#engine.client.scans;
    return {
      signal: (example, columns) => calls().signal({ scan, example, columns }),
      sound: (example) => openSound((stretch) => calls().audio({ scan, example, ...stretch })),
      ...(this.understanding?.plan.marks && {
        around: async (example: number, columns: number) =>
          (await calls().around({ scan, example, columns })).stretch,
      }),
    };
  }

  /** An example as it would be under a reading of a question. @throws UnrollError */
  async signalUnder({ edits, preview }: Reading, columns: number): Promise<ExampleSignal | null> {
    if (this.#id === null || preview === null) return null;
    const told = this.#history.wholeWith(edits);
    return this.#engine.client.scans.signal({ scan: this.#id, example: preview, columns, edits: told });
  }

  get revising(): boolean {
    return this.#revising;
  }

  get committing(): boolean {
    return this.#committing;
  }

  /** Why the present plan cannot be carried out. */
  get problem(): UnrollError | null {
    return this.#problem;
  }

  /** Why it did not become a data set; it may be tried again. */
  get refusal(): UnrollError | null {
    return this.#refusal;
  }

  /** Why the files could not be read. The plan is kept for another try. */
  get failure(): UnrollError | null {
    return this.#failure;
  }

  /** A plan that was opened and waits for its files. */
  get wanting(): PlanFile | null {
    return this.#wanting;
  }

  /** What was set, for other files: where these could not be read, or a plan waits for some. Null where nothing was. */
  get kept(): PlanFile | null {
    const plan = this.#history.whole;
    const isWaiting = this.#failure !== null || this.#wanting !== null;
    if (!isWaiting || Object.keys(plan).length === 0) return null;
    return {
      ...{ formatVersion: 1, places: [], plan, chosen: Object.keys(this.#history.edits), why: {} },
      ...(this.#background.length > 0 && { background: [...this.#background] }),
    };
  }

  /** What the lab would rather ask than guess. */
  get questions(): readonly Question[] {
    return this.#understanding?.proposal?.questions ?? [];
  }

  get revision(): number {
    return this.#revision;
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  /**
   * Starts a scan in place of the one before, and follows it until every file was read. A failure stays to be read, but what
   * goes straight on throws it.
   */
  async start(begin: Begin, { straight = false, plan }: StartOptions = {}): Promise<void> {
    this.discard();
    this.#followLinks = false;
    this.#background = plan?.background ?? [];
    this.#history.restart(plan);
    this.#straight = straight;
    await this.#run(begin);
  }

  /** A plan without files to read: it waits for them. */
  want(plan: PlanFile): void {
    this.discard();
    this.#history.restart(plan);
    this.#straight = false;
    this.#wanting = plan;
  }

  /** Reads the same files once more under the plan as it stands. */
  async retry(): Promise<void> {
    const begin = this.#begin;
    if (begin === null) return;
    this.#forget();
    await this.#run(begin);
  }

  /** Reads the same once more, with what links lead to outside of it. */
  async followLinks(): Promise<void> {
    this.#followLinks = true;
    await this.retry();
  }

  /** Files and folders of what is none of the classes. */
  get background(): readonly string[] {
    return this.#background;
  }

  /** Reads the same once more, with these as what is none of the classes. */
  async withBackground(background: readonly string[]): Promise<void> {
    this.#background = background;
    await this.retry();
  }

  /** Reads the same files with nothing set. */
  async retryPlain(): Promise<void> {
    this.#history.restart();
    await this.retry();
  }

  /** Corrects fields of the plan; `undefined` gives a field back to the lab's own guess. */
  edit(change: PlanChange): void {
    this.#history.change(change);
    this.#reviseSoon(REVISE_AFTER_MS);
  }

  undo(): void {
    this.#history.undo();
    this.#reviseSoon(0);
  }

  redo(): void {
    this.#history.redo();
    this.#reviseSoon(0);
  }

  /** The plan as it stands, to be saved. @throws UnrollError */
  async plan(): Promise<PlanFile> {
    await this.#settle();
    return this.#engine.client.scans.plan({ scan: this.#requireId() });
  }

  /** Makes the data set. @returns its id @throws UnrollError, which also stays as `refusal` or `failure` */
  async commit(): Promise<string> {
    const id = this.#requireId();
    this.#committing = true;
    this.#refusal = null;
    try {
      await this.#settle();
      if (this.#problem !== null) throw this.#problem;
      const { activity } = await this.#engine.client.scans.commit({ scan: id });
      const dataset = await this.#activities.result(activity);
      if (dataset === null) throw failure('CANCELLED.import');
      await this.#datasets.refresh();
      this.#reset();
      return dataset;
    } catch (thrown) {
      const failure = failureOf(thrown);
      // An engine that was started anew knows nothing of these files.
      if (failure.code === 'SCAN_UNKNOWN') this.#failure = failure;
      else if (failure !== this.#problem) this.#refusal = failure;
      throw failure;
    } finally {
      this.#committing = false;
    }
  }

  discard(): void {
    const id = this.#id;
    this.#reset();
    if (id !== null) void this.#engine.client.scans.discard({ scan: id }).catch(() => {});
  }

  #requireId(): string {
    if (this.#id === null) throw failure('SCAN_UNKNOWN.none');
    return this.#id;
  }

  #reset(): void {
    this.#forget();
    this.#history.restart();
    this.#begin = null;
  }

  /** Everything but the plan. */
  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asked += 1;
    this.#id = null;
    this.#complete = false;
    this.#understanding = null;
    this.#problem = null;
    this.#refusal = null;
    this.#failure = null;
    this.#wanting = null;
    this.#revising = false;
  }

  async #run(begin: Begin): Promise<void> {
    this.#begin = begin;
    this.#starting = true;
    const told = this.#history.whole;
    try {
      const { scan } = await begin(this.#engine.client, told, {
        followLinks: this.#followLinks,
        background: this.#background.length > 0 ? [...this.#background] : undefined,
      });
      this.#id = scan;
      this.#starting = false;
      await this.#follow(scan, told);
    } catch (thrown) {
      this.#starting = false;
      const failure = failureOf(thrown);
      if (this.#straight || failure.code === 'CANCELLED') {
        this.#reset();
        throw failure;
      }
      this.#failure = failure;
    }
  }

  /** @param told the edits that the engine reads the files under */
  async #follow(scan: string, told: PlanEdits): Promise<void> {
    const isAsTold = (): boolean => JSON.stringify(told) === JSON.stringify(this.#history.whole);
    while (this.#id === scan) {
      const { understanding, complete } = await this.#engine.client.scans.get({ scan });
      if (this.#id !== scan) return;
      if (understanding !== null && isAsTold()) this.#show(understanding);
      const { status } = this.#activities.get(scan) ?? {};
      if (complete || status === 'failed' || status === 'cancelled') {
        await this.#activities.result(scan);
        if (this.#id !== scan) return;
        this.#complete = true;
        if (!isAsTold()) await this.#revise();
        else if (this.#understanding === null) throw failure('DATASET_EMPTY.learn');
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  #reviseSoon(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#revise(), ms);
  }

  /** Sends what was typed last. */
  async #settle(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#timer !== undefined) await this.#revise();
  }

  async #revise(): Promise<void> {
    const id = this.#id;
    this.#timer = undefined;
    if (id === null) return;
    const asked = ++this.#asked;
    this.#revising = true;
    try {
      const understanding = await this.#engine.client.scans.revise({ scan: id, edits: this.#history.whole });
      if (asked === this.#asked) this.#show(understanding);
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (asked === this.#asked && failure.code === 'SCAN_UNKNOWN') this.#failure = failure;
      else if (asked === this.#asked) this.#problem = failure;
      if (failure.code === 'INTERNAL' || failure.code === 'ENGINE_GONE') reportFailure(thrown);
    } finally {
      if (asked === this.#asked) this.#revising = false;
    }
  }

  #show(understanding: Understanding): void {
    this.#understanding = understanding;
    this.#problem = null;
    this.#refusal = null;
    this.#revision += 1;
  }
}
