import { m } from '../../i18n';
import { formatCount } from '../format';
import type { RecipeField } from './field';
import { modelChoice, numberField } from './field';
import { countOr, orChosen, plain } from './words';

/** Models without a network. */
export const classicalFields: readonly RecipeField[] = [
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
  modelChoice('transition', m.train_field_transition, {
    linear: m.train_word_linear,
    rnn: () => 'RNN',
    gru: () => 'GRU',
  }),
  modelChoice('fit', m.train_field_fit, { em: m.train_word_em, subspace: m.train_word_subspace }),
  numberField('model', 'band', m.train_field_band, orChosen, { max: 1, nullable: true }),
  numberField('model', 'neighbours', m.train_field_neighbours, countOr(m.train_word_neighbours), {
    whole: true,
    min: 1,
    max: 100,
  }),
];
