import type { PreparedData } from '../../../src/main/engine/prepare/prepared';
import { proposeRecipe } from '../../../src/main/engine/models/recipe/propose';
import type { RecipeChoices, RecipeOf } from '../../../src/shared/domain/model';

/** The recipe that the lab proposes for a recurrent network. */
export function networkRecipe(data: PreparedData, choices: RecipeChoices = {}): RecipeOf<'recurrent'> {
  const { recipe } = proposeRecipe(data, choices, 'sensor');
  if (recipe.model.family !== 'recurrent') throw new Error('not a recurrent network');
  return { ...recipe, model: recipe.model };
}
