import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Dataset } from '../../../shared/domain/dataset';
import type { Run } from '../../../shared/domain/run';
import type { Home } from '../files/home';
import type { ImportJobInput, ImportJobOutput } from './import-job';
import { readForeignModelApart } from './model-thread';

interface Named {
  readonly name: string;
  readonly note: string;
}

export interface ModelImportOptions {
  readonly home: Pick<Home, 'cacheDir'>;
  readonly datasets: { get(id: string): Dataset; preparedFile(id: string): string };
  readonly runs: {
    adopt(dataset: string, model: ImportJobOutput & Named, weightsFile: string): Promise<Run>;
  };
  readonly compute: { call(name: 'importModel', input: ImportJobInput): Promise<ImportJobOutput> };
}

export interface ModelImport {
  readonly path: string;
  readonly dataset: string;
  readonly name?: string | undefined;
  readonly unscaled?: boolean | undefined;
}

/**
 * Takes a model in that was made elsewhere, as a run beside a data set: from then on it can be looked into, compared, and
 * exported like any other.
 *
 * @throws UnrollError DATASET_UNKNOWN, FILE_*, MODEL_UNREADABLE
 */
export async function importModel(
  { home, datasets, runs, compute }: ModelImportOptions,
  { path, dataset, name, unscaled = false }: ModelImport,
): Promise<{ run: Run; remarks: string[] }> {
  const { id } = datasets.get(dataset);
  const weightsFile = join(home.cacheDir, `import-${randomUUID()}.safetensors`);
  try {
    const preparedFile = datasets.preparedFile(id);
    const found = await compute.call('importModel', {
      foreign: await readForeignModelApart(resolve(path)),
      preparedFile,
      weightsFile,
      unscaled,
    });
    const file = basename(path);
    const note = [`Taken in from ${file}.`, ...found.remarks].join(' ');
    const run = await runs.adopt(id, { ...found, name: name ?? file, note }, weightsFile);
    return { run, remarks: [...found.remarks] };
  } finally {
    await rm(weightsFile, { force: true });
  }
}
