import type { Recipe, RecipeChoices } from '../../../shared/domain/model';
import type { Bounds } from '../../../shared/domain/recipe-table';
import { modelBounds, trainingBounds } from '../../../shared/domain/recipe-table';
import { m } from '../../i18n';

export type RecipeSection = 'model' | 'training' | 'compute';

interface FieldBase {
  readonly name: string;
  readonly section: RecipeSection;
  readonly label: () => string;
  /** The value as a word of the sentence. */
  readonly word: (recipe: Recipe) => string;
}
export interface NumberField extends FieldBase {
  readonly kind: 'number';
  /** What it may be in a recipe of this family. */
  readonly bounds: (recipe: Recipe) => Bounds;
  readonly read: (recipe: Recipe) => number | null;
  readonly choose: (value: number | null) => RecipeChoices;
}
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly options: (recipe: Recipe) => readonly { value: string; label: string }[];
  readonly read: (recipe: Recipe) => string;
  readonly choose: (value: string, recipe: Recipe) => RecipeChoices;
}
export type RecipeField = NumberField | ChoiceField;

export type Training = Recipe['training'];
type NumbersOf<T> = T extends unknown
  ? { [K in keyof T]: T[K] extends number | null ? K : never }[keyof T] & string
  : never;

export function numberField<S extends 'model' | 'training'>(
  section: S,
  name: NumbersOf<S extends 'model' ? Recipe['model'] : Training>,
  label: () => string,
  word: (value: number | null) => string,
): NumberField {
  const read = (recipe: Recipe): number | null =>
    (recipe[section] as unknown as Record<string, number | null>)[name] ?? null;
  return {
    kind: 'number',
    name,
    section,
    label,
    bounds: ({ model }) =>
      (section === 'model' ? modelBounds(name, model.family) : trainingBounds(name)) ?? {},
    read,
    word: (recipe) => word(read(recipe)),
    choose: (value) => ({ [section]: { [name]: value } }),
  };
}

export function choiceField(
  section: RecipeSection,
  name: string,
  label: () => string,
  words: Readonly<Record<string, () => string>>,
  read: (recipe: Recipe) => string,
  choose: ChoiceField['choose'],
): ChoiceField {
  return {
    kind: 'choice',
    name,
    section,
    label,
    read,
    choose,
    word: (recipe) => (words[read(recipe)] ?? (() => read(recipe)))(),
    options: () => Object.entries(words).map(([value, text]) => ({ value, label: text() })),
  };
}

/** A field of one or several families that takes words. */
export function modelChoice(
  name: string,
  label: () => string,
  words: Readonly<Record<string, () => string>>,
): ChoiceField {
  return choiceField(
    'model',
    name,
    label,
    words,
    ({ model }) => String((model as Readonly<Record<string, unknown>>)[name]),
    (value) => ({ model: { [name]: value } }),
  );
}

/** A field of one or several families that is on or off. */
export function modelSwitch(
  name: string,
  label: () => string,
  off: () => string = m.train_word_off,
  on: () => string = m.train_word_on,
): ChoiceField {
  return choiceField(
    'model',
    name,
    label,
    { false: off, true: on },
    ({ model }) => String((model as Readonly<Record<string, unknown>>)[name]),
    (value) => ({ model: { [name]: value === 'true' } }),
  );
}
