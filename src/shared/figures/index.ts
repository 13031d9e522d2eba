import type { ExperimentResult } from '../domain/experiment-results';
import type { FigureContext, FigureOption } from './figure';
import { flipFlopFigure } from './flip-flop';
import { gatesFigure } from './gates';
import { lstmOrGruFigure } from './lstm-or-gru';
import { memoryFigure } from './memory';
import { roadFigure } from './road';
import { unrolledFigure } from './unrolled';
import { vanishingFigure } from './vanishing';

/**
 * The figure of an experiment: a pure function of its result, for the window and for files alike.
 *
 * @param at the time step that is looked at, from 0, where the figure has one; negative: none
 */
export function experimentFigure(result: ExperimentResult, context: FigureContext, at = -1): FigureOption {
  switch (result.experiment) {
    case 'unrolled':
      return unrolledFigure(result, context, at);
    case 'vanishing':
      return vanishingFigure(result, context);
    case 'memory':
      return memoryFigure(result, context);
    case 'gates':
      return gatesFigure(result, context);
    case 'flip-flop':
      return flipFlopFigure(result, context);
    case 'lstm-or-gru':
      return lstmOrGruFigure(result, context);
    case 'road':
      return roadFigure(result, context);
  }
}
