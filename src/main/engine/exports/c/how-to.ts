import { answersAhead, tags, traitsOf } from '../../../../shared/domain/task';
import { strideOf } from '../../models/network/layout';
import type { RecurrentModel } from '../../models/network/recurrent-model';

/** For the card, of a model without a network. */
export function fittedHowTo({ featureNames }: Pick<RecurrentModel, 'featureNames'>): string {
  return `Include unroll_model.h and link with -lm. Rows of ${featureNames.length} unscaled features, as input.plan.features says, go in: unroll_run over a whole sequence of at most UNROLL_MAX_STEPS steps gives probabilities. All memory is one unroll_state of the caller.`;
}

/** For the card: how the header is used. */
export function cHowTo({ spec, shape, task, scaling }: RecurrentModel): string {
  const everyStep = spec.pooling === 'none';
  const quantiles = (scaling.forecast?.quantiles?.length ?? 0) > 0;
  const output = {
    none: tags(task)
      ? 'a probability for each label, which is said from unroll_thresholds on'
      : everyStep
        ? 'probabilities of every step'
        : 'probabilities',
    values: everyStep ? 'the value of every step in data units' : 'the value in data units',
    changes: 'the next row in data units, after every step',
    window: `${quantiles ? 'quantiles [quantiles, outputs]' : 'the forecast'} in data units`,
  }[traitsOf(task).outputScale];
  const stride = strideOf(spec);
  const seldom = stride > 1 ? `; it returns 1 with one of ${stride} rows, and 0 with the others` : '';
  const streams =
    spec.bidirectional || answersAhead(task)
      ? ''
      : ` unroll_reset, then unroll_step for each row, gives the same of ${everyStep ? 'each step' : 'all steps so far'}${seldom}.`;
  return `Include unroll_model.h and link with -lm; define UNROLL_INT8 for int8 weights. Rows of ${shape.features} unscaled features, as input.plan.features says, go in: unroll_run over a whole sequence gives ${output}.${streams} All memory is one unroll_state of the caller.`;
}
