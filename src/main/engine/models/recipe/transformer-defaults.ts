import { learnsChannels, traitsOf } from '../../../../shared/domain/task';
import type { TransformerSpec } from '../../../../shared/domain/model';
import type { DataFacts } from '../../prepare/data-facts';
import { attentionFrontEnd } from './front-end-defaults';
import { poolingDefault } from './pooling-default';
import { because } from '../../../../shared/sentences/reasoned';
import type { Reasoned } from '../../../../shared/sentences/reasoned';

const WIDTH = 64;

export function transformerDefaults(facts: DataFacts): Reasoned<TransformerSpec> {
  return {
    family: because<'transformer'>('transformer', 'default.transformer'),
    convolutions: attentionFrontEnd(facts, WIDTH),
    width: because(WIDTH, 'default.width'),
    heads: because(4, 'default.heads'),
    layers: because(2, 'default.transformerLayers'),
    feedForward: because(2 * WIDTH, 'default.feedForward'),
    dropout: because(learnsChannels(facts.task) ? 0 : 0.2, 'default.dropout'),
    causal: because(!traitsOf(facts.task).readsAhead, 'default.causal'),
    pooling: poolingDefault(facts),
  };
}
