import { serveJobs } from '../files/thread-jobs';
import type { SoundRowsJob } from './sound-rows';
import type { FeatureStream } from './streaming/feature-stream';
import { featureStream } from './streaming/open-feature-stream';
import { ResampleStream } from './streaming/resample-stream';

interface Opened {
  readonly key: string;
  readonly resampler: ResampleStream | null;
  readonly features: FeatureStream | null;
}

/** One data set has one plan and most often one rate, so the last streams are nearly always the right ones. */
let last: Opened | null = null;

async function open({ fromHz, toHz, features, channels = 1 }: SoundRowsJob): Promise<Opened> {
  const key = JSON.stringify([fromHz, toHz, features, channels]);
  if (last?.key === key) {
    last.resampler?.reset();
    last.features?.reset();
    return last;
  }
  last?.resampler?.close();
  last = null;
  last = {
    key,
    resampler: fromHz === toHz ? null : await ResampleStream.open(channels, fromHz, toHz),
    features: features === null ? null : featureStream(features, channels, toHz),
  };
  return last;
}

async function* run(job: SoundRowsJob, input: AsyncIterable<Float32Array>): AsyncGenerator<Float32Array> {
  const { resampler, features } = await open(job);
  const rowsOf = (samples: Float32Array): Float32Array => features?.push(samples) ?? samples;
  for await (const samples of input) {
    const rows = rowsOf(resampler?.push(samples) ?? samples);
    if (rows.length > 0) yield rows;
  }
  if (resampler !== null) yield rowsOf(resampler.finish());
  if (features !== null) yield features.finish();
}

serveJobs(run, (rows: Float32Array) => [rows.buffer as ArrayBuffer]);
