import { referenceKernel } from '../kernels/reference/reference-kernel';
import { decodeSafetensors } from '../files/safetensors';
import { loadModel, loadPrepared } from '../models/trained/loaded';
import { assemble } from '../models/network/batch';
import { Network } from '../models/network/network';
import { modelFromTensors } from '../models/network/weights-file';
import { goldenExamples, goldenFromFeatures, inDataUnits } from './golden';
import type { Answer, ParityFinding } from './parity';
import { answerOf, judge } from './parity';
import { safetensorsBytes } from './safetensors-format';
import { version } from '../version';

export interface SafetensorsJobInput {
  readonly weightsFile: string;
  readonly preparedFile: string;
}

const MOST_EXAMPLES = 16;
const BOUND = 1e-5;

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
  const network = Network.fromWeights(model, referenceKernel);
  try {
    const golden = await goldenFromFeatures(loaded, data, goldenExamples(data, MOST_EXAMPLES));
    const answers: Answer[] = [];
    for (const input of golden) {
      const outputs = await network.predict(assemble([input.window], model.scaling));
      answers.push(answerOf(input, inDataUnits(model, input.window, outputs)));
    }
    const checkedBy = { software: 'unroll, reference kernel', version, how: 'reader' } as const;
    return { bytes, finding: judge(answers, BOUND, 'features', checkedBy) };
  } finally {
    network.dispose();
  }
}
