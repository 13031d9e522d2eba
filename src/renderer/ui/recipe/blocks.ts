import { m } from '../../i18n';
import type { RecipeField } from './field';
import { modelSwitch, numberField } from './field';
import { countOr, orNone } from './words';

/** Transformers and networks of convolutions. */
export const blockFields: readonly RecipeField[] = [
  numberField('model', 'width', m.train_field_width, countOr(m.train_word_wide)),
  numberField('model', 'heads', m.train_field_heads, countOr(m.train_word_heads)),
  numberField('model', 'feedForward', m.train_field_feed_forward, countOr(m.train_word_feed_forward)),
  modelSwitch('causal', m.train_field_causal, m.train_word_ahead, m.train_word_causal),
  numberField('model', 'kernelSize', m.train_field_kernel_size, countOr(m.train_word_steps)),
  modelSwitch('separable', m.train_field_separable, m.train_word_whole, m.train_word_separable),
  numberField('model', 'dropout', m.train_field_dropout, orNone),
];
