import { isNetwork } from '../../../shared/domain/model';
import type { ModelChoices, Recipe, RecipeChoices } from '../../../shared/domain/model';
import { trainingFieldsOf } from '../../../shared/domain/model-training';
import { classicalFields } from './recipe/classical';
import { familyField } from './recipe/family';
import type { RecipeField } from './recipe/field';
import { recurrentFields } from './recipe/recurrent';
import { computeFields, trainingFields } from './recipe/training';
import { transformerFields } from './recipe/transformer';

export { kindWord } from './recipe/family';
export type { ChoiceField, NumberField, RecipeField, RecipeSection } from './recipe/field';

/** Every setting of a recipe, in the order in which the sentence says them. */
export const recipeFields: readonly RecipeField[] = [
  familyField,
  ...recurrentFields,
  ...transformerFields,
  ...classicalFields,
  ...trainingFields,
  ...computeFields,
];

export function recipeField(name: string): RecipeField | undefined {
  return recipeFields.find((field) => field.name === name);
}

/** Fields of a recurrent network that only one cell has. */
const cellFields = {
  activation: 'rnn',
  recurrentInit: 'rnn',
  spectralRadius: 'rnn',
  forgetInit: 'lstm',
  forgetBias: 'lstm',
  chronoSteps: 'lstm',
  peepholes: 'lstm',
  coupled: 'lstm',
  resetAfter: 'gru',
} as const;

/** Whether a recipe's fit looks at a field. */
export function fieldApplies({ section, name }: RecipeField, { model, training }: Recipe): boolean {
  // Only forecasts have any.
  if (name === 'quantiles' && training.quantiles.length === 0) return false;
  if (section === 'training') return (trainingFieldsOf(model) as readonly string[]).includes(name);
  if (section === 'compute') return isNetwork(model);
  if (model.family === 'recurrent' && name in cellFields) {
    if (name === 'forgetBias' && model.forgetInit !== 'constant') return false;
    if (name === 'chronoSteps' && model.forgetInit === 'constant') return false;
    return model.cell === cellFields[name as keyof typeof cellFields];
  }
  if (name === 'criterion') return model.family === 'ar' && model.order === null;
  return name in model;
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
