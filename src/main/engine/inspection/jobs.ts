import { detectJob, lookAtEventsJob } from './events-job';
import { generateJob } from './generate-job';
import { memoryJob, saliencyJob, stateSpaceJob } from './insight-jobs';
import { predictionsJob } from './predictions-job';
import { probeFrameJob, probeHistoryJob } from './probes-job';
import { traceJob } from './trace-job';

/** What looking into models computes in a worker. */
export const inspectionJobs = {
  trace: traceJob,
  predictions: predictionsJob,
  generate: generateJob,
  saliency: saliencyJob,
  memory: memoryJob,
  stateSpace: stateSpaceJob,
  probeHistory: probeHistoryJob,
  probeFrame: probeFrameJob,
  detect: detectJob,
  lookAtEvents: lookAtEventsJob,
};
