import { speedJob } from './speed-job';

/** What training computes in a worker beside training itself. */
export const trainingJobs = { speed: async () => speedJob() };
