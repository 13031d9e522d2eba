import type { RecurrentModel } from '../held';

/** For the card: how the header is used. */
export function cHowTo({ spec, shape, task }: RecurrentModel): string {
  const output = task === 'classify' ? 'probabilities' : 'the forecast in data units';
  const streams =
    spec.bidirectional || task === 'forecast'
      ? ''
      : ' unroll_reset, then unroll_step for each row, gives the probabilities of all steps so far.';
  return `Include unroll_model.h and link with -lm; define UNROLL_INT8 for int8 weights. Rows of ${shape.features} unscaled features, as input.plan.features says, go in: unroll_run over a whole sequence gives ${output}.${streams} All memory is one unroll_state of the caller.`;
}
