import { modelKind } from '../../../shared/domain/model-name';
import { fieldApplies } from '../../../shared/domain/recipe-fields';
import type { Run } from '../../../shared/domain/run';

/** One thing in which runs differ; `values` are in the order of the runs. */
export interface RecipeDifference {
  /** Path in the recipe, such as `training.learningRate`; or `dataset`, `kernel`, `backend`. */
  readonly path: string;
  readonly values: readonly (string | number | boolean | null)[];
}

type Leaf = RecipeDifference['values'][number];

function leaves(value: unknown, path: string, into: Map<string, Leaf>): void {
  // A list, of convolutions or quantiles, is one setting.
  if (Array.isArray(value)) into.set(path, JSON.stringify(value));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value))
      leaves(inner, path === '' ? key : `${path}.${key}`, into);
  } else into.set(path, value as Leaf);
}

function settingsOf(run: Run): Map<string, Leaf> {
  const found = new Map<string, Leaf>([['dataset', run.datasetName]]);
  leaves({ model: run.recipe.model, training: run.recipe.training }, '', found);
  // What its fit does not look at differs from nothing.
  for (const path of [...found.keys()]) {
    const [section, name] = path.split('.');
    if (section === 'training' && name !== undefined && !fieldApplies({ section, name }, run.recipe))
      found.delete(path);
  }
  // What learns is one word: a GRU, an LSTM, a Transformer.
  found.set('model.family', modelKind(run.recipe.model));
  found.delete('model.cell');
  // What was asked for may be `auto`: what computed the run is what can differ.
  return found.set('kernel', run.kernel).set('backend', run.backend);
}

/** The data set, every field of the recipe and the machinery in which at least two of the runs differ. */
export function recipeDifferences(runs: readonly Run[]): RecipeDifference[] {
  const settings = runs.map(settingsOf);
  const paths = new Set(settings.flatMap((one) => [...one.keys()]));
  return [...paths]
    .map((path) => ({ path, values: settings.map((one) => one.get(path) ?? null) }))
    .filter(({ path, values }) => {
      const isTraining = path.startsWith('training.');
      return new Set(isTraining ? values.filter((value) => value !== null) : values).size > 1;
    });
}
