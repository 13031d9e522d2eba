import { serveJobs } from '../files/thread-jobs';
import type { ResampleJob } from './resample';
import { Resampler } from './resampler';

const resampler = new Resampler();

async function* run({ samples, fromHz, toHz }: ResampleJob): AsyncGenerator<Float32Array> {
  yield await resampler.resample(samples, fromHz, toHz);
}

serveJobs(run, (samples: Float32Array) => [samples.buffer as ArrayBuffer]);
