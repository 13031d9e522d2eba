import type { Recipe, RecipeChoices, RecipeProposal } from '../../../shared/domain/model';
import { addChoice, fieldApplies, recipeFields } from './recipe-fields';

const ROUNDS = 4;

/** What of `wanted` differs from `proposed`, as choices on top of `choices`. */
function differences(choices: RecipeChoices, wanted: Recipe, proposed: Recipe): RecipeChoices {
  let more = choices;
  for (const field of recipeFields.filter((one) => fieldApplies(one, wanted))) {
    const value = field.read(wanted);
    if (value === field.read(proposed)) continue;
    more = addChoice(
      more,
      field.kind === 'number' ? field.choose(value as number | null) : field.choose(value as string, wanted),
    );
  }
  return more;
}

function kindOf(wanted: Recipe): RecipeChoices {
  const { model } = wanted;
  return { model: model.family === 'recurrent' ? { cell: model.cell } : { family: model.family } };
}

/**
 * The fewest choices found that lead to a run's recipe again, so that whatever follows from the data stays free to follow.
 * One choice can move another field's default, so the engine is asked again until nothing differs.
 */
export async function choicesOf(
  wanted: Recipe,
  propose: (choices: RecipeChoices) => Promise<RecipeProposal>,
): Promise<RecipeChoices> {
  let choices = kindOf(wanted);
  for (let round = 0; round < ROUNDS; round++) {
    const more = differences(choices, wanted, (await propose(choices)).recipe);
    if (more === choices) break;
    choices = more;
  }
  return choices;
}
