import type { RecipeChoices } from '../../../shared/domain/model';
import type { Run } from '../../../shared/domain/run';
import { traitsOf } from '../../../shared/domain/task';
import { isLive } from '../../state/runs.svelte';

/** Whether these runs can answer together: finished, of one data set, whose task is learnt without a network too. */
export function canJoin(runs: readonly Run[]): boolean {
  const [first] = runs;
  if (first === undefined || runs.length < 2 || !traitsOf(first.task).isClassical) return false;
  return runs.every(
    (run) =>
      run.datasetId === first.datasetId &&
      !isLive(run) &&
      run.status !== 'failed' &&
      run.recipe.model.family !== 'ensemble',
  );
}

export const ensembleOf = (runs: readonly Run[]): RecipeChoices => ({
  model: { family: 'ensemble', members: runs.map(({ id }) => id) },
});
