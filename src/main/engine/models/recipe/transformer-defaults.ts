import type { TransformerSpec } from '../../../../shared/domain/model';
import type { DataFacts } from './data-facts';
import { attentionFrontEnd } from './front-end-defaults';
import { because } from './reasoned';
import type { Reasoned } from './reasoned';

const WIDTH = 64;

export function transformerDefaults(facts: DataFacts): Reasoned<TransformerSpec> {
  const whole = facts.task === 'classify' || facts.task === 'regress';
  const everyStep = facts.task === 'label' || facts.task === 'generate';
  return {
    family: because<'transformer'>(
      'transformer',
      'transformer',
      'Attention instead of recurrence: every step looks at every other at once.',
    ),
    convolutions: attentionFrontEnd(facts, WIDTH),
    width: because(WIDTH, 'width', 'Enough for the data without learning it by heart.'),
    heads: because(4, 'heads', 'Four heads look for four different things.'),
    layers: because(2, 'transformerLayers', 'Two blocks: the second relates what the first has found.'),
    feedForward: because(2 * WIDTH, 'feedForward', 'Twice the width is enough for little data.'),
    dropout: because(
      whole || facts.task === 'label' ? 0.2 : 0,
      'dropout',
      'Dropout keeps a network from learning small data by heart.',
    ),
    causal: because(
      !whole && facts.task !== 'label',
      'causal',
      'The whole sequence is known when it is classified; a forecast reads it in its own direction.',
    ),
    pooling: because<TransformerSpec['pooling']>(
      everyStep ? 'none' : whole ? 'mean' : 'last',
      everyStep ? 'poolingNone' : 'pooling',
      everyStep
        ? 'Every step has an answer of its own.'
        : 'The mean over time uses every step; a forecast starts from the last.',
    ),
  };
}
