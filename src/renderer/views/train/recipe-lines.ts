import { answersAhead, hasClasses } from '../../../shared/domain/task';
import type { Task } from '../../../shared/domain/task';
import { isNetwork } from '../../../shared/domain/model';
import type { ModelSpec, NetworkSpec, Recipe } from '../../../shared/domain/model';
import { withParticles } from '../../../shared/sentences/particles';
import { m } from '../../i18n';
import { recipeField } from '../../ui/recipe/recipe-fields';
import { sentenceParts, slots } from './sentence';
import type { SentencePart } from './sentence';

const names = [
  'family',
  'activation',
  'units',
  'layers',
  'bidirectional',
  'pooling',
  'dropout',
  'convolutions',
  'layerNorm',
  'recurrentDropout',
  'recurrentInit',
  'spectralRadius',
  'coupled',
  'forgetInit',
  'forgetBias',
  'chronoSteps',
  'peepholes',
  'resetAfter',
  'width',
  'heads',
  'feedForward',
  'causal',
  'kernelSize',
  'separable',
  'order',
  'criterion',
  'ridge',
  'hidden',
  'transition',
  'states',
  'discretise',
  'smoothing',
  'fit',
  'band',
  'neighbours',
  'kernelFeatures',
  'trees',
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
  'quantiles',
  'kernel',
  'backend',
] as const;

type Slots = ReturnType<typeof slots<(typeof names)[number]>>;

/** What learns, and how far from the data. */
function modelLines(model: Exclude<ModelSpec, NetworkSpec>, slot: Slots): string[] {
  switch (model.family) {
    case 'naive':
      return [m.train_recipe_naive(slot)];
    case 'ar':
      return [
        model.order === null ? m.train_recipe_ar_chosen(slot) : m.train_recipe_ar(slot),
        ...(model.hidden > 0 ? [m.train_recipe_ar_mlp(slot)] : []),
      ];
    case 'markov':
      return [m.train_recipe_markov(slot)];
    case 'latent':
      if (model.transition !== 'linear')
        return [m.train_recipe_latent_net(slot), m.train_recipe_ar_mlp(slot)];
      return [m.train_recipe_latent(slot), ...(model.fit === 'em' ? [m.train_recipe_latent_em(slot)] : [])];
    case 'dtw':
      return [m.train_recipe_dtw(slot)];
    case 'statistics':
      return [m.train_recipe_statistics(slot)];
    case 'minirocket':
      return [m.train_recipe_minirocket(slot)];
    case 'ensemble':
      return [m.train_recipe_ensemble({ ...slot, count: String(model.members.length) })];
    case 'quant':
      return [m.train_recipe_quant(slot)];
  }
}

function networkLine(model: NetworkSpec, slot: Slots): string {
  if (model.family === 'transformer') return m.train_recipe_transformer(slot);
  if (model.family === 'tcn') return m.train_recipe_tcn(slot);
  if (model.family === 'inception') return m.train_recipe_inception(slot);
  return model.cell === 'rnn' ? m.train_recipe_network_rnn(slot) : m.train_recipe_network(slot);
}

/** How the network is built and begins, in more detail. */
function detailLine(model: NetworkSpec, slot: Slots): string {
  if (model.family !== 'recurrent') return m.train_recipe_front(slot);
  const constant = model.forgetInit === 'constant';
  const start = {
    rnn: m.train_recipe_rnn_start,
    lstm: constant ? m.train_recipe_lstm_start : m.train_recipe_lstm_start_chrono,
    gru: m.train_recipe_gru_start,
  }[model.cell];
  return `${m.train_recipe_body(slot)} ${start(slot)}`;
}

/** A line's parts, in which Korean particles fit the words that the slots before them hold now. */
function fitted(line: string, recipe: Recipe): SentencePart[] {
  let word = '';
  return sentenceParts(line).map((part) => {
    if ('slot' in part) {
      word = recipeField(part.slot)?.word(recipe) ?? '';
      return part;
    }
    return { text: withParticles(word + part.text).slice(word.length) };
  });
}

/** The recipe in sentences whose slots are named after its fields, each in its own language's word order. */
export function recipeLines(recipe: Recipe, task: Task): readonly (readonly SentencePart[])[] {
  const slot = slots(names);
  const { model } = recipe;
  if (!isNetwork(model)) return modelLines(model, slot).map((line) => fitted(line, recipe));
  const classify = hasClasses(task);
  const restraint = answersAhead(task)
    ? m.train_recipe_restraint_forecast_quantiles
    : m.train_recipe_restraint_forecast;
  return [
    networkLine(model, slot),
    m.train_recipe_training(slot),
    detailLine(model, slot),
    classify ? m.train_recipe_restraint_classify(slot) : restraint(slot),
    m.train_recipe_machine(slot),
  ].map((line) => fitted(line, recipe));
}
