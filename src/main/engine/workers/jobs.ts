import { alikeJobs } from '../alike/jobs';
import { floorJobs } from '../baselines/floors/jobs';
import { benchmarkJobs } from '../benchmarks/jobs';
import { experimentJobs } from '../experiments/jobs';
import { exportJobs } from '../exports/jobs';
import { importJobs } from '../imports/jobs';
import { inferenceJobs } from '../inference/jobs';
import { inspectionJobs } from '../inspection/jobs';
import { choiceJobs } from '../kernels/choose/jobs';
import { trainingJobs } from '../training/jobs';

/** The jobs of every room: `pool.call(name, input)` runs the function of that name in a compute worker. */
export const jobs = {
  ...choiceJobs,
  ...trainingJobs,
  ...floorJobs,
  ...inspectionJobs,
  ...inferenceJobs,
  ...alikeJobs,
  ...importJobs,
  ...exportJobs,
  ...experimentJobs,
  ...benchmarkJobs,
};

type Jobs = typeof jobs;
export type JobName = keyof Jobs;
export type JobInput<Name extends JobName> = Parameters<Jobs[Name]>[0];
export type JobOutput<Name extends JobName> = Awaited<ReturnType<Jobs[Name]>>;
