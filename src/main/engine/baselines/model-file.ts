import * as v from 'valibot';
import { Task } from '../../../shared/domain/task';
import { isNetwork, ModelSpec } from '../../../shared/domain/model';
import { failure } from '../../../shared/sentences/failure';
import { readSafetensors, writeSafetensors } from '../files/safetensors';
import type { Safetensors } from '../files/safetensors';
import type { ClassicalFamily } from './defaults';
import { modelFromTensors } from '../models/network/weights-file';
import type { TrainedModel } from '../models/network/weights-file';
import type { StoredModel } from './family';

const names = v.array(v.string());

/** A network's has other fields beside these. */
const Metadata = v.object({
  formatVersion: v.literal(1),
  spec: ModelSpec,
  task: Task,
  featureNames: names,
  outputs: names,
  facts: v.optional(v.record(v.string(), v.unknown()), {}),
});

/** Writes a fitted model as weights.safetensors, whole or not at all (docs/file-formats.md). */
export async function writeModel<F extends ClassicalFamily>(
  file: string,
  model: StoredModel<F>,
): Promise<void> {
  const { spec, task, featureNames, outputs, facts, tensors } = model;
  const metadata = { formatVersion: 1, spec, task, featureNames, outputs, facts };
  await writeSafetensors(file, [...tensors], { unroll: JSON.stringify(metadata) });
}

/** Null when the file holds a network. @throws UnrollError FILE_MISSING, FILE_CORRUPT, MODEL_UNREADABLE */
export async function readModel(file: string): Promise<StoredModel<ClassicalFamily> | null> {
  return storedFromTensors(await readSafetensors(file), file);
}

/** What a file of weights holds: a network, or a model without one. */
export type ReadModel =
  | { readonly kind: 'network'; readonly model: TrainedModel }
  | { readonly kind: 'fitted'; readonly model: StoredModel<ClassicalFamily> };

/** @throws UnrollError MODEL_UNREADABLE */
export function modelIn(tensors: Safetensors, file: string): ReadModel {
  const fitted = storedFromTensors(tensors, file);
  return fitted === null
    ? { kind: 'network', model: modelFromTensors(tensors, file) }
    : { kind: 'fitted', model: fitted };
}

/** Null when they are a network's. @throws UnrollError MODEL_UNREADABLE */
function storedFromTensors(
  { tensors, metadata }: Safetensors,
  file: string,
): StoredModel<ClassicalFamily> | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Metadata), metadata['unroll']);
  if (!parsed.success) throw failure('MODEL_UNREADABLE.modelFile', { file });
  const { spec, task, featureNames, outputs, facts } = parsed.output;
  return isNetwork(spec) ? null : { spec, task, featureNames, outputs, facts, tensors };
}
