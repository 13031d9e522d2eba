import { experimentJob } from './experiment-job';

/** What experiments compute in a worker. */
export const experimentJobs = { experiment: experimentJob };
