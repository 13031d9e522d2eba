import * as v from 'valibot';
import type { Task } from '../../../../shared/domain/dataset';
import { UnrollError } from '../../../../shared/domain/error';
import { isNetwork, ModelSpec } from '../../../../shared/domain/model';
import { readSafetensors, writeSafetensors } from '../../files/safetensors';
import type { Safetensors } from '../../files/safetensors';
import type { ClassicalFamily, ClassicalSpec } from './defaults';
import type { StoredModel } from './family';

interface Metadata {
  formatVersion: 1;
  spec: ClassicalSpec;
  task: Task;
  featureNames: readonly string[];
  outputs: readonly string[];
  facts: Readonly<Record<string, unknown>>;
}

/** Writes a fitted model as weights.safetensors, whole or not at all (docs/file-formats.md). */
export async function writeModel<F extends ClassicalFamily>(
  file: string,
  model: StoredModel<F>,
): Promise<void> {
  const { spec, task, featureNames, outputs, facts, tensors } = model;
  const metadata: Metadata = { formatVersion: 1, spec, task, featureNames, outputs, facts };
  await writeSafetensors(file, [...tensors], { unroll: JSON.stringify(metadata) });
}

/** Null when the file holds a network. @throws UnrollError FILE_MISSING, FILE_CORRUPT, MODEL_UNREADABLE */
export async function readModel(file: string): Promise<StoredModel<ClassicalFamily> | null> {
  return modelOf(await readSafetensors(file), file);
}

function modelOf({ tensors, metadata }: Safetensors, file: string): StoredModel<ClassicalFamily> | null {
  const unreadable = (): UnrollError =>
    new UnrollError('MODEL_UNREADABLE', `${file} is not a model of this lab.`, { file });
  const { unroll } = metadata;
  if (unroll === undefined) throw unreadable();
  const { formatVersion, spec: written, task, featureNames, outputs, facts } = JSON.parse(unroll) as Metadata;
  const spec = v.safeParse(ModelSpec, written);
  if (formatVersion !== 1 || !spec.success) throw unreadable();
  if (isNetwork(spec.output)) return null;
  return { spec: spec.output, task, featureNames, outputs, facts, tensors };
}
