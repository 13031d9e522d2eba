import type {
  Convolution,
  InceptionSpec,
  ModelSpec,
  RecurrentNetworkSpec,
  TcnSpec,
  TransformerSpec,
} from './model';

/** `Conv 4·4 + ` for two convolutions of stride 4. */
function frontEndName(convolutions: readonly Convolution[]): string[] {
  return convolutions.length === 0 ? [] : ['Conv', convolutions.map(({ stride }) => stride).join('·'), '+'];
}

function networkName(spec: RecurrentNetworkSpec): string {
  const { cell, activation, units, layers, bidirectional, convolutions } = spec;
  const parts = [...frontEndName(convolutions), cell.toUpperCase()];
  if (cell === 'rnn' && activation !== 'tanh') parts.push(activation);
  parts.push(layers > 1 ? `${units}×${layers}` : String(units));
  if (bidirectional) parts.push('⇄');
  if (cell === 'lstm' && spec.peepholes) parts.push('peepholes');
  if (cell === 'lstm' && spec.coupled) parts.push('coupled');
  if (spec.layerNorm) parts.push('norm');
  if (spec.pooling === 'attention') parts.push('attention');
  return parts.join(' ');
}

function transformerName({ convolutions, width, layers, causal, pooling }: TransformerSpec): string {
  const parts = [
    ...frontEndName(convolutions),
    'Transformer',
    layers > 1 ? `${width}×${layers}` : String(width),
  ];
  if (causal) parts.push('causal');
  if (pooling === 'attention') parts.push('attention');
  return parts.join(' ');
}

function convolutionalName(spec: TcnSpec | InceptionSpec): string {
  const { family, convolutions, width, layers, pooling } = spec;
  const parts = [...frontEndName(convolutions), family === 'tcn' ? 'TCN' : 'Inception'];
  parts.push(layers > 1 ? `${width}×${layers}` : String(width));
  if (family === 'tcn' && spec.separable) parts.push('separable');
  if (family === 'tcn' && spec.causal) parts.push('causal');
  if (pooling === 'attention') parts.push('attention');
  return parts.join(' ');
}

/** `LSTM 64`, `GRU 32×2 ⇄` (two layers, both directions), `RNN relu 16`, `AR(12)`, `Markov 16`. */
export function modelName(model: ModelSpec): string {
  switch (model.family) {
    case 'recurrent':
      return networkName(model);
    case 'transformer':
      return transformerName(model);
    case 'tcn':
    case 'inception':
      return convolutionalName(model);
    case 'naive':
      return 'Naive';
    case 'ar':
      return `AR${model.order === null ? '' : `(${model.order})`}${model.hidden > 0 ? ` MLP ${model.hidden}` : ''}`;
    case 'markov':
      return `Markov ${model.states}${model.order > 1 ? ` order ${model.order}` : ''}`;
    case 'latent':
      return `Latent ${model.transition === 'linear' ? '' : `${model.transition.toUpperCase()} `}${model.states}`;
    case 'dtw':
      return `${model.neighbours}-NN DTW`;
    case 'statistics':
      return 'Statistics';
    case 'minirocket':
      return 'MiniRocket';
    case 'quant':
      return 'QUANT';
    case 'ensemble':
      return `Ensemble of ${model.members.length}`;
  }
}

/** The short word for what learns, as on the command line: a recurrent network's cell, else the family. */
export function modelKind(model: ModelSpec): string {
  return model.family === 'recurrent' ? model.cell : model.family;
}
