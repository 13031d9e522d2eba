import { referenceKernel } from '../../kernels/reference/reference-kernel';
import { loadModel, loadPrepared } from '../../models/trained/loaded';
import { assemble } from '../../models/network/batch';
import { Network } from '../../models/network/network';
import { version } from '../../version';
import { readKerasFile, readKerasH5 } from '../../imports/keras-reader';
import { goldenExamples, goldenFromFeatures, inDataUnits } from '../golden';
import { requireHeld } from '../held';
import type { Answer, ParityFinding } from '../parity';
import { answerOf, judge } from '../parity';
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

const MOST_EXAMPLES = 16;
const BOUND = 1e-5;

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
  const network = Network.fromWeights(read, referenceKernel);
  try {
    const answers: Answer[] = [];
    for (const input of await goldenFromFeatures(loaded, data, goldenExamples(data, MOST_EXAMPLES))) {
      const outputs = await network.predict(assemble([input.window], model.scaling));
      answers.push(answerOf(input, inDataUnits(model, input.window, outputs)));
    }
    const checkedBy = { software: 'unroll, reader of Keras files', version, how: 'reader' } as const;
    return { bytes, finding: judge(answers, BOUND, 'features', checkedBy) };
  } finally {
    network.dispose();
  }
}
