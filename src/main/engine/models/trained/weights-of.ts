import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { liveStatuses } from '../../../../shared/domain/run';
import type { Run } from '../../../../shared/domain/run';
import { runFiles } from '../../../../shared/run-files';
import { failure } from '../../../../shared/sentences/failure';

/** What never saw the validation part, where the model that is kept was fitted to it too. @throws UnrollError as {@link weightsOf} */
export async function chosenWeightsOf(run: Run, runDir: string): Promise<string> {
  const chosen = join(runDir, runFiles.trainingWeights);
  return (await isFile(chosen)) ? chosen : weightsOf(run, runDir);
}

/** The weights to look into. @throws UnrollError RUN_NOT_READY while there are none */
export async function weightsOf(run: Run, runDir: string): Promise<string> {
  const file = join(runDir, runFiles.weights);
  if (await isFile(file)) return file;
  throw failure('RUN_NOT_READY.noWeights', {
    run: run.id,
    status: run.status,
    name: run.name,
    wait: liveStatuses.has(run.status) ? 'yes' : 'no',
  });
}

const isFile = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
