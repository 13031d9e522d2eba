import { exampleCellsJob, findAlikeJob, stateFactsJob, stateNoveltyJob, windowCellsJob } from './alike-jobs';

/** What the index of states computes in a worker. */
export const alikeJobs = {
  stateFacts: stateFactsJob,
  windowCells: windowCellsJob,
  exampleCells: exampleCellsJob,
  findAlike: findAlikeJob,
  stateNovelty: stateNoveltyJob,
};
