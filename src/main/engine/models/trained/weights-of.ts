import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { liveStatuses } from '../../../../shared/domain/run';
import type { Run } from '../../../../shared/domain/run';
import { runFiles } from '../../../../shared/run-files';
import { failure } from '../../../../shared/sentences/failure';

/** The weights to look into. @throws UnrollError RUN_NOT_READY while there are none */
export async function weightsOf(run: Run, runDir: string): Promise<string> {
  const file = join(runDir, runFiles.weights);
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (isThere) return file;
  throw failure('RUN_NOT_READY.noWeights', {
    run: run.id,
    status: run.status,
    name: run.name,
    wait: liveStatuses.has(run.status) ? 'yes' : 'no',
  });
}
