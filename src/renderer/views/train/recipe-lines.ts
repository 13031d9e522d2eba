import type { Task } from '../../../shared/domain/dataset';
import type { Recipe } from '../../../shared/domain/model';
import { m } from '../../i18n';
import { sentenceParts, slots } from './sentence';
import type { SentencePart } from './sentence';

const names = [
  'cell',
  'activation',
  'units',
  'layers',
  'bidirectional',
  'pooling',
  'dropout',
  'learningRate',
  'schedule',
  'batch',
  'epochs',
  'patience',
  'clipNorm',
  'weightDecay',
  'labelSmoothing',
  'inputNoise',
  'classWeights',
  'seed',
  'kernel',
  'backend',
] as const;

/** The recipe in sentences whose slots are named after its fields, each in its own language's word order. */
export function recipeLines(recipe: Recipe, task: Task): readonly (readonly SentencePart[])[] {
  const slot = slots(names);
  const classify = task === 'classify';
  return [
    recipe.model.cell === 'rnn' ? m.train_recipe_network_rnn(slot) : m.train_recipe_network(slot),
    m.train_recipe_training(slot),
    classify ? m.train_recipe_restraint_classify(slot) : m.train_recipe_restraint_forecast(slot),
    m.train_recipe_machine(slot),
  ].map(sentenceParts);
}
