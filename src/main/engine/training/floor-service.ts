import { traitsOf } from '../../../shared/domain/task';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { Dataset } from '../../../shared/domain/dataset';
import { errorFromShape, toUnrollError } from '../../../shared/domain/error';
import { mainScore } from '../../../shared/domain/main-score';
import type { RecipeChoices, SettledRecipe } from '../../../shared/domain/model';
import { FloorTable } from '../../../shared/domain/run';
import type { Floor, Floors, WaitingFloor } from '../../../shared/domain/run';
import type { Trainer, TrainingEvent, TrainingJob } from './job';
import { writeAtomic } from '../files/atomic';
import { sealed, unsealed } from '../files/sealed';
import type { ActivityRegistry } from '../activities/activity-registry';
import { throwIfCancelled } from '../activities/activity-registry';
import { rivalsFor } from '../baselines/floors/plan-job';
import type { FloorPlan, Rival } from '../baselines/floors/plan-job';

export interface FloorOptions {
  readonly datasets: { get(id: string): Dataset; preparedFile(id: string): string };
  readonly activities: ActivityRegistry;
  /** A worker of its own, so that no training waits for it. */
  readonly compute: Trainer & {
    call(name: 'floorPlan', input: { preparedFile: string }): Promise<FloorPlan>;
    close(): Promise<void>;
  };
  readonly settle: (dataset: string, choices: RecipeChoices) => Promise<SettledRecipe>;
}

/** floors.json in a data set's folder. Files of version 1 were measured by another rule and are made again. */
const FloorFile = v.object({
  formatVersion: v.literal(2),
  ...FloorTable.entries,
  /** Rivals that are not begun before somebody asks, and how long they take at most. */
  seconds: v.record(v.string(), v.number()),
});
type FloorFile = v.InferOutput<typeof FloorFile>;

/** What needs no network, once for each data set, in the background and kept in its folder. */
export class FloorService {
  readonly #options: FloorOptions;
  /** Activities under way, by data set. */
  readonly #running = new Map<string, { readonly activity: string; readonly rivals: readonly Rival[] }>();

  constructor(options: FloorOptions) {
    this.#options = options;
  }

  /**
   * What is known; `start` begins the rest in the background, and `activity` says where. What takes long is not begun before
   * all of it is asked for.
   *
   * @throws UnrollError DATASET_UNKNOWN
   */
  async floors(id: string, start: 'nothing' | 'quick' | 'all'): Promise<Floors> {
    const { datasets, activities } = this.#options;
    const { name, task } = datasets.get(id).understanding.plan;
    const { floors, refused, seconds } = (await this.#read(id)) ?? (await this.#plan(id));
    const table = { floors, refused };
    const missing = rivalsFor(task).filter(
      (rival) => ![...floors, ...refused].some((one) => one.name === rival),
    );
    const wanted = missing.filter((rival) => start === 'all' || seconds[rival] === undefined);
    const running = this.#running.get(id);
    const waitingBut = (begun: readonly Rival[]): WaitingFloor[] =>
      missing
        .filter((rival) => !begun.includes(rival))
        .map((rival) => ({ name: rival, seconds: seconds[rival] ?? 0 }));
    if (running !== undefined)
      return { table, activity: running.activity, waiting: waitingBut(running.rivals) };
    if (wanted.length === 0 || start === 'nothing') return { table, activity: null, waiting: waitingBut([]) };
    const begun = activities.run('floors', name, async (progress, signal) => {
      try {
        for (const [k, rival] of wanted.entries())
          await this.#measure(id, rival, signal, (share) => progress.report(k + share, wanted.length));
        return id;
      } finally {
        this.#running.delete(id);
      }
    });
    this.#running.set(id, { activity: begun, rivals: wanted });
    return { table, activity: begun, waiting: waitingBut(wanted) };
  }

  async close(): Promise<void> {
    await this.#options.compute.close();
  }

  /** Fits one rival and keeps its score on the part that runs are judged on. */
  async #measure(
    id: string,
    rival: Rival,
    signal: AbortSignal,
    report: (share: number) => void,
  ): Promise<void> {
    const { compute, datasets, settle } = this.#options;
    const { recipe } = await settle(id, { model: { family: rival } });
    const runDir = await mkdtemp(join(tmpdir(), 'unroll-floor-'));
    let ended: Extract<TrainingEvent, { kind: 'finished' | 'failed' }> | null = null;
    try {
      const preparedFile = datasets.preparedFile(id);
      const job: TrainingJob = {
        run: `floor-${rival}`,
        runDir,
        preparedFile,
        recipe,
        resume: false,
        background: true,
      };
      const handle = compute.train(job, (event) => {
        if (event.kind === 'finished' || event.kind === 'failed') ended = event;
        // A report throws when the activity was cancelled; the signal below ends the work.
        if (event.kind === 'progress' && !signal.aborted) report(event.share);
      });
      signal.addEventListener('abort', () => handle.command('stop'));
      await handle.done;
    } finally {
      await rm(runDir, { recursive: true, force: true });
    }
    throwIfCancelled(signal);
    await this.#note(id, rival, ended);
  }

  async #note(
    id: string,
    rival: Rival,
    ended: Extract<TrainingEvent, { kind: 'finished' | 'failed' }> | null,
  ): Promise<void> {
    const { task } = this.#options.datasets.get(id).understanding.plan;
    const table = (await this.#read(id)) ?? (await this.#plan(id));
    if (ended?.kind === 'failed') {
      const { code, message } = errorFromShape(ended.error);
      // What the machine could not do today it may do tomorrow.
      if (code === 'COMPUTE_FAILED' || code === 'INTERNAL') throw toUnrollError(errorFromShape(ended.error));
      await this.#write(id, { ...table, refused: [...table.refused, { name: rival, reason: message }] });
      return;
    }
    const scores = ended?.test ?? ended?.validation ?? null;
    if (scores === null) return;
    const floor: Floor = {
      name: rival,
      metric: traitsOf(task).metric,
      value: mainScore(scores),
      ...('measured' in scores && { measured: scores.measured }),
    };
    await this.#write(id, { ...table, floors: [...table.floors, floor] });
  }

  #file(id: string): string {
    return join(dirname(this.#options.datasets.preparedFile(id)), 'floors.json');
  }

  async #read(id: string): Promise<FloorFile | null> {
    try {
      const file = this.#file(id);
      return v.parse(FloorFile, unsealed(await readFile(file), file));
    } catch {
      return null;
    }
  }

  /** What needs no learning, and what will take long. */
  async #plan(id: string): Promise<FloorFile> {
    const { compute, datasets } = this.#options;
    const { floors, seconds } = await compute.call('floorPlan', { preparedFile: datasets.preparedFile(id) });
    const file: FloorFile = { formatVersion: 2, floors, refused: [], seconds: { ...seconds } };
    await this.#write(id, file);
    return file;
  }

  async #write(id: string, file: FloorFile): Promise<void> {
    await writeAtomic(this.#file(id), sealed(file, 2));
  }
}
