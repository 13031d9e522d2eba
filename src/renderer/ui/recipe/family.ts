import type { ModelChoices, ModelFamily, Recipe } from '../../../shared/domain/model';
import { modelKind } from '../../../shared/domain/model-name';
import { m } from '../../i18n';
import { choiceField } from './field';
import type { ChoiceField } from './field';

const kinds = {
  gru: () => 'GRU',
  lstm: () => 'LSTM',
  rnn: () => 'RNN',
  transformer: m.train_model_transformer,
  tcn: m.train_model_tcn,
  inception: m.train_model_inception,
  naive: m.train_model_naive,
  ar: m.train_model_ar,
  markov: m.train_model_markov,
  latent: m.train_model_latent,
  dtw: m.train_model_dtw,
  statistics: m.train_model_statistics,
  minirocket: m.train_model_minirocket,
  quant: m.train_model_quant,
  ensemble: m.train_model_ensemble,
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

const field = choiceField(
  'model',
  'family',
  m.train_field_cell,
  kinds,
  (recipe) => modelKind(recipe.model),
  (value) => ({ model: modelOfKind(value) }),
);

/** An ensemble is made of runs that are there, not chosen before a training. */
export const familyField: ChoiceField = {
  ...field,
  options: (recipe) => field.options(recipe).filter(({ value }) => value !== 'ensemble'),
};
