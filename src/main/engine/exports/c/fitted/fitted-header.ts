import type { FittedModel } from '../../../baselines/family';
import type { CDecision } from '../decide-code';
import { QuantModel } from '../../../baselines/quant/family';
import { asLeaving } from '../../onnx/fitted/fitted-graph';
import { framed, maxStepsOf } from './frame';
import { miniRocketCode } from './minirocket-code';
import { quantCode } from './quant-code';

/** One C99 header of a model without a network: float and double, all memory in a struct that the caller owns. */
export function fittedHeader(fitted: FittedModel, events?: CDecision): { header: string; maxSteps: number } {
  const model = asLeaving(fitted);
  if (model === null) throw new Error(`${fitted.description.spec.family} has no header.`);
  const code = model instanceof QuantModel ? quantCode(model) : miniRocketCode(model);
  return { header: framed(model, code, events), maxSteps: maxStepsOf(model) };
}
