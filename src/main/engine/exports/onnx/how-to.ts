import type { ImportPlan } from '../../../../shared/domain/dataset';
import type { TrainedModel } from '../../models/weights-file';
import { names } from './network-graph';
import type { OnnxFormat } from './onnx-job';
import { streamInput } from './stream-graph';

/** For the card: what goes into model.onnx and what comes out. */
export function onnxHowTo(format: OnnxFormat, model: TrainedModel, plan: ImportPlan | null): string {
  const output = model.task === 'classify' ? names.probabilities : `${names.forecast} (in data units)`;
  if (format === 'onnx-stream')
    return `One step a call: ${stepWords(model, plan)}; the states as zeros at first, then each next_<state> of the call before; ${output} of all steps so far comes out.`;
  const rateHz = plan?.rateHz ?? null;
  const rate = rateHz === null ? '' : ` at ${rateHz} samples per second`;
  const input =
    plan === null
      ? `unscaled features [batch, time, ${model.shape.features}] as input.plan.features says, as ${names.features}`
      : `recordings${rate} [batch, samples, ${plan.channels.length}] as ${names.recording}`;
  return `Give ${input}, missing values filled, and how long each is as ${names.lengths} [batch]; shorter ones are padded with anything. ${output} [batch, ${model.shape.outputs}] comes out.`;
}

function stepWords(model: TrainedModel, plan: ImportPlan | null): string {
  const given = streamInput(model, plan);
  if (given.kind === 'features')
    return `unscaled features [batch, ${given.features}] as input.plan.features says, as features`;
  if (given.kind === 'row') return `one row of the channels [batch, ${given.channels}] as row`;
  return `${given.samples} samples around every ${given.hopSamples}th sample [batch, ${given.samples}] as frame, silence before the start and after the end`;
}
