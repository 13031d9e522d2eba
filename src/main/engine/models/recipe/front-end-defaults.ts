import { answersSteps, answersWhole } from '../../../../shared/domain/task';
import type { Convolution } from '../../../../shared/domain/model';
import type { DataFacts } from '../../prepare/data-facts';
import { because } from '../../../../shared/sentences/reasoned';
import type { Reasoned } from '../../../../shared/sentences/reasoned';

/** A recurrent network takes sequences up to this median length as they are. */
const LONG_STEPS = 500;
/** So many steps are to be left for a recurrence of a long sequence. */
const RECURRENT_STEPS = 250;
/** A Transformer compares each step with each: so many of the longest sequence are to be left. */
const ATTENTION_STEPS = 256;
const MOST_LAYERS = 3;
const MOST_STRIDE = 8;

/** The fewest layers, of strides as even as they can be, that divide the steps by at least `factor`. */
export function convolutionsFor(factor: number, filters: number): Convolution[] {
  if (factor <= 1) return [];
  const layers = Math.min(MOST_LAYERS, Math.max(1, Math.ceil(Math.log(factor) / Math.log(4))));
  const stride = Math.min(MOST_STRIDE, Math.ceil(factor ** (1 / layers) - 1e-9));
  return Array.from({ length: layers }, () => ({ filters, width: 2 * stride + 1, stride }));
}

type FrontEnd = Reasoned<{ convolutions: Convolution[] }>['convolutions'];

export function recurrentFrontEnd({ task, medianSteps }: DataFacts, filters: number): FrontEnd {
  if (!answersWhole(task) || medianSteps <= LONG_STEPS)
    return because<Convolution[]>([], 'default.convolutionsNone', {
      steps: medianSteps,
    });
  return because(convolutionsFor(medianSteps / RECURRENT_STEPS, filters), 'default.convolutionsLong', {
    steps: medianSteps,
  });
}

export function attentionFrontEnd({ task, longestSteps }: DataFacts, filters: number): FrontEnd {
  if (answersSteps(task)) return because<Convolution[]>([], 'default.convolutionsEveryStep');
  if (longestSteps <= ATTENTION_STEPS)
    return because<Convolution[]>([], 'default.convolutionsNone', {
      steps: longestSteps,
    });
  return because(convolutionsFor(longestSteps / ATTENTION_STEPS, filters), 'default.convolutionsAttention', {
    steps: longestSteps,
  });
}
