import { predictJob } from './predict-job';
import {
  closeStreamJob,
  finishStreamJob,
  openStreamJob,
  pushStreamJob,
  resetStreamJob,
} from './streaming/stream-job';

/** What models at work compute in a worker. A stream stays in the worker that opened it. */
export const inferenceJobs = {
  predict: predictJob,
  openStream: openStreamJob,
  pushStream: pushStreamJob,
  finishStream: finishStreamJob,
  resetStream: resetStreamJob,
  closeStream: closeStreamJob,
};
