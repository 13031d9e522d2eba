import { m } from '../../i18n';
import { formatCount } from '../format';
import type { RecipeField } from './field';
import { modelChoice, numberField } from './field';
import { countOr, orChosen, plain } from './words';

/** Models without a network. */
export const classicalFields: readonly RecipeField[] = [
  numberField('model', 'order', m.train_field_order, orChosen),
  modelChoice('criterion', m.train_field_criterion, {
    aic: () => 'AIC',
    bic: () => 'BIC',
    validation: m.train_word_validation,
  }),
  numberField('model', 'ridge', m.train_field_ridge, orChosen),
  numberField('model', 'hidden', m.train_field_hidden, (value) =>
    value === 0 ? m.train_word_linear() : m.train_word_hidden({ count: formatCount(value ?? 0) }),
  ),
  numberField('model', 'states', m.train_field_states, countOr(m.train_word_states)),
  modelChoice('discretise', m.train_field_discretise, {
    kmeans: () => 'k-means',
    quantiles: m.train_word_quantiles,
  }),
  numberField('model', 'smoothing', m.train_field_smoothing, plain),
  modelChoice('transition', m.train_field_transition, {
    linear: m.train_word_linear,
    rnn: () => 'RNN',
    gru: () => 'GRU',
  }),
  modelChoice('fit', m.train_field_fit, { em: m.train_word_em, subspace: m.train_word_subspace }),
  numberField('model', 'band', m.train_field_band, orChosen),
  numberField('model', 'neighbours', m.train_field_neighbours, countOr(m.train_word_neighbours)),
  numberField(
    'model',
    'kernelFeatures',
    m.train_field_kernel_features,
    countOr(m.train_word_kernel_features),
  ),
  numberField('model', 'trees', m.train_field_trees, countOr(m.train_word_trees)),
];
