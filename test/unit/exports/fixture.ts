import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { jobs } from '../../../src/main/engine/workers/jobs';
import type { ComputePool } from '../../../src/main/engine/workers/pool';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import type { HeldData } from '../../../src/main/engine/prepare/prepared';
import { Sources } from '../../../src/main/engine/readers/sources';
import { writePrepared } from '../../../src/main/engine/prepare/prepared';
import { ExportedModels } from '../../../src/main/engine/exports/exported-models';
import type { ExportOptions } from '../../../src/main/engine/exports/service';
import { ExportService } from '../../../src/main/engine/exports/service';
import type { PredictionOptions } from '../../../src/main/engine/inference/service';
import { StreamService } from '../../../src/main/engine/inference/stream-service';
import type { Signal } from '../../../src/main/engine/features/signal';
import { blank, epochLayout, stepLayout } from '../../../src/main/engine/training/metric-columns';
import { Network } from '../../../src/main/engine/models/network/network';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import { fitScaling } from '../../../src/main/engine/models/scale/scaling';
import { shapeFor } from '../../../src/main/engine/models/network/weights';
import type { TrainedModel } from '../../../src/main/engine/models/network/weights-file';
import { writeWeights } from '../../../src/main/engine/models/network/weights-file';
import type { ExportFormat } from '../../../src/shared/contract/exports';
import { UnrollError } from '../../../src/shared/domain/error';
import type { Dataset, Example, ImportPlan, SplitName } from '../../../src/shared/domain/dataset';
import type { Task } from '../../../src/shared/domain/task';
import { redraw } from '../models/small-networks';
import { plainVariants } from '../../../src/shared/domain/model';
import type {
  InceptionSpec,
  NetworkSpec,
  RecurrentNetworkSpec,
  TcnSpec,
  TransformerSpec,
} from '../../../src/shared/domain/model';
import type { Run } from '../../../src/shared/domain/run';

export const spec: RecurrentNetworkSpec = {
  ...plainVariants,
  family: 'recurrent',
  cell: 'lstm',
  activation: 'tanh',
  units: 7,
  layers: 1,
  bidirectional: false,
  dropout: 0,
  pooling: 'last',
  resetAfter: false,
  forgetBias: 1,
};

/** What differs from {@link spec}, or a whole Transformer. */
export type NetworkChanges =
  (Partial<RecurrentNetworkSpec> & { family?: 'recurrent' }) | TransformerSpec | TcnSpec | InceptionSpec;

export const isRecurrent = (
  changes: NetworkChanges,
): changes is Partial<RecurrentNetworkSpec> & { family?: 'recurrent' } =>
  changes.family === undefined || changes.family === 'recurrent';

const lengths = [5, 9, 1, 12, 3, 8];
const width = 3;

const pointForecast = {
  horizonSteps: 1,
  contextSteps: 1,
  seasonSteps: 1,
  trainStrideSteps: 1,
  strideSteps: 1,
  known: [],
  calendar: [],
  seasonalDifferences: false,
};

const outputsOf: Readonly<Record<Task, readonly string[]>> = {
  classify: ['left', 'right', 'up', 'down'],
  label: ['left', 'right', 'up', 'down'],
  tag: ['bark', 'siren', 'rain'],
  regress: ['amount'],
  'regress-steps': ['amount'],
  generate: ['x', 'z'],
  forecast: ['x@1', 'x@2'],
};

/** Six examples of three features and of different lengths, two in each part. */
function prepare(task: Task): HeldData {
  const random = new RandomStream(11, 'noise', 0);
  // One more, which is what comes after the last step.
  const rows = lengths.reduce((sum, length) => sum + length, 0) + Number(task === 'generate');
  let start = 0;
  const starts = Int32Array.from(lengths, (length) => (start += length) - length);
  const classify = task === 'classify';
  const targets = {
    classify: 0,
    tag: 0,
    label: 0,
    generate: 0,
    regress: 6,
    'regress-steps': 0,
    forecast: 12,
  }[task];
  return {
    task,
    outputs: [...outputsOf[task]],
    featureNames: ['x', 'y', 'z'],
    features: Float32Array.from({ length: rows * width }, () => 3 + 2 * random.normal()),
    starts,
    lengths: Int32Array.from(lengths),
    labels: Int32Array.from(lengths, (_, k) => (classify ? k % 4 : -1)),
    targets: Float32Array.from({ length: targets }, () => random.normal()),
    splits: Uint8Array.of(0, 0, 1, 1, 2, 2),
    stepLabels: Int32Array.from({ length: task === 'label' ? rows : 0 }, (_, row) => (row % 5) - 1),
    scoredFrom: new Int32Array(6),
    scaler: { mean: Float32Array.of(3, 2.9, 3.1), deviation: Float32Array.of(2, 2.1, 1.9) },
    targetColumns: task === 'forecast' ? [0] : task === 'generate' ? [0, 2] : [],
    horizonSteps: task === 'forecast' ? 2 : 1,
    seasonSteps: 1,
    ...(task === 'tag' && { tags: Uint8Array.from({ length: 18 }, (_, k) => Number(k % 4 === 0)) }),
    ...(task === 'regress-steps' && {
      // What nobody measured is among them.
      stepValues: Float32Array.from({ length: rows }, (_, row) =>
        row % 7 === 0 ? Number.NaN : random.normal(),
      ),
      sequenceStarts: starts,
    }),
  };
}

export interface Lab {
  readonly options: ExportOptions & PredictionOptions & { readonly compute: Pick<ComputePool, 'call'> };
  readonly model: TrainedModel;
  readonly data: HeldData;
  readonly weightsFile: string;
  readonly workDir: string;
}

/** A run with random weights on the disk, and all that exports and predictions ask for, without worker threads. */
export async function makeLab(
  changes: NetworkChanges,
  task: Task = 'classify',
  quantiles: readonly number[] = [],
): Promise<Lab> {
  await useBackend('cpu');
  const workDir = await mkdtemp(join(tmpdir(), 'unroll-export-'));
  const data = prepare(task);
  const shape = shapeFor(data, quantiles);
  const own: NetworkSpec = isRecurrent(changes) ? { ...spec, ...changes } : changes;
  const network = Network.create(own, shape, referenceKernel, 5);
  const size = own.family === 'recurrent' ? own.units : own.width;
  // Nothing of how networks begin, which may change; and no bias is zero, so that mixing them up does not go unnoticed.
  const random = new RandomStream(3, 'noise', 1);
  redraw(network, () => (0.9 / Math.sqrt(size)) * random.normal());
  const model: TrainedModel = {
    ...network.weights(),
    task,
    featureNames: data.featureNames,
    outputs: data.outputs,
    scaling: fitScaling(data, quantiles),
  };
  network.dispose();
  const weightsFile = join(workDir, 'weights.safetensors');
  const preparedFile = join(workDir, 'prepared.safetensors');
  await writeWeights(weightsFile, model);
  await writePrepared(preparedFile, data);
  const dataset = datasetOf(data);
  const call = (name: keyof typeof jobs, input: never): Promise<unknown> =>
    (jobs[name] as (input: never) => Promise<unknown>)(input);
  const compute = { call: call as ComputePool['call'], close: async () => {} };
  const exported = new ExportedModels({ cacheDir: workDir }, { fileOf: () => null });
  const runs = {
    get: () => runOf(model, dataset.id),
    runDir: () => workDir,
    metrics: () => ({ steps: blank(stepLayout, 0), epochs: blank(epochLayout, 0) }),
  };
  return {
    model,
    data,
    weightsFile,
    workDir,
    options: {
      sources: new Sources(workDir),
      runs,
      predictions: async (_, split) => ({
        split,
        classes: [...data.outputs],
        example: new Int32Array(0),
        truth: new Int32Array(0),
        predicted: new Int32Array(0),
        confidence: new Float32Array(0),
        loss: new Float32Array(0),
      }),
      datasets: {
        get: () => dataset,
        preparedFile: () => preparedFile,
        examples: async (_, split) => ({ examples: examplesIn(data, split) }),
        recording: async (_, index) => signalOf(data, index),
        example: async (_, index) => ({ index }) as Example,
        signal: async () => {
          throw new UnrollError('FILE_MISSING', 'The fixture has no files.');
        },
      },
      compute,
      exported,
      streams: new StreamService({ runs, datasets: { get: () => dataset }, exported, compute }),
    },
  };
}

function examplesIn(data: HeldData, split: SplitName): Example[] {
  const wanted = ['train', 'validation', 'test'].indexOf(split);
  return [...data.splits].flatMap((own, index) => (own === wanted ? [{ index } as Example] : []));
}

/** The features are the channels. */
function signalOf({ features, starts, lengths }: HeldData, index: number): Signal {
  const [start, length] = [starts[index]!, lengths[index]!];
  const data = features.slice(start * width, (start + length) * width);
  return { data, channels: ['x', 'y', 'z'], length, rateHz: 10 };
}

function datasetOf(data: HeldData): Dataset {
  const plan: ImportPlan = {
    name: 'fixture',
    task: data.task,
    modality: 'sensor',
    label: { kind: 'folder' },
    group: { kind: 'none' },
    timeColumn: null,
    channels: ['x', 'y', 'z'],
    targets: data.task === 'forecast' ? ['x'] : [],
    rateHz: 10,
    features: { kind: 'raw', standardise: true, differences: false },
    split: { kind: 'random', seed: 1, validationFraction: 0.2, testFraction: 0.2 },
    forecast: data.task === 'forecast' ? { ...pointForecast, horizonSteps: 2, contextSteps: 4 } : null,
    windows: null,
  };
  return {
    id: 'fixture',
    createdMs: 0,
    source: '/somewhere/private',
    understanding: {
      plan,
      evidence: {},
      columns: [],
      labelSources: [],
      groupSources: [],
      filesByFormat: {},
      examples: 6,
      classes: [],
      groups: 0,
      features: [...data.featureNames],
      lengths: { min: 1, median: 6, max: 12, edges: [], counts: [] },
      stepSeconds: 0.1,
      splits: { train: 2, validation: 2, test: 2 },
      refused: [],
      warnings: [],
    },
    scaler: { mean: [...data.scaler.mean], deviation: [...data.scaler.deviation] },
    fingerprint: 'f00',
  };
}

function runOf({ spec: model, task, weights }: TrainedModel, datasetId: string): Run {
  return {
    id: 'run-1',
    name: 'A run',
    note: '',
    datasetId,
    datasetName: 'fixture',
    task,
    recipe: {
      model,
      training: {
        epochs: 1,
        batch: 2,
        learningRate: 0.01,
        schedule: { kind: 'constant', warmupEpochs: 0, patience: 1, factor: 0.5 },
        clipNorm: 1,
        weightDecay: 0,
        labelSmoothing: 0,
        inputNoise: 0,
        patience: 1,
        classWeights: 'none',
        quantiles: [],
        seed: 5,
      },
      compute: { backend: 'auto', kernel: 'auto' },
    },
    status: 'completed',
    createdMs: 0,
    finishedMs: 1,
    kept: false,
    backend: 'cpu',
    kernel: 'reference',
    parameters: weights.reduce((sum, { data }) => sum + data.length, 0),
    epoch: 1,
    stepsPerEpoch: 1,
    progress: null,
    bestEpoch: 1,
    timing: { seconds: 1, stepsPerSecond: 1, inputMs: 0, kernelMs: 0, restMs: 0 },
    validation: null,
    test: null,
    floor: null,
    decisions: [],
    error: null,
  };
}

/** Exports the lab's run. @returns the folder, and where card and certificate lie in it */
export async function exportedBy(
  lab: Lab,
  format: ExportFormat,
  frontEnd = true,
): Promise<{ outDir: string; card: string; certificate: string }> {
  const outDir = join(lab.workDir, `${format}-${frontEnd}`);
  const { card, certificate } = await new ExportService(lab.options).create(
    'run-1',
    format,
    outDir,
    frontEnd,
  );
  return { outDir, card, certificate: certificate! };
}
