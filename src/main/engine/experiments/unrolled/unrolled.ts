import { classifies } from '../../../../shared/domain/task';
import type { UnrolledResult } from '../../../../shared/domain/experiment-results';
import type { RecurrentNetworkSpec } from '../../../../shared/domain/model';
import type { RecurrentKernel } from '../../kernels/kernel';
import { selectCompute } from '../../kernels/choose/select';
import type { PreparedData } from '../../prepare/prepared';
import { readPrepared } from '../../prepare/prepared';
import { epochBatches } from '../../models/network/batch';
import { examplesOf } from '../../prepare/examples-of';
import { exampleWindow } from '../../models/scale/forecast-scale';
import { crossEntropy } from '../../models/network/loss';
import { RandomStream } from '../../random/random-stream';
import { fitScaling, scaleInto } from '../../models/scale/scaling';
import type { Experiment, ExperimentData } from '../experiment';
import { fit } from '../fit';
import { squaredError } from '../memory/tasks';
import { oneLayer } from '../models';
import { SequenceNet } from '../sequence-net';
import type { Settings } from '../settings';
import { unrolledFindings } from './findings';

/** More would not be seen as single steps. */
const MOST_STEPS = 120;
const BATCH = 16;
const LEARNING_RATE = 0.01;

/** One sequence as the network sees it, and how to go on training on others like it. */
interface Sequence {
  readonly features: readonly string[];
  readonly outputs: number;
  readonly steps: number;
  /** [steps, features] */
  readonly inputs: Float32Array;
  readonly source: UnrolledResult['source'];
  train(net: SequenceNet, updates: number, seed: number): Promise<void>;
}

function wave(seed: number, steps: number): Float32Array {
  const random = new RandomStream(seed, 'noise');
  const phase = 2 * Math.PI * random.next();
  return Float32Array.from(
    { length: steps },
    (_, t) => Math.sin(phase + 0.35 * t) + 0.5 * Math.sin(2 * phase + 0.9 * t) + 0.05 * random.normal(),
  );
}

/** Two sines: without a data set there is still something to read, and its next value to learn. */
function ownWave(seed: number): Sequence {
  const steps = 40;
  return {
    features: ['x'],
    outputs: 1,
    steps,
    inputs: wave(seed, steps),
    source: null,
    async train(net, updates) {
      await fit(net, {
        updates,
        learningRate: LEARNING_RATE,
        every: updates,
        look: () => false,
        drill(k) {
          const rows = Array.from({ length: BATCH }, (_, row) => wave(1000 + k * BATCH + row, steps + 1));
          const inputs = new Float32Array(BATCH * steps);
          rows.forEach((row, index) => inputs.set(row.subarray(0, steps), index * steps));
          const targets = Float32Array.from(rows, (row) => row[steps]!);
          return { batch: { inputs, size: BATCH, time: steps }, loss: squaredError(targets) };
        },
      });
    },
  };
}

function scaled(data: PreparedData, example: number, most: number): { steps: number; inputs: Float32Array } {
  const window = exampleWindow(data, example, data.featureNames.length);
  const whole = new Float32Array(window.steps * window.width);
  scaleInto(window, fitScaling(data), whole);
  const steps = Math.min(most, window.steps);
  return { steps, inputs: whole.slice(0, steps * window.width) };
}

async function ofDataset({ name, preparedFile }: ExperimentData, example: number): Promise<Sequence> {
  const data = await readPrepared(preparedFile);
  const chosen = Math.min(example, data.starts.length - 1);
  const isClassified = classifies(data.task);
  const classes = data.outputs.length;
  const label = isClassified ? (data.outputs[data.labels[chosen]!] ?? null) : null;
  const train = examplesOf(data, 'train');
  return {
    ...scaled(data, chosen, MOST_STEPS),
    features: data.featureNames,
    outputs: isClassified ? classes : 1,
    source: { dataset: name, example: chosen, label },
    async train(net, updates, seed) {
      const lengths = data.lengths.map((length) => Math.min(length, MOST_STEPS));
      const perEpoch = Math.max(1, Math.ceil(train.length / BATCH));
      await fit(net, {
        updates,
        learningRate: LEARNING_RATE,
        every: updates,
        look: () => false,
        drill(k) {
          const epoch = Math.floor((k - 1) / perEpoch);
          const batches = epochBatches(train, lengths, BATCH, new RandomStream(seed, 'order', epoch));
          const batch = batches[(k - 1) % batches.length]!;
          // All of a batch are read as far as the shortest of them.
          const time = batch.reduce((least, one) => Math.min(least, lengths[one]!), MOST_STEPS);
          const width = data.featureNames.length;
          const inputs = new Float32Array(batch.length * time * width);
          batch.forEach((one, row) => inputs.set(scaled(data, one, time).inputs, row * time * width));
          const labels = Int32Array.from(batch, (one) => data.labels[one]!);
          const loss = isClassified
            ? crossEntropy(labels, classes, { smoothing: 0, classWeights: null })
            : squaredError(Float32Array.from(batch, (one) => nextValue(data, one)));
          return { batch: { inputs, size: batch.length, time }, loss };
        },
      });
    },
  };
}

/** The first forecast value in scaled units. */
function nextValue(data: PreparedData, example: number): number {
  const column = data.targetColumns[0] ?? 0;
  const { mean, deviation } = data.scaler;
  return (data.targets[example * data.outputs.length]! - mean[column]!) / (deviation[column]! || 1);
}

function specOf(settings: Settings): RecurrentNetworkSpec {
  return {
    ...oneLayer,
    cell: settings.text('cell'),
    activation: settings.text('activation'),
    units: settings.number('units'),
  };
}

async function pictureOf(net: SequenceNet, sequence: Sequence, updates: number): Promise<UnrolledResult> {
  const { layout, parameters, spec } = net;
  const direction = layout.layers[0]![0]!;
  const weight = (slot: number): number[] => {
    const { offset, size } = layout.slots[slot]!;
    return [...parameters.subarray(offset, offset + size)];
  };
  const { steps, inputs, features, source } = sequence;
  const tensors = await net.trace({ inputs, size: 1, time: steps });
  const { h, ...others } = Object.fromEntries(
    Object.entries(tensors).map(([name, values]) => [name, [...values]]),
  );
  return {
    experiment: 'unrolled',
    cell: spec.cell,
    activation: spec.activation,
    units: spec.units,
    features: [...features],
    source,
    steps,
    inputs: [...inputs],
    tensors: { h: h!, ...others },
    weights: {
      kernel: weight(direction.kernel),
      recurrentKernel: weight(direction.recurrentKernel),
      bias: weight(direction.bias),
    },
    updates,
  };
}

function makeNet(sequence: Sequence, kernel: RecurrentKernel, settings: Settings): SequenceNet {
  const shape = { features: sequence.features.length, outputs: sequence.outputs, answers: 1 };
  return new SequenceNet(specOf(settings), shape, kernel, settings.number('seed'));
}

/** A small recurrent layer over one sequence, every number of it. */
export const unrolled: Experiment = async ({ settings, data }) => {
  const { kernel } = await selectCompute({ backend: 'auto', kernel: 'auto' });
  const sequence =
    data === null ? ownWave(settings.number('seed')) : await ofDataset(data, settings.number('example'));
  const updates = settings.number('updates');
  const net = makeNet(sequence, kernel, settings);
  try {
    if (updates > 0) await sequence.train(net, updates, settings.number('seed'));
    const result = await pictureOf(net, sequence, updates);
    return { result, findings: unrolledFindings(result) };
  } finally {
    net.dispose();
  }
};
