import { isNetwork } from '../../../shared/domain/model';
import { m } from '../../i18n';
import { convolutionOptions, convolutionText, convolutionWord, convolutionsOf } from './convolution-words';
import type { ChoiceField, RecipeField } from './field';
import { choiceField, modelChoice, modelSwitch, numberField } from './field';
import { countOr, orNone, plain, same } from './words';

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

/** Recurrent networks; some of it is for one cell alone. */
export const recurrentFields: readonly RecipeField[] = [
  modelChoice('activation', m.train_field_activation, same('tanh', 'relu', 'sigmoid', 'linear')),
  numberField('model', 'units', m.train_field_units, countOr(m.train_word_units)),
  numberField('model', 'layers', m.train_field_layers, countOr(m.train_word_layers)),
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
  numberField('model', 'recurrentDropout', m.train_field_recurrent_dropout, orNone),
  modelChoice('recurrentInit', m.train_field_recurrent_init, {
    orthogonal: m.train_word_orthogonal,
    identity: m.train_word_identity,
    normal: m.train_word_normal,
  }),
  numberField('model', 'spectralRadius', m.train_field_spectral_radius, plain),
  modelSwitch('coupled', m.train_field_coupled, m.train_word_separate, m.train_word_coupled),
  modelChoice('forgetInit', m.train_field_forget_init, {
    constant: m.train_word_forget_constant,
    chrono: m.train_word_forget_chrono,
    longest: m.train_word_forget_longest,
  }),
  numberField('model', 'forgetBias', m.train_field_forget_bias, plain),
  numberField('model', 'chronoSteps', m.train_field_chrono_steps, countOr(m.train_word_steps)),
  modelSwitch('peepholes', m.train_field_peepholes),
  modelSwitch('resetAfter', m.train_field_reset_after, m.train_word_reset_before, m.train_word_reset_after),
];
