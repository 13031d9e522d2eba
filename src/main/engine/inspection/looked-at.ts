import type { Dataset, Example } from '../../../shared/domain/dataset';
import type { Run } from '../../../shared/domain/run';
import { weightsOf } from '../models/trained/weights-of';

/** What services here ask of the rooms of runs and of data sets. */
export interface LookedAt {
  readonly runs: { get(id: string): Run; runDir(id: string): string };
  readonly datasets: {
    get(id: string): Dataset;
    preparedFile(id: string): string;
    example(id: string, index: number): Example | Promise<Example>;
  };
}

/** What every job here opens. */
export interface ModelFiles {
  readonly weightsFile: string;
  readonly preparedFile: string;
}

/** @throws UnrollError RUN_NOT_READY, DATASET_UNKNOWN */
export async function modelFilesOf(run: Run, { runs, datasets }: LookedAt): Promise<ModelFiles> {
  return {
    weightsFile: await weightsOf(run, runs.runDir(run.id)),
    preparedFile: datasets.preparedFile(run.datasetId),
  };
}

/** Null where steps have no time. @throws UnrollError DATASET_UNKNOWN */
export function stepSecondsOf(run: Run, { datasets }: Pick<LookedAt, 'datasets'>): number | null {
  return datasets.get(run.datasetId).understanding.stepSeconds;
}
