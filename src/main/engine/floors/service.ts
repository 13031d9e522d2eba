import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { Dataset } from '../../../shared/domain/dataset';
import { errorFromShape, toUnrollError } from '../../../shared/domain/error';
import { isHigherBetter, mainScore } from '../../../shared/domain/main-score';
import type { RecipeChoices, RecipeProposal } from '../../../shared/domain/model';
import { FloorTable } from '../../../shared/domain/run';
import type { Floor } from '../../../shared/domain/run';
import type { TrainingEvent, TrainingJob } from '../training/job';
import { writeAtomic } from '../files/atomic';
import type { TaskRegistry } from '../tasks';
import { throwIfCancelled } from '../tasks';

/** Models that every run is measured against, beside the floor that it names itself. */
const rivals = ['statistics', 'dtw'] as const;
type Rival = (typeof rivals)[number];

interface Handle {
  command(command: 'stop'): void;
  readonly done: Promise<void>;
}

export interface FloorOptions {
  readonly datasets: { get(id: string): Dataset; preparedFile(id: string): string };
  readonly tasks: TaskRegistry;
  /** A worker of its own, so that no training waits for it. */
  readonly compute: {
    train(job: TrainingJob, onEvent: (event: TrainingEvent) => void): Handle;
    close(): Promise<void>;
  };
  readonly propose: (dataset: string, choices: RecipeChoices) => Promise<RecipeProposal>;
}

/** floors.json in a data set's folder. */
const FloorFile = v.object({ formatVersion: v.literal(1), ...FloorTable.entries });

/** What needs no network, once for each data set, in the background and kept in its folder. */
export class FloorService {
  readonly #options: FloorOptions;
  /** Tasks at work, by data set. */
  readonly #running = new Map<string, string>();

  constructor(options: FloorOptions) {
    this.#options = options;
  }

  /**
   * What is known; the rest is begun in the background if `start`, and `task` says where.
   *
   * @throws UnrollError DATASET_UNKNOWN
   */
  async floors(id: string, start: boolean): Promise<{ table: FloorTable; task: string | null }> {
    const { datasets, tasks } = this.#options;
    const { understanding } = datasets.get(id);
    const { name, task } = understanding.plan;
    const table = await this.#read(id);
    const missing =
      task === 'classify' || task === 'forecast'
        ? rivals.filter((rival) => ![...table.floors, ...table.refused].some((one) => one.name === rival))
        : [];
    const running = this.#running.get(id);
    if (missing.length === 0 || !start || running !== undefined) return { table, task: running ?? null };
    const begun = tasks.run('floors', name, async (progress, signal) => {
      try {
        for (const [k, rival] of missing.entries())
          await this.#measure(id, rival, signal, (share) => progress.report(k + share, missing.length));
        return id;
      } finally {
        this.#running.delete(id);
      }
    });
    this.#running.set(id, begun);
    return { table, task: begun };
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
    const { compute, datasets, propose } = this.#options;
    const { recipe } = await propose(id, { model: { family: rival } });
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
        // A report throws when the task was cancelled; the signal below ends the work.
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
    const table = await this.#read(id);
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
      metric: isHigherBetter(task) ? 'accuracy' : 'mae',
      value: mainScore(scores),
    };
    await this.#write(id, { ...table, floors: [...table.floors, floor] });
  }

  #file(id: string): string {
    return join(dirname(this.#options.datasets.preparedFile(id)), 'floors.json');
  }

  async #read(id: string): Promise<FloorTable> {
    try {
      const { floors, refused } = v.parse(FloorFile, JSON.parse(await readFile(this.#file(id), 'utf8')));
      return { floors, refused };
    } catch {
      return { floors: [], refused: [] };
    }
  }

  async #write(id: string, table: FloorTable): Promise<void> {
    await writeAtomic(this.#file(id), `${JSON.stringify({ formatVersion: 1, ...table }, null, 2)}\n`);
  }
}
