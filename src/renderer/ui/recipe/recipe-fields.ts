import type { ModelChoices, RecipeChoices } from '../../../shared/domain/model';
import { classicalFields } from './classical';
import { familyField } from './family';
import type { RecipeField } from './field';
import { recurrentFields } from './recurrent';
import { computeFields, trainingFields } from './training';
import { blockFields } from './blocks';

export { fieldApplies } from '../../../shared/domain/recipe-fields';
export { kindWord } from './family';
export type { RecipeField } from './field';

/** Every setting of a recipe, in the order in which the sentence says them. */
export const recipeFields: readonly RecipeField[] = [
  familyField,
  ...recurrentFields,
  ...blockFields,
  ...classicalFields,
  ...trainingFields,
  ...computeFields,
];

export function recipeField(name: string): RecipeField | undefined {
  return recipeFields.find((field) => field.name === name);
}

const isCellChosen = (model: ModelChoices | undefined): boolean =>
  model !== undefined && 'cell' in model && model.cell !== undefined;

/** Another family's fields do not stay behind. */
function mergeModel(model: ModelChoices | undefined, more: ModelChoices): ModelChoices {
  const family = model?.family ?? 'recurrent';
  const isSame = more.family === undefined || more.family === family;
  return (isSame ? { ...model, ...more } : more) as ModelChoices;
}

/** Choices with `more` on top. */
export function addChoice(choices: RecipeChoices, more: RecipeChoices): RecipeChoices {
  return {
    ...choices,
    ...(more.model && { model: mergeModel(choices.model, more.model) }),
    ...(more.training && { training: { ...choices.training, ...more.training } }),
    ...(more.compute && { compute: { ...choices.compute, ...more.compute } }),
  };
}

/** Choices without one field, which then follows from the data again. */
export function dropChoice(choices: RecipeChoices, { section, name }: RecipeField): RecipeChoices {
  if (name === 'family') return { ...choices, model: {} };
  const left = Object.fromEntries(Object.entries(choices[section] ?? {}).filter(([key]) => key !== name));
  return { ...choices, [section]: left };
}

export function isChosen(choices: RecipeChoices, { section, name }: RecipeField): boolean {
  if (name === 'family') return choices.model?.family !== undefined || isCellChosen(choices.model);
  return (choices[section] as Readonly<Record<string, unknown>> | undefined)?.[name] !== undefined;
}
