import { answersAhead } from '../../../shared/domain/task';
import type { RecordingInput } from '../../../shared/contract/recordings';
import type { ImportPlan } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import { carryForward } from '../examples/read-span';
import { resample } from '../features/resample';
import { audioSignal, missingIn } from '../features/signal';
import { requireKnownPast } from './known-past';
import { heardChannels, takeChannels } from './streaming/sound-input';
import type { Recording } from './recording';
import { recordingOfSignal } from './recording';

type Samples = Extract<RecordingInput, { kind: 'samples' }>;

/** What predictions of samples are called. */
const NAME = 'samples';

/**
 * Numbers as a recording, the same way as those of a file: the model's channels of sound are taken and resampled, rows are taken as they are.
 *
 * @throws UnrollError ARGUMENT_INVALID, COLUMN_UNKNOWN, SEQUENCE_EMPTY, MODEL_UNSUITABLE for forecasts that need times
 */
export async function recordingOfSamples(
  { samples, channels, rateHz }: Samples,
  plan: ImportPlan,
  signal?: AbortSignal,
): Promise<Recording> {
  const length = samples.length / channels;
  if (length === 0) throw failure('SEQUENCE_EMPTY.recording');
  if (!Number.isInteger(length))
    throw failure('ARGUMENT_INVALID.samples', { samples: samples.length, channels });
  if (plan.modality === 'audio') return soundOf(samples, channels, rateHz, plan, signal);
  if (channels !== plan.channels.length)
    throw failure('COLUMN_UNKNOWN.modelChannels', {
      channels,
      expected: plan.channels.length,
      names: plan.channels.join(', '),
    });
  requireKnownPast(plan, 'table');
  const data = samples.slice();
  const filled = missingIn(data);
  if (answersAhead(plan.task)) carryForward(data, channels);
  return recordingOfSignal(
    NAME,
    { data, channels: plan.channels, length, rateHz: plan.rateHz, filled },
    plan.features,
  );
}

async function soundOf(
  samples: Float32Array,
  channels: number,
  rateHz: number | null,
  plan: ImportPlan,
  signal?: AbortSignal,
): Promise<Recording> {
  if (rateHz === null) throw failure('ARGUMENT_INVALID.soundRate', { field: 'rateHz' });
  const heard = takeChannels(samples, channels, heardChannels(plan.channels, channels));
  const toHz = plan.rateHz ?? rateHz;
  const own = await resample(heard, rateHz, toHz, { channels: plan.channels.length, signal });
  return recordingOfSignal(NAME, audioSignal(own, toHz, plan.channels), plan.features);
}
