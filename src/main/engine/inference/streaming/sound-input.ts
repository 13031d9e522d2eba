import { channelsNeeded, takenChannels } from '../../../../shared/domain/sound-channels';
import { failure } from '../../../../shared/sentences/failure';

/**
 * Which of the channels that come in a model of sound hears; null: the mean of all. As many as it hears are taken as they
 * are, where they are too few to be those of a whole recording.
 *
 * @param names of the plan
 * @param given how many channels come in
 * @throws UnrollError COLUMN_UNKNOWN where they are too few
 */
export function heardChannels(names: readonly string[], given: number): readonly number[] | null {
  const taken = takenChannels(names);
  if (taken === null || channelsNeeded(names) <= given) return taken;
  if (given === taken.length) return taken.map((_, k) => k);
  throw failure('COLUMN_UNKNOWN.soundGiven', {
    channels: given,
    expected: taken.length,
    names: names.join(', '),
  });
}

/**
 * @param samples [n, channels]
 * @param taken as {@link heardChannels}
 * @returns [n, taken], or the mean, [n]
 */
export function takeChannels(
  samples: Float32Array,
  channels: number,
  taken: readonly number[] | null,
): Float32Array {
  const length = samples.length / channels;
  if (taken !== null) {
    const own = new Float32Array(length * taken.length);
    for (let t = 0, at = 0; t < length; t++)
      for (const channel of taken) own[at++] = samples[t * channels + channel]!;
    return own;
  }
  const mono = new Float32Array(length);
  for (let t = 0; t < length; t++)
    for (let c = 0; c < channels; c++) mono[t]! += samples[t * channels + c]! / channels;
  return mono;
}
