import { hasClasses, tags } from '../../../../shared/domain/task';
import type { ImportPlan } from '../../../../shared/domain/dataset';
import type { TrainedModel } from '../../models/network/weights-file';
import { names } from './network-graph';
import type { OnnxFormat } from './onnx-job';
import { answerName, answerShape } from './outputs';
import type { StreamInput } from './stream-state';
import { callRows, rowWidth, streamInput, streamInputName } from './stream-state';

/** For the card: what goes into model.onnx and what comes out. */
export function onnxHowTo(format: OnnxFormat, model: TrainedModel, plan: ImportPlan | null): string {
  const unit = tags(model.task)
    ? ', each label by itself and said from its number of thresholds in the metadata on,'
    : hasClasses(model.task)
      ? ''
      : ' in data units';
  if (format === 'onnx-stream') {
    const of = model.spec.pooling === 'none' ? 'this step' : 'all steps so far';
    return `One step a call: ${stepWords(streamInput(model, plan))}; the states as zeros at first, then each next_<state> of the call before; ${answerName(model)}${unit} of ${of} comes out, [${answerShape(model, null).join(', ')}].`;
  }
  return `${inputHowTo(model.shape.features, plan)} ${answerName(model)}${unit} [${answerShape(model, 'steps').join(', ')}] comes out.`;
}

/** The same of a model without a network. */
export function onnxInputHowTo(
  { featureNames, outputs, task }: Pick<TrainedModel, 'featureNames' | 'outputs' | 'task'>,
  plan: ImportPlan | null,
): string {
  const answer = hasClasses(task) ? 'probabilities' : 'forecast in data units';
  return `${inputHowTo(featureNames.length, plan)} ${answer} [batch, ${outputs.length}] comes out.`;
}

function inputHowTo(features: number, plan: ImportPlan | null): string {
  const rateHz = plan?.rateHz ?? null;
  const rate = rateHz === null ? '' : ` at ${rateHz} samples per second`;
  const input =
    plan === null
      ? `unscaled features [batch, time, ${features}] as input.plan.features says, as ${names.features}`
      : `recordings${rate} [batch, samples, ${plan.channels.length}] as ${names.recording}`;
  return `Give ${input}, missing values filled, and how long each is as ${names.lengths} [batch]; shorter ones are padded with anything.`;
}

function stepWords(given: StreamInput): string {
  const rows = callRows(given);
  const shape = ['batch', ...(rows > 1 ? [rows] : []), rowWidth(given)].join(', ');
  const place = `[${shape}] as ${streamInputName(given)}`;
  const behind =
    given.block > 1
      ? `, ending with step 0, then with step ${given.block}, then with step ${2 * given.block} (what stands before step 0 does not matter)`
      : '';
  if (given.kind === 'features') return `unscaled features ${place} as input.plan.features says${behind}`;
  if (given.kind === 'row') return `${rows > 1 ? 'rows' : 'one row'} of the channels ${place}${behind}`;
  const around =
    given.reach > 0
      ? `, with the ${given.reach} frames before and after them, the first and the last frame again where there are none`
      : '';
  return `${given.samples} samples around every ${given.hopSamples}th sample ${place}${behind}${around}; silence before the start and after the end`;
}
