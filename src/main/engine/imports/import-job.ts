import { classifies } from '../../../shared/domain/task';
import type { RecurrentNetworkSpec, Recipe } from '../../../shared/domain/model';
import type { Floor, Scores } from '../../../shared/domain/run';
import { UnrollError } from '../../../shared/domain/error';
import { selectCompute } from '../kernels/choose/select';
import type { PreparedData } from '../prepare/prepared';
import { loadPrepared } from '../models/trained/loaded';
import { examplesOf } from '../prepare/examples-of';
import { Network } from '../models/network/network';
import { writeWeights } from '../models/network/weights-file';
import { floorOf } from '../learning/floor';
import { evaluate } from '../learning/evaluate';
import { objectiveFor } from '../learning/tasks';
import type { RecurrentModel } from '../models/network/recurrent-model';
import type { ForeignNetwork } from './parts';
import { readForeignModel } from './read-model';

export interface ImportJobInput {
  readonly path: string;
  readonly preparedFile: string;
  /** Where the weights go, as a run keeps them. */
  readonly weightsFile: string;
  /** Whether the network wants features as they are, instead of scaled ones. */
  readonly unscaled: boolean;
}

export interface ImportJobOutput {
  readonly spec: RecurrentNetworkSpec;
  readonly parameters: number;
  readonly remarks: readonly string[];
  readonly validation: Scores | null;
  readonly test: Scores | null;
  readonly floor: Floor | null;
}

/** How predictions are scored does not depend on how somebody else has trained. */
const plainTraining = { labelSmoothing: 0, classWeights: 'none' } as Recipe['training'];

/**
 * Reads a model that was made elsewhere, puts it beside a data set and scores it. A job of the compute worker.
 *
 * @throws UnrollError FILE_*, MODEL_UNREADABLE also when the data set does not fit it
 */
export async function importJob(input: ImportJobInput): Promise<ImportJobOutput> {
  const foreign = await readForeignModel(input.path);
  const data = await loadPrepared(input.preparedFile);
  const model = modelFor(foreign, data, input.unscaled);
  const { kernel } = await selectCompute({ backend: 'auto', kernel: 'auto' });
  const network = Network.fromWeights(model, kernel);
  try {
    const objective = objectiveFor(data, model.scaling, { training: plainTraining } as Recipe);
    const scoresOf = async (part: 'validation' | 'test'): Promise<Scores | null> => {
      const found = await evaluate(network, data, model.scaling, objective, examplesOf(data, part));
      return found?.scores() ?? null;
    };
    const scores = { validation: await scoresOf('validation'), test: await scoresOf('test') };
    await writeWeights(input.weightsFile, model);
    return {
      spec: model.spec,
      parameters: network.layout.parameters,
      remarks: foreign.remarks,
      ...scores,
      floor: floorOf(data, null),
    };
  } finally {
    network.dispose();
  }
}

function modelFor(foreign: ForeignNetwork, data: PreparedData, unscaled: boolean): RecurrentModel {
  const { features, outputs } = foreign.shape;
  const unfit = (why: string): UnrollError =>
    new UnrollError('MODEL_UNREADABLE', `The model does not fit this data set: ${why}.`, {
      features,
      outputs,
    });
  if (!classifies(data.task)) throw unfit('only classifiers can be taken in');
  if (foreign.spec.pooling === 'none') throw unfit('it answers every step');
  const own = data.featureNames.length;
  if (features !== own) throw unfit(`it takes ${features} features a step, and the data set has ${own}`);
  if (outputs !== data.outputs.length)
    throw unfit(`it knows ${outputs} classes, and the data set has ${data.outputs.length}`);
  const plain = { mean: new Float32Array(features), deviation: new Float32Array(features).fill(1) };
  return {
    spec: foreign.spec,
    shape: { ...foreign.shape, head: 'softmax' },
    weights: foreign.weights,
    task: data.task,
    featureNames: data.featureNames,
    outputs: data.outputs,
    scaling: { ...(unscaled ? plain : data.scaler), forecast: null, values: null },
  };
}
