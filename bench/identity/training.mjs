// Which data sets are imported and which models are trained: every family, kernel, task and model without a network.
import { join } from 'node:path';
import { COMPUTE, TRANSFORMER } from './lab.mjs';
import { makeSets } from './sets.mjs';

export function importAll(lab) {
  makeSets(lab.data);
  const add = (name, paths, choices) => lab.importData(name, paths, choices);
  add('tones', [lab.at('tones')]);
  add('tones-mfcc', [lab.at('tones')], { features: 'mfcc', rate: 6000, 'split-seed': 3 });
  add('motion', [lab.at('motion')], { label: 'label', group: 'subject', split: 'group' });
  add('motion-random', [lab.at('motion')], { label: 'label', split: 'random', 'test-share': 0.3 });
  add('motion-logmel', [lab.at('motion')], { label: 'label', features: 'logmel', rate: 50 });
  add('scales', [lab.at('scales')], { label: 'label' });
  add('tiny', [lab.at('tiny')], { label: 'label' });
  add('uneven', [lab.at('uneven')], { rate: 10 });
  add('archive', [lab.at('Swings_TRAIN.ts'), lab.at('Swings_TEST.ts')]);
  add('archive-values', [lab.at('Speeds_TRAIN.ts'), lab.at('Speeds_TEST.ts')]);
  add('effort', [lab.at('motion')], { task: 'regress', label: 'effort' });
  const series = { task: 'forecast', target: 'demand', horizon: 6, context: 30, 'train-stride': 3 };
  add('series', [lab.at('series.csv')], { ...series, season: 24 });
  add('series-known', [lab.at('series.csv')], {
    ...series,
    target: 'demand,warmth',
    known: 'holiday',
    calendar: 'day,week',
  });
  add('series-plain', [lab.at('series.csv')], { ...series, channels: 'demand', calendar: 'none' });
  add('activity', [lab.at('activity.csv')], { task: 'label', label: 'state', window: 60 });
  add('stretches', [lab.at('activity.csv')], { task: 'classify', label: 'state' });
  add('next', [lab.at('motion')], { task: 'generate', label: 'none', window: 24 });
  add('next-sound', [lab.at('tones/low')], { task: 'generate', features: 'raw', rate: 1000, window: 50 });
  add('drums', [join(lab.samples, 'drum-sounds')]);
  add('shoulder', [join(lab.samples, 'shoulder-exercises')]);
}

export function trainFamilies(lab) {
  const runs = {};
  const on = (name, choices) => (runs[name] = lab.train(name, 'motion', choices));
  for (const activation of ['tanh', 'relu', 'sigmoid', 'linear'])
    on(`rnn-${activation}`, { model: 'rnn', activation });
  on('rnn-normal', { model: 'rnn', 'recurrent-init': 'normal', 'spectral-radius': 0.8 });
  on('rnn-identity', { model: 'rnn', 'recurrent-init': 'identity', bidirectional: false });
  on('lstm', { model: 'lstm' });
  on('lstm-forward', { model: 'lstm', bidirectional: false, 'forget-bias': 2, noise: 0.05 });
  on('lstm-peepholes', { model: 'lstm', peepholes: true });
  on('lstm-coupled', { model: 'lstm', coupled: true });
  on('lstm-all', {
    model: 'lstm',
    peepholes: true,
    coupled: true,
    'layer-norm': true,
    'recurrent-dropout': 0.2,
    layers: 2,
    convolutions: '8x3/2',
    pooling: 'attention',
    bidirectional: false,
  });
  on('lstm-norm', { model: 'lstm', 'layer-norm': true });
  on('lstm-recurrent-dropout', { model: 'lstm', 'recurrent-dropout': 0.3 });
  on('lstm-chrono', { model: 'lstm', 'forget-init': 'chrono', 'chrono-steps': 20 });
  on('lstm-longest', { model: 'lstm', 'forget-init': 'longest' });
  on('gru', { model: 'gru' });
  on('gru-forward', { model: 'gru', bidirectional: false, pooling: 'last', units: 12 });
  on('gru-reset-after', { model: 'gru', 'reset-after': true });
  on('gru-layers', { model: 'gru', layers: 2, dropout: 0.2, 'recurrent-dropout': 0.1 });
  on('gru-convolutions', { model: 'gru', convolutions: '8x5/2,8x3/1' });
  on('gru-attention', { model: 'gru', pooling: 'attention' });
  on('gru-training', {
    model: 'gru',
    schedule: 'plateau',
    'class-weights': 'balanced',
    'label-smoothing': 0,
    clip: 0,
    'weight-decay': 0,
    noise: 0,
    dropout: 0,
    seed: 9,
    lr: 0.01,
    epochs: 3,
    patience: 1,
  });
  on('gru-constant', { model: 'gru', schedule: 'constant', clip: 0.1, 'weight-decay': 0.1, batch: 5 });
  const small = { ...TRANSFORMER, 'feed-forward': 16 };
  on('transformer', small);
  on('transformer-causal', { ...small, causal: true, layers: 1, pooling: 'last' });
  on('transformer-convolutions', { ...small, convolutions: '8x3/2', pooling: 'attention', layers: 1 });
  return runs;
}

export function trainKernels(lab) {
  const networks = {
    rnn: { model: 'rnn' },
    relu: { model: 'rnn', activation: 'relu', bidirectional: false },
    lstm: { model: 'lstm' },
    'lstm-peepholes': { model: 'lstm', peepholes: true, bidirectional: false },
    'lstm-coupled': { model: 'lstm', peepholes: true, coupled: true },
    gru: { model: 'gru', layers: 2 },
    'gru-after': { model: 'gru', 'reset-after': true },
  };
  for (const kernel of ['reference', 'wasm', 'native'])
    for (const [name, choices] of Object.entries(networks))
      lab.train(`kernel-${kernel}-${name}`, 'tiny', { ...choices, kernel, epochs: 1 });
  for (const [name, choices] of Object.entries({ ...networks, transformer: TRANSFORMER }))
    if (['lstm', 'transformer'].includes(name))
      lab.train(`backend-cpu-${name}`, 'tiny', { ...choices, backend: 'cpu', epochs: 1 });
  if (!lab.hasGpu) return;
  for (const [name, choices] of Object.entries(networks)) {
    if (!['gru-after', 'lstm-peepholes'].includes(name)) continue;
    const gpu = { kernel: 'webgpu', backend: 'webgpu', epochs: 1, units: 4 };
    lab.train(`kernel-webgpu-${name}`, 'tiny', { ...choices, ...gpu }, { gpu: true });
  }
}

export function trainTasks(lab) {
  const runs = {};
  const on = (dataset, name, choices) => (runs[name] = lab.train(name, dataset, choices));
  on('tones', 'tones-gru', { model: 'gru', bidirectional: false });
  on('tones-mfcc', 'tones-mfcc-lstm', { model: 'lstm' });
  on('motion-random', 'motion-random-gru', { model: 'gru' });
  on('motion-logmel', 'motion-logmel-gru', { model: 'gru' });
  on('scales', 'scales-gru', { model: 'gru' });
  on('uneven', 'uneven-gru', { model: 'gru' });
  on('archive', 'archive-lstm', { model: 'lstm' });
  on('stretches', 'stretches-gru', { model: 'gru' });
  on('drums', 'drums-gru', { model: 'gru', epochs: 1 });
  on('shoulder', 'shoulder-gru', { model: 'gru' });
  on('archive-values', 'values-gru', { model: 'gru' });
  on('effort', 'effort-lstm', { model: 'lstm' });
  on('effort', 'effort-transformer', TRANSFORMER);
  on('series', 'series-gru', { model: 'gru' });
  on('series', 'series-lstm-quantiles', { model: 'lstm', quantiles: '0.1,0.5,0.9' });
  on('series', 'series-transformer', { ...TRANSFORMER, quantiles: 'none' });
  on('series-known', 'series-known-gru', { model: 'gru', quantiles: '0.2,0.5,0.8', layers: 2 });
  on('series-plain', 'series-plain-rnn', { model: 'rnn', quantiles: '0.1,0.5,0.9' });
  on('activity', 'activity-gru', { model: 'gru' });
  on('activity', 'activity-lstm', { model: 'lstm', bidirectional: false, 'class-weights': 'balanced' });
  on('next', 'next-gru', { model: 'gru' });
  on('next-sound', 'next-sound-lstm', { model: 'lstm' });
  return runs;
}

export function fitClassical(lab) {
  const runs = {};
  const on = (dataset, name, choices) => (runs[name] = lab.fit(name, dataset, choices));
  for (const dataset of ['motion', 'series-plain', 'series-known'])
    for (const model of ['naive', 'ar', 'markov', 'latent', 'dtw', 'statistics'])
      on(dataset, `${model}-${dataset}`, { model });
  // They learn classes and forecasts alone; the refusals are recorded once.
  for (const dataset of ['effort', 'activity', 'next']) on(dataset, `ar-${dataset}`, { model: 'ar' });
  const moved = { model: 'latent', states: 8, epochs: 2, ...COMPUTE };
  on('series-plain', 'latent-gru-series', { ...moved, transition: 'gru' });
  on('series-plain', 'latent-rnn-series', { ...moved, transition: 'rnn' });
  on('series', 'latent-gru-seasonal', { ...moved, transition: 'gru' });
  on('motion', 'latent-gru-motion', { ...moved, transition: 'gru' });
  on('motion', 'latent-subspace', { model: 'latent', fit: 'subspace', states: 3 });
  on('series-plain', 'ar-hidden', { model: 'ar', order: 4, hidden: 6, epochs: 3, ...COMPUTE });
  on('series-plain', 'ar-aic', { model: 'ar', criterion: 'aic', ridge: 0.01 });
  on('series-plain', 'ar-validation', { model: 'ar', criterion: 'validation' });
  on('motion', 'markov-quantiles', { model: 'markov', discretise: 'quantiles', states: 5, smoothing: 1 });
  on('motion', 'dtw-band', { model: 'dtw', band: 0.2, neighbours: 3 });
  on('tones', 'statistics-tones', { model: 'statistics', ridge: 0.5 });
  on('archive', 'naive-archive', { model: 'naive', ridge: 2 });
  return runs;
}
