import { isNetwork } from '../../../shared/domain/model';
import type { ModelChoices, ModelFamily, Recipe, RecipeChoices } from '../../../shared/domain/model';
import { modelKind } from '../../../shared/domain/model-name';
import { trainingFieldsOf } from '../../../shared/domain/model-training';
import { m } from '../../i18n';
import { language } from '../../state/language.svelte';
import { formatCount } from '../../ui/format';
import { convolutionOptions, convolutionText, convolutionWord, convolutionsOf } from './convolution-words';

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
  readonly whole: boolean;
  readonly min: number;
  readonly max: number;
  readonly nullable: boolean;
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

type Training = Recipe['training'];
type NumbersOf<T> = T extends unknown
  ? { [K in keyof T]: T[K] extends number | null ? K : never }[keyof T] & string
  : never;

interface Bounds {
  readonly whole?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly nullable?: boolean;
}

function numberField<S extends 'model' | 'training'>(
  section: S,
  name: NumbersOf<S extends 'model' ? Recipe['model'] : Training>,
  label: () => string,
  word: (value: number | null) => string,
  { whole = false, min = 0, max = Infinity, nullable = false }: Bounds,
): NumberField {
  const read = (recipe: Recipe): number | null =>
    (recipe[section] as unknown as Record<string, number | null>)[name] ?? null;
  return {
    kind: 'number',
    name,
    section,
    label,
    whole,
    min,
    max,
    nullable,
    read,
    word: (recipe) => word(read(recipe)),
    choose: (value) => ({ [section]: { [name]: value } }),
  };
}

function choiceField(
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

/** 0.0001 rather than 1E-4: a setting is read as it is typed. */
const plain = (value: number | null): string =>
  value === null
    ? ''
    : value.toLocaleString(language.locale, { maximumSignificantDigits: 6, useGrouping: false });
const orNone = (value: number | null): string =>
  value === null || value === 0 ? m.train_word_none() : plain(value);
const orChosen = (value: number | null): string => (value === null ? m.train_word_from_data() : plain(value));
const same = (...names: readonly string[]): Record<string, () => string> =>
  Object.fromEntries(names.map((name) => [name, () => name]));
const countOr = (say: (input: { count: string }) => string) => (value: number | null) =>
  say({ count: formatCount(value ?? 0) });

const kinds = {
  gru: () => 'GRU',
  lstm: () => 'LSTM',
  rnn: () => 'RNN',
  transformer: m.train_model_transformer,
  naive: m.train_model_naive,
  ar: m.train_model_ar,
  markov: m.train_model_markov,
  latent: m.train_model_latent,
  dtw: m.train_model_dtw,
  statistics: m.train_model_statistics,
};

/** The short name of what learns, for people. */
export function kindWord(recipe: Recipe): string {
  const kind = modelKind(recipe.model);
  return kinds[kind as keyof typeof kinds]();
}

/** What `train --model` takes, as choices. */
function modelOfKind(kind: string): ModelChoices {
  return kind === 'gru' || kind === 'lstm' || kind === 'rnn'
    ? { family: 'recurrent', cell: kind }
    : { family: kind as Exclude<ModelFamily, 'recurrent'> };
}

/** A field of one or several families that takes words. */
function modelChoice(
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
function modelSwitch(
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

const convolutionField: ChoiceField = {
  kind: 'choice',
  name: 'convolutions',
  section: 'model',
  label: m.train_field_convolutions,
  word: ({ model }) => convolutionWord('convolutions' in model ? model.convolutions : []),
  options: ({ model }) => (isNetwork(model) ? convolutionOptions(model) : []),
  read: ({ model }) => convolutionText('convolutions' in model ? model.convolutions : []),
  choose: (value) => ({ model: { convolutions: convolutionsOf(value) } }),
};

export const recipeFields: readonly RecipeField[] = [
  choiceField(
    'model',
    'family',
    m.train_field_cell,
    kinds,
    (recipe) => modelKind(recipe.model),
    (value) => ({ model: modelOfKind(value) }),
  ),
  modelChoice('activation', m.train_field_activation, same('tanh', 'relu', 'sigmoid', 'linear')),
  numberField('model', 'units', m.train_field_units, countOr(m.train_word_units), {
    whole: true,
    min: 1,
    max: 4096,
  }),
  numberField('model', 'layers', m.train_field_layers, countOr(m.train_word_layers), {
    whole: true,
    min: 1,
    max: 8,
  }),
  choiceField(
    'model',
    'bidirectional',
    m.train_field_direction,
    { forward: m.train_word_forward, both: m.train_word_both },
    ({ model }) => ('bidirectional' in model && model.bidirectional ? 'both' : 'forward'),
    (value) => ({ model: { bidirectional: value === 'both' } }),
  ),
  modelChoice('pooling', m.train_field_pooling, {
    last: m.train_word_last,
    mean: m.train_word_mean,
    attention: m.train_word_attention,
    none: m.train_word_none_pooling,
  }),
  convolutionField,
  modelSwitch('layerNorm', m.train_field_layer_norm),
  numberField('model', 'recurrentDropout', m.train_field_recurrent_dropout, orNone, { max: 0.95 }),
  modelChoice('recurrentInit', m.train_field_recurrent_init, {
    orthogonal: m.train_word_orthogonal,
    identity: m.train_word_identity,
    normal: m.train_word_normal,
  }),
  numberField('model', 'spectralRadius', m.train_field_spectral_radius, plain, { min: 1e-6, max: 10 }),
  modelSwitch('coupled', m.train_field_coupled, m.train_word_separate, m.train_word_coupled),
  modelChoice('forgetInit', m.train_field_forget_init, {
    constant: m.train_word_forget_constant,
    chrono: m.train_word_forget_chrono,
    longest: m.train_word_forget_longest,
  }),
  numberField('model', 'forgetBias', m.train_field_forget_bias, plain, { min: -20, max: 20 }),
  numberField('model', 'chronoSteps', m.train_field_chrono_steps, countOr(m.train_word_steps), {
    whole: true,
    min: 3,
    max: 10_000_000,
  }),
  modelSwitch('peepholes', m.train_field_peepholes),
  modelSwitch('resetAfter', m.train_field_reset_after, m.train_word_reset_before, m.train_word_reset_after),
  numberField('model', 'width', m.train_field_width, countOr(m.train_word_wide), {
    whole: true,
    min: 1,
    max: 1024,
  }),
  numberField('model', 'heads', m.train_field_heads, countOr(m.train_word_heads), {
    whole: true,
    min: 1,
    max: 32,
  }),
  numberField('model', 'feedForward', m.train_field_feed_forward, countOr(m.train_word_feed_forward), {
    whole: true,
    min: 1,
    max: 4096,
  }),
  modelSwitch('causal', m.train_field_causal, m.train_word_ahead, m.train_word_causal),
  numberField('model', 'dropout', m.train_field_dropout, orNone, { max: 0.95 }),
  numberField('model', 'order', m.train_field_order, orChosen, {
    whole: true,
    min: 1,
    max: 2048,
    nullable: true,
  }),
  modelChoice('criterion', m.train_field_criterion, {
    aic: () => 'AIC',
    bic: () => 'BIC',
    validation: m.train_word_validation,
  }),
  numberField('model', 'ridge', m.train_field_ridge, orChosen, { nullable: true }),
  numberField(
    'model',
    'hidden',
    m.train_field_hidden,
    (value) =>
      value === 0 ? m.train_word_linear() : m.train_word_hidden({ count: formatCount(value ?? 0) }),
    { whole: true, max: 512 },
  ),
  numberField('model', 'states', m.train_field_states, countOr(m.train_word_states), {
    whole: true,
    min: 1,
    max: 256,
  }),
  modelChoice('discretise', m.train_field_discretise, {
    kmeans: () => 'k-means',
    quantiles: m.train_word_quantiles,
  }),
  numberField('model', 'smoothing', m.train_field_smoothing, plain, { min: 1e-6, max: 1000 }),
  modelChoice('fit', m.train_field_fit, { em: m.train_word_em, subspace: m.train_word_subspace }),
  numberField('model', 'band', m.train_field_band, orChosen, { max: 1, nullable: true }),
  numberField('model', 'neighbours', m.train_field_neighbours, countOr(m.train_word_neighbours), {
    whole: true,
    min: 1,
    max: 100,
  }),
  numberField('training', 'learningRate', m.train_field_learning_rate, plain, { min: 1e-8, max: 10 }),
  choiceField(
    'training',
    'schedule',
    m.train_field_schedule,
    { constant: m.train_word_constant, plateau: m.train_word_plateau, cosine: m.train_word_cosine },
    (recipe) => recipe.training.schedule.kind,
    (value, recipe) => ({
      training: {
        schedule: { ...recipe.training.schedule, kind: value as Training['schedule']['kind'] },
      },
    }),
  ),
  numberField('training', 'batch', m.train_field_batch, plain, { whole: true, min: 1, max: 65_536 }),
  numberField('training', 'epochs', m.train_field_epochs, countOr(m.train_word_epochs), {
    whole: true,
    min: 1,
    max: 100_000,
  }),
  numberField('training', 'patience', m.train_field_patience, countOr(m.train_word_epochs), {
    whole: true,
    min: 1,
    max: 100_000,
  }),
  numberField('training', 'clipNorm', m.train_field_clip_norm, orNone, { min: 1e-6, nullable: true }),
  numberField('training', 'weightDecay', m.train_field_weight_decay, orNone, { max: 1 }),
  numberField('training', 'labelSmoothing', m.train_field_label_smoothing, orNone, { max: 0.9 }),
  numberField('training', 'inputNoise', m.train_field_input_noise, orNone, { max: 10 }),
  choiceField(
    'training',
    'classWeights',
    m.train_field_class_weights,
    { none: m.train_word_none, balanced: m.train_word_balanced },
    (recipe) => recipe.training.classWeights,
    (value) => ({ training: { classWeights: value as Training['classWeights'] } }),
  ),
  choiceField(
    'training',
    'quantiles',
    m.train_field_quantiles,
    {
      '': m.train_word_points,
      '0.1,0.5,0.9': () => '0.1, 0.5, 0.9',
      '0.05,0.25,0.5,0.75,0.95': () => '0.05, 0.25, 0.5, 0.75, 0.95',
      '0.025,0.5,0.975': () => '0.025, 0.5, 0.975',
    },
    (recipe) => recipe.training.quantiles.join(','),
    (value) => ({ training: { quantiles: value === '' ? [] : value.split(',').map(Number) } }),
  ),
  numberField('training', 'seed', m.train_field_seed, plain, { whole: true, max: 4_294_967_295 }),
  choiceField(
    'compute',
    'kernel',
    m.train_field_kernel,
    { auto: m.train_word_auto_kernel, ...same('native', 'wasm', 'webgpu', 'tensorflow', 'reference') },
    (recipe) => recipe.compute.kernel,
    (value) => ({ compute: { kernel: value as Recipe['compute']['kernel'] } }),
  ),
  choiceField(
    'compute',
    'backend',
    m.train_field_backend,
    { auto: m.train_word_auto_backend, ...same('wasm', 'cpu', 'webgpu', 'tensorflow') },
    (recipe) => recipe.compute.backend,
    (value) => ({ compute: { backend: value as Recipe['compute']['backend'] } }),
  ),
];

const isCellChosen = (model: ModelChoices | undefined): boolean =>
  model !== undefined && 'cell' in model && model.cell !== undefined;

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
