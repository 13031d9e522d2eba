import type { RecipeChoices } from '../../../shared/domain/model';
import type { StudyDesign } from '../../../shared/domain/study';
import type { Run } from '../../../shared/domain/run';
import { m } from '../../i18n';
import { toasts } from '../../state/toasts.svelte';
import { app } from '../../state/app.svelte';
import { attempt } from '../../state/failures';
import { choicesOf } from '../../ui/recipe/again';
import { desk } from './desk.svelte';
import { addChoice } from '../../ui/recipe/recipe-fields';
import { engine, runs, studies } from '../../state/lab';

/** Starts what the sentence says and shows it. */
export async function startTraining(dataset: string): Promise<void> {
  const run = await desk.start(dataset);
  if (run === undefined) return;
  desk.curves.window = null;
  app.select({ run: run.id });
}

/** Repeats what the sentence says; the activity bar shows how far it is, and *Compare* what it comes to. */
export async function startStudy(dataset: string, design: StudyDesign): Promise<void> {
  const study = await attempt(() => studies.start(dataset, desk.choicesFor(dataset), design));
  if (study !== undefined) toasts.show(m.study_started({ name: study.name }));
}

async function recipeAgain(run: Run): Promise<RecipeChoices | undefined> {
  return attempt(() =>
    choicesOf(run.recipe, (choices) => engine.client.runs.propose({ dataset: run.datasetId, choices })),
  );
}

/** Puts a run's recipe, with `change` on top, into the sentence. */
export async function loadRecipe(run: Run, change: RecipeChoices = {}): Promise<void> {
  const choices = await recipeAgain(run);
  if (choices !== undefined) desk.choose(run.datasetId, addChoice(choices, change));
}

/** Trains a run's recipe again under the next seed, the former run behind it. */
export async function trainNextSeed(run: Run): Promise<void> {
  await loadRecipe(run, { training: { seed: nextSeed(run, runs.ofDataset(run.datasetId)) } });
  if (!desk.overlaid.includes(run.id)) desk.toggleOverlay(run.id);
  await startTraining(run.datasetId);
}

/** One more than the greatest seed that the same recipe was trained with. */
export function nextSeed(run: Run, others: readonly Run[]): number {
  const same = others.filter((other) => recipeKey(other) === recipeKey(run));
  return Math.max(run.recipe.training.seed, ...same.map((other) => other.recipe.training.seed)) + 1;
}

/** Equal for runs that differ in nothing but their seed. */
function recipeKey({ datasetId, recipe }: Run): string {
  return JSON.stringify([datasetId, recipe.model, { ...recipe.training, seed: 0 }, recipe.compute]);
}
