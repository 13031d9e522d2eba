import type { Modality, Remark } from '../../../shared/domain/dataset';
import type {
  LayerSummary,
  ModelChoices,
  ModelSpec,
  Recipe,
  RecipeChoices,
  RecipeProposal,
  SpecOf,
} from '../../../shared/domain/model';
import type { PreparedData } from '../datasets/prepared';
import { classicalDefaults } from './classical/defaults';
import { outlineOf } from './classical/outline';
import { factsOf } from './data-facts';
import type { DataFacts } from './data-facts';
import { networkDefaults, trainingDefaults } from './defaults';
import type { Reasoned } from './reasoned';
import { summarise } from './layout';

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

function settleModel(
  facts: DataFacts,
  chosen: ModelChoices,
): { values: ModelSpec; reasons: Record<string, Remark> } {
  if (chosen.family === undefined || chosen.family === 'recurrent')
    return settle<SpecOf<'recurrent'>>(networkDefaults(facts, chosen.cell ?? 'gru'), chosen);
  return settle<ModelSpec>(classicalDefaults(chosen.family, facts), chosen);
}

function blocksOf(model: ModelSpec, facts: DataFacts): LayerSummary[] {
  if (model.family !== 'recurrent') return outlineOf(model, facts);
  const { features, outputs, task } = facts;
  return summarise(model, { features, outputs, head: task === 'classify' ? 'softmax' : 'linear' });
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
  const model = settleModel(facts, choices.model ?? {});
  const training = settle(trainingDefaults(facts), choices.training ?? {});
  const recipe: Recipe = {
    model: model.values,
    training: training.values,
    compute: {
      backend: choices.compute?.backend ?? 'auto',
      kernel: choices.compute?.kernel ?? 'auto',
    },
  };
  const layers = blocksOf(model.values, facts);
  return {
    recipe,
    reasons: { ...model.reasons, ...training.reasons },
    layers,
    parameters: layers.reduce((sum, { parameters }) => sum + parameters, 0),
  };
}
