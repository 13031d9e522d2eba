import { referenceKernel } from '../kernels/reference/reference-kernel';
import { assemble } from '../models/network/batch';
import { Network } from '../models/network/network';
import type { NetworkWeights } from '../models/network/weights';
import type { TrainedModel } from '../models/network/weights-file';
import type { LoadedModel } from '../models/trained/loaded';
import type { PreparedData } from '../prepare/prepared';
import { version } from '../version';
import { goldenExamples, goldenFromFeatures, inDataUnits } from './golden';
import type { Answer, ParityFinding } from './parity';
import { answerOf, judge } from './parity';

const MOST_EXAMPLES = 16;
const BOUND = 1e-5;

/**
 * What was written and read again, computed by the formulas step by step (the reference kernel), beside what the lab
 * answers: for formats whose own software cannot run inside the lab.
 *
 * @param read the weights that a reader of the format found
 * @param model how their outputs are to be understood
 * @throws UnrollError EXPORT_DIFFERS
 */
export async function judgeReadBack(
  loaded: LoadedModel,
  data: PreparedData,
  read: NetworkWeights,
  model: TrainedModel,
  reader: string,
): Promise<ParityFinding> {
  const network = Network.fromWeights(read, referenceKernel);
  try {
    const answers: Answer[] = [];
    for (const input of await goldenFromFeatures(loaded, data, goldenExamples(data, MOST_EXAMPLES))) {
      const outputs = await network.predict(assemble([input.window], model.scaling));
      answers.push(answerOf(input, inDataUnits(model, input.window, outputs)));
    }
    return judge(answers, BOUND, 'features', { software: `unroll, ${reader}`, version, how: 'reader' });
  } finally {
    network.dispose();
  }
}
