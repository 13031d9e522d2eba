import type { Example, ImportPlan } from '../../../shared/domain/dataset';
import type { ExampleSignal } from '../../../shared/domain/trace';
import { extractFeatures } from '../features/extract';
import type { Signal } from '../features/signal';
import { audioSignal } from '../features/signal';
import type { KnownFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import { readSpan } from '../examples/read-span';
import { samplesOf } from '../examples/sound-samples';

const MAX_COLUMNS = 16_384;

/** The signal behind an example, reduced to `columns` stretches of time, and its features. */
export async function previewExample(
  sources: Sources,
  file: KnownFile,
  example: Example,
  plan: ImportPlan,
  columns: number,
): Promise<ExampleSignal> {
  const forFeatures = await readSpan(sources, file, plan, example);
  const content = await sources.content(file);
  // Sound as it is in the file, before it is resampled for the features.
  const shown =
    content.kind === 'audio'
      ? audioSignal(await samplesOf(sources, file, content, example), content.rateHz)
      : forFeatures;
  const width = Math.max(1, Math.min(Math.floor(columns), MAX_COLUMNS, shown.length));
  const features = extractFeatures(plan.features, forFeatures);
  return {
    example,
    channels: [...shown.channels],
    rateHz: shown.rateHz,
    length: shown.length,
    envelope: envelopeOf(shown, width),
    columns: width,
    features: features.values,
    featureNames: [...features.names],
    steps: features.steps,
    stepSeconds: features.stepSeconds,
  };
}

/** [channels, columns, 2]: least and greatest value in each stretch; NaN where it has no value. */
function envelopeOf({ data, channels, length }: Signal, columns: number): Float32Array {
  const envelope = new Float32Array(channels.length * columns * 2);
  for (let channel = 0; channel < channels.length; channel++)
    for (let column = 0; column < columns; column++) {
      const first = Math.floor((column * length) / columns);
      const end = Math.max(first + 1, Math.floor(((column + 1) * length) / columns));
      let least = Number.NaN;
      let greatest = Number.NaN;
      for (let t = first; t < end; t++) {
        const value = data[t * channels.length + channel]!;
        if (!(value >= least)) least = Number.isNaN(value) ? least : value;
        if (!(value <= greatest)) greatest = Number.isNaN(value) ? greatest : value;
      }
      const at = (channel * columns + column) * 2;
      envelope[at] = least;
      envelope[at + 1] = greatest;
    }
  return envelope;
}
