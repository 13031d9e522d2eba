import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Candidate, Choice } from '../../../shared/domain/choice';
import type { Dataset, Remark } from '../../../shared/domain/dataset';
import type { RecipeChoices, SettledRecipe } from '../../../shared/domain/model';
import type { Decision, Run } from '../../../shared/domain/run';
import { failure } from '../../../shared/sentences/failure';
import { remark } from '../../../shared/sentences/say';
import type { ActivityRegistry } from '../activities/activity-registry';
import { readPrepared } from '../prepare/prepared';
import { Cell } from '../studies/cell';
import type { CellCompute } from '../studies/cell';
import { divideForChoice } from '../studies/division';
import { candidatesFor } from './candidates';
import { search } from './search';

export interface ChoiceOptions {
  readonly datasets: { get(id: string): Dataset; preparedFile(id: string): string };
  readonly groups: (dataset: string) => Promise<(string | null)[]>;
  readonly activities: ActivityRegistry;
  readonly compute: CellCompute & { close(): Promise<void> };
  readonly settle: (dataset: string, choices: RecipeChoices) => Promise<SettledRecipe>;
  readonly choicesFile: string;
  readonly start: (
    dataset: string,
    choices: RecipeChoices,
    name: string | undefined,
    decisions: readonly Decision[],
  ) => Promise<Run>;
}

const KEPT = 20;

/** The lab's choice: cheap models first, then networks, by folds of what is learnt from; then one run, and one test score. */
export class ChoiceService {
  readonly #choices = new Map<string, Choice>();

  constructor(private readonly options: ChoiceOptions) {}

  /** @throws UnrollError DATASET_UNKNOWN, SPLIT_IMPOSSIBLE */
  async start(datasetId: string, budgetSeconds: number, seed: number, name?: string): Promise<Choice> {
    const { datasets, activities, groups, settle, choicesFile } = this.options;
    const { plan, splits } = datasets.get(datasetId).understanding;
    const preparedFile = datasets.preparedFile(datasetId);
    const divisions = divideForChoice(await readPrepared(preparedFile), await groups(datasetId), seed);
    const models = candidatesFor(plan.task);
    const startMs = Date.now();
    const clock = (): number => (Date.now() - startMs) / 1000;
    const begin = remark('choice.begin', {
      ...{ candidates: models.length, folds: divisions.length, seconds: budgetSeconds },
      examples: splits.train + splits.validation,
    });
    let now: Omit<Choice, 'activity'> = {
      ...{ datasetId, budgetSeconds, seconds: 0, told: [begin], candidates: [], run: null, ended: false },
    };
    const put = (activity: string, change: Partial<Choice>): void => {
      now = { ...now, ...change, seconds: clock() };
      this.#choices.set(activity, { ...now, activity });
    };
    let id = '';
    id = activities.run('choice', plan.name, async (progress, signal) => {
      const dir = await mkdtemp(join(tmpdir(), 'unroll-choice-'));
      const report = (): void => {
        if (!signal.aborted) progress.report(Math.min(clock(), budgetSeconds), budgetSeconds);
      };
      try {
        let cell = 0;
        const found = await search({
          ...{ task: plan.task, models, divisions, budgetSeconds, signal, clock },
          settle: async (model) => (await settle(datasetId, { model, training: { seed } })).recipe,
          train: (recipe, division, until) => {
            const job = {
              task: plan.task,
              preparedFile,
              recipe,
              division,
              dir: join(dir, String(cell)),
              choicesFile,
            };
            return new Cell(this.options.compute, { ...job, train: splits.train }, report).run(cell++, until);
          },
          tell: (told, candidates) => put(id, { told: [...now.told, told], candidates: [...candidates] }),
        });
        const run = await this.#train(datasetId, found, seed, now.told, name);
        put(id, { told: [...now.told, chosenRemark(found)], run: run.id });
        return run.id;
      } finally {
        await rm(dir, { recursive: true, force: true });
        put(id, { ended: true });
      }
    });
    put(id, {});
    const [oldest] = this.#choices.keys();
    if (this.#choices.size > KEPT && oldest !== undefined) this.#choices.delete(oldest);
    return this.get(id);
  }

  /** @throws UnrollError ACTIVITY_UNKNOWN */
  get(activity: string): Choice {
    const choice = this.#choices.get(activity);
    if (choice === undefined) throw failure('ACTIVITY_UNKNOWN.id', { activity });
    return choice;
  }

  async close(): Promise<void> {
    await this.options.compute.close();
  }

  /** The one run, which explains itself by what was told. @throws UnrollError CANCELLED where nothing was tried to its end */
  #train(
    datasetId: string,
    found: readonly Candidate[],
    seed: number,
    told: readonly Remark[],
    name: string | undefined,
  ): Promise<Run> {
    const [best] = found;
    if (best === undefined) throw failure('CANCELLED.choice');
    const decisions = [...told, chosenRemark(found)].map((one): Decision => {
      return { atMs: Date.now(), epoch: 0, level: 'info', remark: one };
    });
    return this.options.start(datasetId, { model: best.model, training: { seed } }, name, decisions);
  }
}

function chosenRemark([best, second]: readonly Candidate[]): Remark {
  const shown = (value: number): string => String(Number(value.toPrecision(3)));
  const facts = { model: best!.name, score: shown(best!.mean) };
  return second === undefined
    ? remark('choice.chosenAlone', facts)
    : remark('choice.chosen', { ...facts, second: second.name, secondScore: shown(second.mean) });
}
