import { isNetwork } from './model';
import type { Recipe } from './model';
import { trainingFieldsOf } from './model-training';

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
export function fieldApplies(
  { section, name }: { readonly section: keyof Recipe; readonly name: string },
  { model, training }: Recipe,
): boolean {
  // Only forecasts have any.
  if (name === 'quantiles' && training.quantiles.length === 0) return false;
  if (section === 'training') return (trainingFieldsOf(model) as readonly string[]).includes(name);
  if (section === 'compute') return isNetwork(model);
  if (model.family === 'recurrent' && name in cellFields) {
    if (name === 'forgetBias' && model.forgetInit !== 'constant') return false;
    if (name === 'chronoSteps' && model.forgetInit === 'constant') return false;
    return model.cell === cellFields[name as keyof typeof cellFields];
  }
  if (name === 'fit' && model.family === 'latent') return model.transition === 'linear';
  if (name === 'criterion') return model.family === 'ar' && model.order === null;
  return name in model;
}
