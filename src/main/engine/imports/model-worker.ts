import { stat } from 'node:fs/promises';
import { isKerasFile, withHdf5File } from '../files/hdf5-library';
import { serveJobs } from '../files/thread-jobs';
import type { ModelAnswer, ModelJob } from './model-thread';
import { readForeignModel } from './read-model';

async function* run(job: ModelJob): AsyncGenerator<ModelAnswer> {
  if (job.kind === 'read') yield { kind: 'network', network: await readForeignModel(job.path) };
  if (job.kind === 'recognise') yield { kind: 'recognised', isModel: await isKeras(job.path) };
}

/** @throws Error when it is no ordinary file, or cannot be read */
async function isKeras(path: string): Promise<boolean> {
  // A pipe would be waited for.
  if (!(await stat(path)).isFile()) throw new Error('it is no ordinary file');
  return withHdf5File(path, isKerasFile);
}

serveJobs(run, () => []);
