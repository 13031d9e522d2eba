import type { Run } from '../../../shared/domain/run';
import type { NextStep } from '../../../shared/domain/verdict';
import { app } from '../../state/app.svelte';
import { attempt } from '../../state/failures';
import type { Floors } from '../../state/floors.svelte';
import { runs } from '../../state/lab';
import { desk } from './desk.svelte';
import { loadRecipe } from './run-actions';

/** Does what a verdict's button says: nothing is trained before the person has seen the recipe. */
export async function takeStep(run: Run, { action }: NextStep, floors: Floors): Promise<void> {
  switch (action.kind) {
    case 'train': {
      const { family } = action.choices.model ?? {};
      // Another kind of model brings its own recipe.
      if (family !== undefined && family !== run.recipe.model.family)
        desk.choose(run.datasetId, action.choices);
      else await loadRecipe(run, action.choices);
      return;
    }
    case 'resume':
      await attempt(() => runs.resume(run.id));
      return;
    case 'floors':
      await attempt(() => floors.load(run.datasetId, 'all'));
      return;
    case 'show':
      if (action.view === 'look') app.goLook(run.id, run.datasetId);
      else app.go(action.view, { dataset: run.datasetId, run: run.id });
  }
}
