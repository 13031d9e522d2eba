import { join } from 'node:path';
import type { Detection, Reject } from '../../../shared/domain/detection';
import type { Remark } from '../../../shared/domain/dataset';
import { runFiles } from '../../../shared/run-files';
import type { BackendName, NetworkRecipe } from '../../../shared/domain/model';
import { failure } from '../../../shared/sentences/failure';
import { selectCompute } from '../kernels/choose/select';
import type { PreparedData } from '../prepare/prepared';
import { partsOf } from '../prepare/examples-of';
import type { Parts } from '../prepare/examples-of';
import { layoutOf, variantOf } from '../models/network/layout';
import { requireMemory } from '../models/network/attention-memory';
import { Network } from '../models/network/network';
import { fitScaling } from '../models/scale/scaling';
import type { Scaling } from '../models/scale/scaling';
import { shapeFor } from '../models/network/weights';
import { writeWeights } from '../models/network/weights-file';
import { newestCheckpoint, writeCheckpoint } from './checkpoint';
import type { TrainingJob } from './job';
import { preparedFor } from './prepared-for';
import { kernelTrial } from './kernel-trial';
import { MetricTail } from './metric-tail';
import { evaluate } from '../learning/evaluate';
import type { Evaluation } from '../learning/evaluate';
import type { Objective } from '../learning/objective';
import { canReject, rejectOf } from '../learning/classify/reject';
import { detectionOf, softOf } from '../learning/events/detection';
import { hasEvents } from '../learning/events/soft-part';
import { predictLogits } from '../learning/predict';
import { learningTask, objectiveFor } from '../learning/tasks';
import { windowsOf } from '../models/network/batch';
import { freshState } from './state';
import type { TrainingState } from './state';
import { readWithin, removeWithin, writeWithin } from './within-epoch';
import type { EpochProgress, WithinEpoch } from './within-epoch';

/** A training job whose model is a network. */
export type NetworkJob = TrainingJob & { readonly recipe: NetworkRecipe };

/** What a training job works with, and what it writes into its run's folder. */
export interface Session {
  readonly recipe: NetworkRecipe;
  readonly data: PreparedData;
  readonly scaling: Scaling;
  readonly objective: Objective;
  /** Holds tensors until it is disposed. */
  readonly network: Network;
  readonly backend: BackendName;
  readonly remarks: readonly Remark[];
  /** Checkpoints that could not be read. */
  readonly damage: readonly Remark[];
  /** Whether it goes on from a checkpoint. */
  readonly isResumed: boolean;
  /** Indexes of examples. */
  readonly parts: Parts;
  /** Where the job goes on from: a fresh start, or the checkpoint. */
  readonly state: TrainingState;
  /** What was done of the epoch behind it; null when that begins. */
  readonly within: WithinEpoch | null;
  readonly tail: MetricTail;
  /** With the network's weights as they are; null when the part is empty. */
  evaluate(examples: Int32Array): Promise<Evaluation | null>;
  saveCheckpoint(state: TrainingState): Promise<void>;
  /** An epoch under way, on top of the last checkpoint. */
  saveWithin(state: TrainingState, progress: EpochProgress): Promise<void>;
  removeWithin(): Promise<void>;
  /** Chooses by the network as it is what is chosen on the validation part when all is learnt: thresholds of labels. */
  settle(): Promise<void>;
  /** Decides by the network as it is how events are said, and measures it; null where recordings have none in them. */
  detect(): Promise<Detection | null>;
  /** From where on answers count; null where no class is none of the others. */
  reject(): Promise<Reject | null>;
  saveWeights(): Promise<void>;
}

/**
 * @throws UnrollError FILE_MISSING, FILE_CORRUPT, DATASET_EMPTY, STATE_CORRUPT, BACKEND_UNAVAILABLE, KERNEL_UNAVAILABLE,
 *   MODEL_TOO_LARGE
 */
export async function openSession(job: NetworkJob): Promise<Session> {
  const { recipe, runDir, resume, choicesFile } = job;
  const data = await preparedFor(job);
  const parts = partsOf(data);
  if (parts.train.length === 0) throw failure('DATASET_EMPTY.noTraining');
  // Absent in the recipes of runs that an earlier version began.
  const quantiles = (recipe.training.quantiles as readonly number[] | undefined) ?? [];
  let scaling = fitScaling(data, quantiles);
  let objective = objectiveFor(data, scaling, recipe);
  const shape = shapeFor(data, quantiles);
  const { model, training } = recipe;
  const { saved, remarks: damage } = resume
    ? await newestCheckpoint(runDir, layoutOf(model, shape).parameters)
    : { saved: null, remarks: [] };
  const lengths = parts.train.map((example) => data.lengths[example]!);
  requireMemory(model, lengths, training.batch);
  const { backend, kernel, remarks } = await selectCompute(
    saved?.compute ?? recipe.compute,
    {
      trial: kernelTrial(model, shape, lengths, training.batch),
      choicesFile: choicesFile ?? null,
    },
    variantOf(model),
  );
  const network = Network.create(model, shape, kernel, training.seed);
  const compute = { backend, kernel: kernel.name };
  const from = saved ?? { state: freshState(network.parameters), tail: new MetricTail() };
  const { state } = from;
  const within = saved === null ? null : await readWithin(runDir, state, compute);
  const { tail } = within ?? from;
  return {
    state,
    within,
    tail,
    recipe,
    data,
    scaling,
    objective,
    network,
    backend,
    remarks,
    damage,
    isResumed: saved !== null,
    parts,
    evaluate: (examples) => evaluate(network, data, scaling, objective, examples),
    saveCheckpoint: (state) => writeCheckpoint(runDir, state, { spec: model, shape, compute }, tail),
    saveWithin: (state, progress) => writeWithin(runDir, state, progress, compute, tail),
    removeWithin: () => removeWithin(runDir),
    settle: async () => {
      const { thresholds } = learningTask(data.task);
      if (thresholds === undefined || parts.validation.length === 0) return;
      const logits = await predictLogits(network, scaling, windowsOf(data, parts.validation));
      scaling = { ...scaling, thresholds: thresholds(data, parts.validation, logits) };
      objective = objectiveFor(data, scaling, recipe);
    },
    reject: async () => {
      if (!canReject(data)) return null;
      const part = async (examples: Int32Array) => ({
        examples,
        logits: await predictLogits(network, scaling, windowsOf(data, examples)),
      });
      return rejectOf(data, { validation: await part(parts.validation), test: await part(parts.test) });
    },
    detect: async () => {
      const { stepSeconds = null } = job;
      if (!hasEvents(data, stepSeconds)) return null;
      const soft = async (examples: Int32Array) =>
        softOf(
          data,
          { examples, logits: await predictLogits(network, scaling, windowsOf(data, examples)) },
          stepSeconds,
        );
      return detectionOf(data, { validation: await soft(parts.validation), test: await soft(parts.test) });
    },
    saveWeights: () =>
      writeWeights(join(runDir, runFiles.weights), {
        ...network.weights(),
        task: data.task,
        featureNames: data.featureNames,
        outputs: data.outputs,
        scaling,
      }),
  };
}
