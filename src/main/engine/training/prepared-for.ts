import { readPrepared } from '../prepare/prepared';
import type { PreparedData } from '../prepare/prepared';
import { withSplits } from '../prepare/with-splits';
import type { TrainingJob } from './job';

/** What a job learns from, dealt out as it says. @throws UnrollError FILE_MISSING, FILE_CORRUPT */
export async function preparedFor({ preparedFile, splits }: TrainingJob): Promise<PreparedData> {
  const data = await readPrepared(preparedFile);
  return splits === undefined ? data : withSplits(data, splits);
}
