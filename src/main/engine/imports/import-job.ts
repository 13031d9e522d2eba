import { classifies, tags, traitsOf } from '../../../shared/domain/task';
import type { RecurrentNetworkSpec, Recipe } from '../../../shared/domain/model';
import type { Floor, Scores } from '../../../shared/domain/run';
import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import type { Why } from '../../../shared/sentences/why';
import { why } from '../../../shared/sentences/why';
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

export interface ImportJobInput {
  readonly foreign: ForeignNetwork;
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
 * Puts a model that was made elsewhere beside a data set and scores it. A job of the compute worker.
 *
 * @throws UnrollError MODEL_UNREADABLE when the data set does not fit it
 */
export async function importJob(input: ImportJobInput): Promise<ImportJobOutput> {
  const { foreign } = input;
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
  const unfit = (reason: Why): UnrollError =>
    failure('MODEL_UNREADABLE.unfit', { features, outputs, ...reason });
  if (!classifies(data.task) && !tags(data.task)) throw unfit(why('why.foreign.classifiers'));
  const { head } = traitsOf(data.task);
  // A head without a function hands out logits.
  if (foreign.shape.head !== 'linear' && foreign.shape.head !== head)
    throw unfit(why('why.foreign.head', { head: foreign.shape.head, own: head }));
  if (foreign.spec.pooling === 'none') throw unfit(why('why.foreign.everyStep'));
  const own = data.featureNames.length;
  if (features !== own) throw unfit(why('why.foreign.features', { features, own }));
  if (outputs !== data.outputs.length)
    throw unfit(why('why.foreign.classes', { outputs, own: data.outputs.length }));
  const plain = { mean: new Float32Array(features), deviation: new Float32Array(features).fill(1) };
  return {
    spec: foreign.spec,
    shape: { ...foreign.shape, head },
    weights: foreign.weights,
    task: data.task,
    featureNames: data.featureNames,
    outputs: data.outputs,
    scaling: { ...(unscaled ? plain : data.scaler), forecast: null, values: null },
  };
}
