import { rename } from 'node:fs/promises';
import type { RecipeChoices, RecurrentNetworkSpec, SettledRecipe } from '../../../shared/domain/model';
import type { Decision, MetricsSnapshot, Run, RunEvent } from '../../../shared/domain/run';
import type { Unreadable } from '../../../shared/domain/dataset';
import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { freeBytes } from '../files/disk';
import type { Home } from '../files/home';
import type { EventStream } from './event-log';
import type { Trainer } from '../training/job';
import type { LiveRun, RunEdits } from './live-run';
import { runId, runName } from './naming';
import { requireMembers } from './ensemble-members';
import { followOthers } from './others';
import { ownerPid } from './owner';
import { RunQueue } from './queue';
import type { DatasetSource } from './run-store';
import { liveStatuses } from '../../../shared/domain/run';
import { RunStore } from './run-store';

/** A trained model that came from elsewhere. */
type AdoptedModel = Pick<Run, 'name' | 'note' | 'validation' | 'test' | 'floor'> & {
  readonly spec: RecurrentNetworkSpec;
  readonly parameters: number;
};

interface RunDatasets extends DatasetSource {
  /** Absolute path of the prepared data (`datasets/prepared.ts`). */
  preparedFile(id: string): string;
}

export interface RunServiceOptions {
  readonly home: Home;
  readonly datasets: RunDatasets;
  readonly compute: Trainer;
  readonly settle: (datasetId: string, choices: RecipeChoices) => Promise<SettledRecipe>;
  /** How many runs train at the same time; the others wait in the queue. Default 1. */
  readonly concurrency?: number;
}

/** Runs: their queue, their training, their catalog. One per home folder and engine. */
export class RunService {
  readonly #options: RunServiceOptions;
  readonly #store: RunStore;
  readonly #queue: RunQueue;
  readonly #stopFollowing: () => void;
  #closed = false;

  private constructor(options: RunServiceOptions, store: RunStore) {
    this.#options = options;
    this.#store = store;
    const { compute, datasets, concurrency = 1 } = options;
    this.#queue = new RunQueue({
      store,
      compute,
      dataOf: (id) => ({
        preparedFile: datasets.preparedFile(id),
        stepSeconds: datasets.get(id).understanding.stepSeconds,
      }),
      choicesFile: options.home.choicesFile,
      concurrency,
    });
    this.#stopFollowing = store.isFrozen ? () => {} : followOthers(store);
  }

  /**
   * Opens the catalog and puts it in order: runs whose engine died are `interrupted`, deleted ones are removed.
   * @throws UnrollError STATE_CORRUPT, OUTPUT_UNWRITABLE
   */
  static async open(options: RunServiceOptions): Promise<RunService> {
    const store = new RunStore(options.home, options.datasets);
    await store.recover();
    return new RunService(options, store);
  }

  /** What happened to the catalog when it was opened; null when it was whole. */
  get damage(): UnrollError | null {
    return this.#store.catalog.damage;
  }

  /** A newer lab wrote this home: it is shown as far as it can be read, and nothing in it is changed. */
  get isFrozen(): boolean {
    return this.#store.isFrozen;
  }

  /**
   * @param decisions what was decided before it began, such as why this model was chosen
   * @throws UnrollError DATASET_UNKNOWN, ARGUMENT_INVALID, DISK_FULL
   */
  async start(
    datasetId: string,
    choices: RecipeChoices,
    name?: string,
    decisions: readonly Decision[] = [],
  ): Promise<Run> {
    const dataset = this.#options.datasets.get(datasetId);
    const { recipe, parameters } = await this.#options.settle(datasetId, choices);
    await requireRoom(this.#options.home.runsDir, parameters);
    await requireMembers(recipe.model, datasetId, this);
    const { plan } = dataset.understanding;
    const taken = this.#store.catalog.list().map(({ run }) => run.name);
    const now = new Date();
    const { run } = this.#queue.add({
      ...newRun(runId(recipe.model, now), now.getTime()),
      name: name?.trim() || runName(recipe.model, plan.name, taken),
      datasetId,
      datasetName: plan.name,
      task: plan.task,
      recipe,
      status: 'queued',
      parameters,
      decisions: [...decisions],
    });
    return run;
  }

  /**
   * Takes in a network that was trained elsewhere, as a run that is complete.
   *
   * @param weightsFile is moved into the run's folder
   * @throws UnrollError DATASET_UNKNOWN
   */
  async adopt(datasetId: string, model: AdoptedModel, weightsFile: string): Promise<Run> {
    const { understanding } = this.#options.datasets.get(datasetId);
    const { recipe } = await this.#options.settle(datasetId, { model: model.spec });
    const { name, note, parameters, validation, test, floor } = model;
    const now = new Date();
    const run: Run = {
      ...newRun(runId(model.spec, now), now.getTime()),
      name,
      note,
      datasetId,
      datasetName: understanding.plan.name,
      task: understanding.plan.task,
      recipe: { ...recipe, model: model.spec },
      status: 'completed',
      finishedMs: now.getTime(),
      kept: true,
      parameters,
      validation,
      test,
      floor,
    };
    const folder = this.#store.folder(run.id);
    await folder.create();
    await rename(weightsFile, folder.weightsFile);
    this.#store.save(run);
    return run;
  }

  /** Newest first. */
  list(datasetId?: string): Run[] {
    return this.#store.list().filter((run) => datasetId === undefined || run.datasetId === datasetId);
  }

  /** What `list` leaves out, and why. */
  unreadable(): Unreadable[] {
    return this.#store.unreadable();
  }

  /** @throws UnrollError RUN_UNKNOWN, STATE_CORRUPT */
  get(id: string): Run {
    return this.#queue.get(id)?.run ?? this.#store.entry(id).run;
  }

  runDir(id: string): string {
    return this.#store.folder(id).dir;
  }

  /** @throws UnrollError RUN_UNKNOWN, RUN_STATE when it does not run */
  async pause(id: string): Promise<Run> {
    const live = this.#liveOf(id, 'paused');
    if (live.run.status === 'queued') throw failure('RUN_STATE.queued', stateOf(live.run));
    await live.pause();
    this.#queue.next();
    return live.run;
  }

  /** @throws UnrollError RUN_UNKNOWN, DATASET_UNKNOWN, RUN_STATE when there is nothing to go on with */
  resume(id: string): Run {
    const live = this.#queue.get(id);
    if (live === undefined) {
      const run = this.#restingRun(id);
      if (run.status === 'completed') throw failure('RUN_STATE.completed', stateOf(run));
      if (run.status === 'failed') throw failure('RUN_STATE.failed', stateOf(run));
      this.#options.datasets.get(run.datasetId);
      return this.#queue.add(run).run;
    }
    if (live.run.status === 'paused') this.#queue.addAgain(live);
    return live.run;
  }

  /** @throws UnrollError RUN_UNKNOWN, RUN_STATE when it has ended */
  async stop(id: string): Promise<Run> {
    const live = this.#liveOf(id, 'stopped');
    await live.stop();
    return live.run;
  }

  /** Waits until the run is no longer queued, running or paused. @throws UnrollError RUN_UNKNOWN */
  async wait(id: string, signal?: AbortSignal): Promise<Run> {
    const stream = this.#store.events.subscribe(undefined, signal);
    try {
      for (let run = this.get(id); ; run = this.get(id)) {
        if (!liveStatuses.has(run.status)) return run;
        if ((await stream.next()).done) throw failure('CANCELLED.wait');
      }
    } finally {
      await stream.return();
    }
  }

  /** @throws UnrollError RUN_UNKNOWN, RUN_STATE while another engine trains it */
  edit(id: string, changes: RunEdits): Run {
    const live = this.#queue.get(id);
    if (live !== undefined) {
      live.edit(changes);
      return live.run;
    }
    const run = { ...this.#restingRun(id), ...changes };
    this.#store.save(run);
    return run;
  }

  /** A run in training is interrupted first. @throws UnrollError RUN_UNKNOWN, RUN_STATE */
  async delete(id: string): Promise<void> {
    const live = this.#queue.get(id);
    if (live !== undefined) await live.abandon();
    else if (!this.unreadable().some((lost) => lost.id === id)) this.#restingRun(id);
    await this.#store.delete(id);
  }

  /** @throws UnrollError RUN_UNKNOWN, STATE_CORRUPT */
  restore(id: string): Promise<Run> {
    return this.#store.restore(id);
  }

  /** Deleted runs are gone for good. */
  forgetDeleted(): void {
    this.#store.forget(Date.now(), true);
  }

  /** @throws UnrollError RUN_UNKNOWN */
  metrics(id: string): MetricsSnapshot {
    this.#store.entry(id);
    const { steps, epochs } = this.#store.curves(id);
    return { seq: this.#store.events.seq, steps, epochs };
  }

  watch(after?: number, signal?: AbortSignal): EventStream<RunEvent> {
    return this.#store.events.subscribe(after, signal);
  }

  /** Interrupts what trains (it can be resumed) and closes the catalog. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopFollowing();
    await this.#queue.close();
    await this.#store.close();
  }

  #liveOf(id: string, wish: 'paused' | 'stopped'): LiveRun {
    const live = this.#queue.get(id);
    if (live === undefined) throw failure('RUN_STATE.notRunning', { ...stateOf(this.#restingRun(id)), wish });
    return live;
  }

  /** A run that no engine holds. */
  #restingRun(id: string): Run {
    this.#store.freeOrphans();
    const { run, owner } = this.#store.entry(id);
    if (owner !== null && owner !== this.#store.owner)
      throw failure('RUN_STATE.held', { ...stateOf(run), process: ownerPid(owner) });
    return run;
  }
}

/** Curves, answers and what else is small. */
const SMALL_BYTES = 2 ** 24;
/** A checkpoint holds five numbers a parameter; there are three of them, one more while it is written, and the weights. */
const BYTES_PER_PARAMETER = 4 * (4 * 5 + 1);

/** Said before it starts, instead of in the middle of the night. */
async function requireRoom(dir: string, parameters: number): Promise<void> {
  const [free, needed] = [await freeBytes(dir), SMALL_BYTES + BYTES_PER_PARAMETER * parameters];
  if (free === null || free >= needed) return;
  const inMb = (bytes: number): number => Math.ceil(bytes / 1e6);
  throw failure('DISK_FULL.run', { neededMb: inMb(needed), freeMb: inMb(free) });
}

/** All of a run that nothing is known of yet. */
function newRun(id: string, createdMs: number) {
  return {
    id,
    note: '',
    createdMs,
    finishedMs: null,
    kept: false,
    backend: null,
    kernel: null,
    epoch: 0,
    stepsPerEpoch: 0,
    progress: null,
    bestEpoch: null,
    timing: { seconds: 0, stepsPerSecond: 0, inputMs: 0, kernelMs: 0, restMs: 0 },
    validation: null,
    test: null,
    floor: null,
    decisions: [],
    error: null,
  } satisfies Partial<Run>;
}

const stateOf = ({ id, name, status }: Run) => ({ run: id, name, status });
