import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UnrollError } from '../../../../shared/domain/error';
import { liveStatuses } from '../../../../shared/domain/run';
import type { Run } from '../../../../shared/domain/run';
import { runFiles } from '../../../../shared/run-files';

/** The weights to look into. @throws UnrollError RUN_NOT_READY while there are none */
export async function weightsOf(run: Run, runDir: string): Promise<string> {
  const file = join(runDir, runFiles.weights);
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (isThere) return file;
  const advice = liveStatuses.has(run.status) ? 'wait until it ends, or stop it' : 'resume it';
  throw new UnrollError('RUN_NOT_READY', `The run ${run.name} has no trained weights yet; ${advice}.`, {
    run: run.id,
    status: run.status,
  });
}
