import type { Run } from '../../../shared/domain/run';
import { app } from '../../state/app.svelte';
import { attempt } from '../../state/failures';
import { choicesOf } from '../recipe/again';
import { engine, runs } from '../../state/lab';

/** Trains a run's recipe on another data set, and shows it. */
export async function trainOn(run: Run, dataset: string): Promise<void> {
  await attempt(async () => {
    const choices = await choicesOf(run.recipe, (wanted) =>
      engine.client.runs.propose({ dataset, choices: wanted }),
    );
    const { id } = await runs.start(dataset, choices);
    app.goTrain(dataset, id);
  });
}
