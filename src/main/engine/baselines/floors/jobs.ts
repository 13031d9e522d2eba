import { floorPlanJob } from './plan-job';

/** What floors compute in a worker, beside their fits. */
export const floorJobs = { floorPlan: floorPlanJob };
