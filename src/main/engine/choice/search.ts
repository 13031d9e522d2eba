import { isHigherBetter, mainScore } from '../../../shared/domain/main-score';
import type { Candidate } from '../../../shared/domain/choice';
import type { Remark } from '../../../shared/domain/dataset';
import { toUnrollError } from '../../../shared/domain/error';
import { modelName } from '../../../shared/domain/model-name';
import type { ModelChoices, Recipe } from '../../../shared/domain/model';
import type { Task } from '../../../shared/domain/task';
import { resampledMean } from '../../../shared/statistics/resampled-t';
import { remark } from '../../../shared/sentences/say';
import { foreign } from '../../../shared/sentences/why';
import type { StudyCell } from '../../../shared/domain/study';
import type { Division } from '../studies/division';

export interface SearchInput {
  readonly task: Task;
  readonly models: readonly ModelChoices[];
  readonly divisions: readonly Division[];
  readonly budgetSeconds: number;
  readonly settle: (model: ModelChoices) => Promise<Recipe>;
  /** Trains one fold. @throws UnrollError CANCELLED, or what the training failed of */
  readonly train: (recipe: Recipe, division: Division, signal: AbortSignal) => Promise<StudyCell>;
  readonly tell: (remark: Remark, candidates: readonly Candidate[]) => void;
  readonly signal: AbortSignal;
  /** Seconds since the search began. */
  readonly clock: () => number;
}

/** The last training on all examples takes longer than a fold's, and must fit into the time too. */
const LAST_TRAINING = 1.5;

const shown = (value: number): string => String(Number(value.toPrecision(3)));
const rounded = (seconds: number): number =>
  seconds < 10 ? Number(seconds.toPrecision(2)) : Math.round(seconds);

const inShares = (value: number): number => Math.min(1, Math.max(0, value));

/** The best first; of equals the one that was tried first. */
function ranked(task: Task, candidates: readonly Candidate[]): Candidate[] {
  const sign = isHigherBetter(task) ? -1 : 1;
  return [...candidates].sort((a, b) => sign * (a.mean - b.mean));
}

function candidateOf(
  model: ModelChoices,
  recipe: Recipe,
  cells: readonly StudyCell[],
  seconds: number,
): Candidate {
  const isScore = cells.every(({ scores }) => isHigherBetter(scores.task));
  const judged = cells.reduce((sum, cell) => sum + cell.judged, 0);
  const ratio = judged / cells.reduce((sum, cell) => sum + cell.train, 0);
  const { estimate, interval } = resampledMean(
    cells.map(({ scores }) => mainScore(scores)),
    cells.length > 1 ? ratio : 0,
  );
  return {
    ...{ name: modelName(recipe.model), model, mean: estimate, folds: cells.length, seconds },
    interval:
      interval === null
        ? null
        : ([interval[0], interval[1]].map(isScore ? inShares : Number) as [number, number]),
  };
}

/** Tries one model: its first fold says how long the others will take. Null where they do not fit, or it cannot be trained. */
async function tryModel(
  input: SearchInput,
  model: ModelChoices,
  left: () => number,
  isFirst: boolean,
): Promise<Candidate | Remark> {
  const { divisions, settle, train, clock, signal } = input;
  const startSeconds = clock();
  let lastSeconds = startSeconds;
  const recipe = await settle(model);
  const name = modelName(recipe.model);
  const cells: StudyCell[] = [];
  for (const division of divisions) {
    // The first fold of all also starts the workers and tries the kernels.
    if (cells.length > (isFirst ? 1 : 0)) {
      const each = clock() - lastSeconds;
      const needed = each * (divisions.length - cells.length + LAST_TRAINING);
      if (needed > left())
        return remark('choice.skipped', {
          model: name,
          needed: rounded(needed),
          left: rounded(Math.max(0, left())),
        });
    }
    lastSeconds = clock();
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), 1000 * Math.max(0, left()));
    const stop = (): void => deadline.abort();
    signal.addEventListener('abort', stop, { once: true });
    try {
      cells.push(await train(recipe, division, deadline.signal));
    } catch (thrown) {
      if (!deadline.signal.aborted || signal.aborted) throw thrown;
      return remark('choice.tooLong', { model: name, seconds: rounded(clock() - startSeconds) });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }
  return candidateOf(model, recipe, cells, clock() - startSeconds);
}

/**
 * Tries models in their order until the time is over or somebody has seen enough. Where the time ends nothing early, the same
 * data and seed lead to the same candidates and the same choice.
 *
 * @returns the best first; empty where nothing was tried to its end
 */
export async function search(input: SearchInput): Promise<Candidate[]> {
  const { task, models, budgetSeconds, signal, tell, clock } = input;
  const left = (): number => budgetSeconds - clock();
  let candidates: Candidate[] = [];
  for (const model of models) {
    if (signal.aborted) {
      tell(remark('choice.enough'), candidates);
      break;
    }
    if (left() <= 0) {
      tell(remark('choice.timeOver', { seconds: rounded(clock()) }), candidates);
      break;
    }
    try {
      const outcome = await tryModel(input, model, left, model === models[0]);
      if ('code' in outcome) {
        tell(outcome, candidates);
        continue;
      }
      candidates = ranked(task, [...candidates, outcome]);
      const { name, mean, interval, folds, seconds } = outcome;
      const facts = { model: name, score: shown(mean), folds, seconds: rounded(seconds) };
      tell(
        interval === null
          ? remark('choice.measuredOnce', facts)
          : remark('choice.measured', { ...facts, low: shown(interval[0]), high: shown(interval[1]) }),
        candidates,
      );
    } catch (thrown) {
      const { code, message } = toUnrollError(thrown);
      if (code === 'CANCELLED') continue;
      const family = 'cell' in model ? model.cell! : (model.family ?? 'recurrent');
      tell(remark('choice.failed', { model: family, why: foreign(message) }), candidates);
    }
  }
  return candidates;
}
