import { benchmarkJob, peakJob } from './benchmark-job';

/** What benchmarks compute in a worker. */
export const benchmarkJobs = { benchmark: benchmarkJob, peak: async () => peakJob() };
