import type { Modality, Remark } from '../../../shared/domain/dataset';
import type { ModelSpec, Recipe, RecipeChoices, RecipeProposal } from '../../../shared/domain/model';
import type { PreparedData } from '../datasets/prepared';
import { factsOf } from './data-facts';
import { modelDefaults, trainingDefaults } from './defaults';
import type { Reasoned } from './defaults';
import { layoutOf, summarise } from './layout';
import type { NetworkShape } from './weights';

/** The defaults under what a person chose; a choice's reason is that it was chosen. */
function settle<T extends object>(
  defaults: Reasoned<T>,
  choices: { [Key in keyof T]?: T[Key] | undefined },
): { values: T; reasons: Record<string, Remark> } {
  const values = {} as T;
  const reasons: Record<string, Remark> = {};
  for (const key of Object.keys(defaults) as (keyof T & string)[]) {
    const chosen = choices[key];
    values[key] = chosen === undefined ? defaults[key].value : (chosen as T[typeof key]);
    reasons[key] =
      chosen === undefined ? defaults[key].reason : { code: 'recipe.chosen', message: 'You chose it.' };
  }
  return { values, reasons };
}

/**
 * A complete recipe: what was chosen, and for all else one rule that looks at the training part's size, lengths,
 * classes and features (docs/user-guide.md, "Defaults").
 */
export function proposeRecipe(
  prepared: PreparedData,
  choices: RecipeChoices,
  modality: Modality,
): RecipeProposal {
  const facts = factsOf(prepared, modality);
  const chosenModel = choices.model ?? {};
  const model = settle<ModelSpec>(modelDefaults(facts, chosenModel.cell ?? 'gru'), chosenModel);
  const training = settle(trainingDefaults(facts), choices.training ?? {});
  const recipe: Recipe = {
    model: model.values,
    training: training.values,
    compute: {
      backend: choices.compute?.backend ?? 'auto',
      kernel: choices.compute?.kernel ?? 'auto',
    },
  };
  const shape: NetworkShape = {
    features: prepared.featureNames.length,
    outputs: prepared.outputs.length,
    head: prepared.task === 'classify' ? 'softmax' : 'linear',
  };
  return {
    recipe,
    reasons: { ...model.reasons, ...training.reasons },
    layers: summarise(model.values, shape),
    parameters: layoutOf(model.values, shape).parameters,
  };
}
