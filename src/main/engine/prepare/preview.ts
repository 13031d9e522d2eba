import type { Example, ImportPlan } from '../../../shared/domain/dataset';
import type { ExampleSignal } from '../../../shared/domain/trace';
import type { Features } from '../features/extract';
import { extractFeatures } from '../features/extract';
import type { Signal } from '../features/signal';
import type { AudioContent } from '../readers/content';
import type { KnownFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import { readSpan } from '../examples/read-span';
import { samplesIn } from '../examples/sound-samples';
import { isReadOnce, soundFeatureRows, soundFeatureShape, spanFeatures } from '../examples/span-features';
import { FeatureColumns } from '../features/feature-columns';
import type { Span } from '../readers/reader';

const MAX_COLUMNS = 16_384;

/** The signal behind an example, reduced to `columns` stretches of time, and its features. */
export async function previewExample(
  sources: Sources,
  file: KnownFile,
  example: Example,
  plan: ImportPlan,
  columns: number,
): Promise<ExampleSignal> {
  const content = await sources.content(file);
  const { features, ...shown } =
    content.kind === 'audio'
      ? await previewSound(sources, { ...file, content }, content, example, plan, columns)
      : await previewRows(sources, file, example, plan, columns);
  return {
    example,
    ...shown,
    columns: shown.envelope.length / (2 * shown.channels.length),
    features: features.values,
    featureNames: [...features.names],
    stepsPerColumn: features.stepsPerColumn ?? 1,
    steps: features.steps,
    stepSeconds: features.stepSeconds,
  };
}

type Shown = Pick<ExampleSignal, 'channels' | 'rateHz' | 'length' | 'envelope'> & {
  features: Features & { readonly stepsPerColumn?: number };
};

const widthOf = (columns: number, length: number): number =>
  Math.max(1, Math.min(Math.floor(columns), MAX_COLUMNS, length));

/** Sound as it is in the file, before it is resampled for the features; a block after the other, however long it is. */
async function previewSound(
  sources: Sources,
  file: KnownFile,
  content: AudioContent,
  { start, end }: Example,
  plan: ImportPlan,
  columns: number,
): Promise<Shown> {
  const { rateHz, length: all } = content;
  const span = { start, end: Math.min(end, all) };
  const length = Math.max(0, span.end - span.start);
  const width = widthOf(columns, length);
  const channels = plan.channels.length;
  const envelope = new Float32Array(2 * width * channels).fill(Number.NaN);
  let t = 0;
  let column = 0;
  for await (const samples of samplesIn(sources, file, span, plan.channels))
    for (let k = 0; k < samples.length; t++) {
      while (t >= Math.floor(((column + 1) * length) / width)) column++;
      for (let at = 2 * column, end = k + channels; k < end; k++, at += 2 * width) {
        const value = samples[k]!;
        if (!(value >= envelope[at]!)) envelope[at] = value;
        if (!(value <= envelope[at + 1]!)) envelope[at + 1] = value;
      }
    }
  return {
    channels: [...plan.channels],
    rateHz,
    length,
    envelope,
    features: await soundPicture(sources, file, content, plan, span),
  };
}

/** The features of sound, those of many steps as a picture of as many columns as are drawn. */
async function soundPicture(
  sources: Sources,
  file: KnownFile,
  content: AudioContent,
  plan: ImportPlan,
  span: Span,
): Promise<Shown['features']> {
  if (!isReadOnce(plan)) return spanFeatures(sources, file, plan, span);
  const { names, stepSeconds } = soundFeatureShape(content, plan);
  const columns = new FeatureColumns(names.length);
  for await (const rows of soundFeatureRows(sources, file, content, plan, span)) columns.add(rows);
  const values = columns.finish();
  return { values, names, steps: columns.steps, stepsPerColumn: columns.perColumn, stepSeconds };
}

async function previewRows(
  sources: Sources,
  file: KnownFile,
  example: Example,
  plan: ImportPlan,
  columns: number,
): Promise<Shown> {
  const signal = await readSpan(sources, file, plan, example);
  const { channels, rateHz, length } = signal;
  return {
    channels: [...channels],
    rateHz,
    length,
    envelope: envelopeOf(signal, widthOf(columns, length)),
    features: extractFeatures(plan.features, signal),
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
