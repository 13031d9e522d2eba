import { decodeSafetensors } from '../files/safetensors';
import { loadModel, loadPrepared } from '../models/trained/loaded';
import { modelFromTensors } from '../models/network/weights-file';
import type { ParityFinding } from './parity';
import { judgeReadBack } from './read-back';
import { safetensorsBytes } from './safetensors-format';

export interface SafetensorsJobInput {
  readonly weightsFile: string;
  readonly preparedFile: string;
}

/**
 * The bytes of model.safetensors, read back and run through the formulas step by step (the reference kernel): PyTorch,
 * for which the format is, cannot run inside the lab. A job of the compute worker.
 *
 * @throws UnrollError EXPORT_DIFFERS
 */
export async function safetensorsJob({
  weightsFile,
  preparedFile,
}: SafetensorsJobInput): Promise<{ bytes: Uint8Array; finding: ParityFinding }> {
  const loaded = await loadModel(weightsFile);
  const data = await loadPrepared(preparedFile);
  const bytes = safetensorsBytes(loaded.model);
  const model = modelFromTensors(decodeSafetensors(bytes), 'model.safetensors');
  return { bytes, finding: await judgeReadBack(loaded, data, model, model, 'reference kernel') };
}
