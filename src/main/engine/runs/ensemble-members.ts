import type { ModelSpec } from '../../../shared/domain/model';
import type { Run } from '../../../shared/domain/run';
import { failure } from '../../../shared/sentences/failure';
import { weightsOf } from '../models/trained/weights-of';

interface Runs {
  get(id: string): Run;
  runDir(id: string): string;
}

/** @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, ARGUMENT_INVALID when runs cannot answer together */
export async function requireMembers(model: ModelSpec, datasetId: string, runs: Runs): Promise<void> {
  if (model.family !== 'ensemble') return;
  if (new Set(model.members).size < model.members.length) throw failure('ARGUMENT_INVALID.ensembleTwo', {});
  for (const id of model.members) {
    const run = runs.get(id);
    const { name } = run;
    if (run.datasetId !== datasetId) throw failure('ARGUMENT_INVALID.ensembleData', { name });
    if (run.recipe.model.family === 'ensemble') throw failure('ARGUMENT_INVALID.ensembleNested', { name });
    await weightsOf(run, runs.runDir(id));
  }
}
