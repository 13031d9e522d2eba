import type { Recipe } from '../../../shared/domain/model';
import { m } from '../../i18n';
import type { RecipeField, Training } from './field';
import { choiceField, numberField } from './field';
import { countOr, orNone, plain, same } from './words';

export const trainingFields: readonly RecipeField[] = [
  numberField('training', 'learningRate', m.train_field_learning_rate, plain),
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
  numberField('training', 'batch', m.train_field_batch, plain),
  numberField('training', 'epochs', m.train_field_epochs, countOr(m.train_word_epochs)),
  numberField('training', 'patience', m.train_field_patience, countOr(m.train_word_epochs)),
  numberField('training', 'clipNorm', m.train_field_clip_norm, orNone),
  numberField('training', 'weightDecay', m.train_field_weight_decay, orNone),
  numberField('training', 'labelSmoothing', m.train_field_label_smoothing, orNone),
  numberField('training', 'inputNoise', m.train_field_input_noise, orNone),
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
  numberField('training', 'seed', m.train_field_seed, plain),
];

export const computeFields: readonly RecipeField[] = [
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
