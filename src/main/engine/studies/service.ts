import { randomBytes } from 'node:crypto';
import type { Dataset, Example } from '../../../shared/domain/dataset';
import { errorToShape, toUnrollError } from '../../../shared/domain/error';
import { modelKind, modelName } from '../../../shared/domain/model-name';
import { isNetwork } from '../../../shared/domain/model';
import type { Recipe, RecipeChoices, SettledRecipe } from '../../../shared/domain/model';
import type { Study, StudyComparison, StudyDesign } from '../../../shared/domain/study';
import type { ActivityRegistry } from '../activities/activity-registry';
import { readPrepared } from '../prepare/prepared';
import { Cell } from './cell';
import type { CellCompute } from './cell';
import { compareStudies } from './compare';
import { divide } from './division';
import type { Divided, Division } from './division';
import type { KeptStudy, StudyStore } from './study-store';
import { summarise } from './summary';

export interface StudyOptions {
  readonly store: StudyStore;
  readonly datasets: {
    get(id: string): Dataset;
    preparedFile(id: string): string;
    examples(id: string, split: undefined, offset: number, limit: number): Promise<{ examples: Example[] }>;
  };
  readonly activities: ActivityRegistry;
  /** Workers of its own, which give way to every run. */
  readonly compute: CellCompute & { close(): Promise<void> };
  readonly settle: (dataset: string, choices: RecipeChoices) => Promise<SettledRecipe>;
  readonly choicesFile: string;
}

/** A training on a part of the examples takes as many steps as one on all of them. */
const MOST_EPOCHS = 2000;

function recipeFor(recipe: Recipe, { share }: Division): Recipe {
  if (share === null || share === 1 || !isNetwork(recipe.model)) return recipe;
  const longer = (epochs: number): number => Math.min(MOST_EPOCHS, Math.ceil(epochs / share));
  const { training } = recipe;
  return {
    ...recipe,
    training: { ...training, epochs: longer(training.epochs), patience: longer(training.patience) },
  };
}

function designName(design: StudyDesign): string {
  const { seeds } = design;
  const times = seeds === 1 ? '' : ` × ${seeds}`;
  switch (design.kind) {
    case 'folds':
      return `${design.folds} folds${times}`;
    case 'groups':
      return `each group${times}`;
    case 'seeds':
      return `${seeds} seeds`;
    case 'sizes':
      return `${design.shares.length} sizes${times}`;
  }
}

const PAGE = 10_000;

/** Studies: the same recipe trained many times, one cell after the other, each kept when it is done. */
export class StudyService {
  readonly #options: StudyOptions;
  /** Activities under way, by study. */
  readonly #running = new Map<string, string>();

  constructor(options: StudyOptions) {
    this.#options = options;
  }

  /** @throws UnrollError DATASET_UNKNOWN, ARGUMENT_INVALID, SPLIT_IMPOSSIBLE */
  async start(datasetId: string, choices: RecipeChoices, design: StudyDesign, name?: string): Promise<Study> {
    const { datasets, settle, store } = this.#options;
    const { plan } = datasets.get(datasetId).understanding;
    const { recipe } = await settle(datasetId, choices);
    const divisions = divide(
      await this.#divided(datasetId),
      await this.groups(datasetId),
      design,
      recipe.training.seed,
    );
    const now = new Date();
    const stamp = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
    const study: KeptStudy = {
      id: `${stamp}-study-${modelKind(recipe.model)}-${randomBytes(3).toString('hex')}`,
      name: name ?? `${modelName(recipe.model)} · ${plan.name} · ${designName(design)}`,
      ...{ datasetId, datasetName: plan.name, task: plan.task, recipe, design },
      ...{ createdMs: now.getTime(), status: 'running', planned: divisions.length, cells: [], error: null },
    };
    await store.save(study);
    this.#go(study);
    return this.#whole(study);
  }

  /** @throws UnrollError STUDY_UNKNOWN, DATASET_UNKNOWN */
  async resume(id: string): Promise<Study> {
    const study = await this.#options.store.get(id);
    if (this.#running.has(id) || study.status === 'complete') return this.#whole(study);
    this.#options.datasets.get(study.datasetId);
    const again: KeptStudy = { ...study, status: 'running', error: null };
    await this.#options.store.save(again);
    this.#go(again);
    return this.#whole(again);
  }

  async list(): Promise<Study[]> {
    return Promise.all((await this.#options.store.list()).map((study) => this.#whole(study)));
  }

  /** @throws UnrollError STUDY_UNKNOWN, FILE_CORRUPT */
  async get(id: string): Promise<Study> {
    return this.#whole(await this.#options.store.get(id));
  }

  /** One that is under way is cancelled first. @throws UnrollError STUDY_UNKNOWN */
  async delete(id: string): Promise<void> {
    const { store, activities } = this.#options;
    await store.get(id).catch((thrown: unknown) => {
      if (toUnrollError(thrown).code === 'STUDY_UNKNOWN') throw thrown;
    });
    const activity = this.#running.get(id);
    if (activity !== undefined) {
      activities.cancel(activity);
      await activities.wait(activity);
    }
    await store.delete(id);
  }

  /** @throws UnrollError STUDY_UNKNOWN, ARGUMENT_INVALID where they were not made alike */
  async compare(first: readonly string[], second: readonly string[]): Promise<StudyComparison> {
    const load = (ids: readonly string[]): Promise<Study[]> => Promise.all(ids.map((id) => this.get(id)));
    return compareStudies(await load(first), await load(second));
  }

  async close(): Promise<void> {
    await this.#options.compute.close();
  }

  #go(study: KeptStudy): void {
    const { activities } = this.#options;
    const activity = activities.run('study', study.name, async (progress, signal) => {
      let now = study;
      try {
        const divisions = divide(
          await this.#divided(study.datasetId),
          await this.groups(study.datasetId),
          study.design,
          study.recipe.training.seed,
        );
        for (const [index, division] of divisions.entries()) {
          if (now.cells.some((cell) => cell.index === index)) continue;
          const done = now.cells.length;
          const cell = await this.#cell(study, index, division).run(signal, (share) =>
            progress.report(done + share, divisions.length),
          );
          now = { ...now, cells: [...now.cells, cell].sort((a, b) => a.index - b.index) };
          await this.#options.store.save(now);
        }
        await this.#options.store.save({ ...now, status: 'complete' });
        return study.id;
      } catch (thrown) {
        const error = toUnrollError(thrown);
        const isCancelled = signal.aborted || error.code === 'CANCELLED';
        await this.#options.store.save({
          ...now,
          status: isCancelled ? 'interrupted' : 'failed',
          error: isCancelled ? null : errorToShape(error),
        });
        throw thrown;
      } finally {
        this.#running.delete(study.id);
      }
    });
    this.#running.set(study.id, activity);
  }

  #cell(study: KeptStudy, index: number, division: Division) {
    const { compute, datasets, store, choicesFile } = this.#options;
    const { splits } = datasets.get(study.datasetId).understanding;
    const job = {
      task: study.task,
      preparedFile: datasets.preparedFile(study.datasetId),
      recipe: recipeFor(study.recipe, division),
      dir: store.cellDir(study.id, index),
      train: splits.train,
      ...{ division, choicesFile },
    };
    return {
      run: (signal: AbortSignal, report: (share: number) => void) =>
        // A report throws when the activity was cancelled; the signal ends the work.
        new Cell(compute, job, (share) => signal.aborted || report(share)).run(index, signal),
    };
  }

  /** A study outlives its data set, and then knows no groups. */
  async #whole(study: KeptStudy): Promise<Study> {
    const groups = await this.groups(study.datasetId).catch(() => []);
    const activity = this.#running.get(study.id) ?? null;
    return { ...study, activity, summary: summarise(study, groups) };
  }

  async #divided(datasetId: string): Promise<Divided> {
    return readPrepared(this.#options.datasets.preparedFile(datasetId));
  }

  /** [examples] */
  async groups(datasetId: string): Promise<(string | null)[]> {
    const groups: (string | null)[] = [];
    for (;;) {
      const { examples } = await this.#options.datasets.examples(datasetId, undefined, groups.length, PAGE);
      groups.push(...examples.map(({ group }) => group));
      if (examples.length < PAGE) return groups;
    }
  }
}
