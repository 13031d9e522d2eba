import { learnsChannels, traitsOf } from '../../../../shared/domain/task';
import type { InceptionSpec, TcnSpec } from '../../../../shared/domain/model';
import type { DataFacts } from '../../prepare/data-facts';
import { recurrentFrontEnd } from './front-end-defaults';
import { because } from '../../../../shared/sentences/reasoned';
import type { Reasoned } from '../../../../shared/sentences/reasoned';
import { stepsAfter } from '../network/layout';
import { poolingDefault } from './pooling-default';

type Chosen<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** TC-ResNet's (Choi et al. 2019). */
const TCN_KERNEL = 9;
const TCN_WIDTH = 32;
const FEWEST_BLOCKS = 3;
const MOST_BLOCKS = 6;

/** The fewest blocks of two convolutions, their dilation doubling, one step of whose answer sees the longest sequence. */
function blocksFor(steps: number, kernelSize: number): number {
  const sees = (blocks: number): number => 1 + 2 * (kernelSize - 1) * (2 ** blocks - 1);
  let blocks = FEWEST_BLOCKS;
  while (blocks < MOST_BLOCKS && sees(blocks) < steps) blocks += 1;
  return blocks;
}

/** @param chosen how many blocks there are follows from the kernel's size and from what stands in front */
export function tcnDefaults(facts: DataFacts, chosen: Chosen<TcnSpec>): Reasoned<TcnSpec> {
  const width = chosen.width ?? TCN_WIDTH;
  const kernelSize = chosen.kernelSize ?? TCN_KERNEL;
  const convolutions = recurrentFrontEnd(facts, width);
  const front = chosen.convolutions ?? convolutions.value;
  const layers = blocksFor(stepsAfter({ convolutions: front }, facts.longestSteps), kernelSize);
  return {
    family: because<'tcn'>('tcn', 'default.tcn'),
    convolutions,
    width: because(width, 'default.tcnWidth'),
    layers: because(layers, 'default.tcnLayers', { steps: facts.longestSteps }),
    kernelSize: because(kernelSize, 'default.tcnKernelSize'),
    separable: because(false, 'default.separable'),
    causal: because(!traitsOf(facts.task).readsAhead, 'default.causal'),
    dropout: because(learnsChannels(facts.task) ? 0 : 0.2, 'default.dropout'),
    pooling: poolingDefault(facts),
  };
}

/** InceptionTime's (Fawaz et al. 2020): six modules of 32 filters, over 40, 20 and 10 steps. */
export function inceptionDefaults(facts: DataFacts, chosen: Chosen<InceptionSpec>): Reasoned<InceptionSpec> {
  const width = chosen.width ?? 32;
  return {
    family: because<'inception'>('inception', 'default.inception'),
    convolutions: recurrentFrontEnd(facts, width),
    width: because(width, 'default.inceptionPaper'),
    layers: because(2, 'default.inceptionPaper'),
    kernelSize: because(40, 'default.inceptionPaper'),
    dropout: because(0, 'default.inceptionPaper'),
    pooling: poolingDefault(facts),
  };
}
