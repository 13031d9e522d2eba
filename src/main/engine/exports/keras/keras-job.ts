import { loadModel, loadPrepared } from '../../models/trained/loaded';
import { readKerasFile, readKerasH5 } from '../../imports/keras-reader';
import { requireHeld } from '../held';
import type { ParityFinding } from '../parity';
import { judgeReadBack } from '../read-back';
import { kerasBytes, kerasH5Bytes } from './keras-format';

export interface KerasJobInput {
  readonly format: 'keras' | 'keras-h5';
  readonly weightsFile: string;
  readonly preparedFile: string;
}

export interface KerasJobOutput {
  readonly bytes: Uint8Array;
  readonly finding: ParityFinding;
}

/**
 * A network as a Keras model, read back by the lab's reader of foreign Keras files and computed by the formulas: Keras
 * itself cannot run inside the lab. A job of the compute worker.
 *
 * @throws UnrollError EXPORT_UNSUPPORTED, EXPORT_DIFFERS
 */
export async function kerasJob({
  format,
  weightsFile,
  preparedFile,
}: KerasJobInput): Promise<KerasJobOutput> {
  const loaded = await loadModel(weightsFile);
  const model = requireHeld(loaded.model, format);
  const data = await loadPrepared(preparedFile);
  const bytes = format === 'keras' ? await kerasBytes(model) : await kerasH5Bytes(model);
  const read = format === 'keras' ? await readKerasFile(bytes) : await readKerasH5(bytes);
  return { bytes, finding: await judgeReadBack(loaded, data, read, model, 'reader of Keras files') };
}
