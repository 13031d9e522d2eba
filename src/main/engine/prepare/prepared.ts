import type { Task } from '../../../shared/domain/task';
import type { FiledTensor, NamedTensor } from '../files/safetensors';
import { copySafetensors } from '../files/safetensors';
import { FiledFloats } from '../files/filed-floats';
import type { Floats } from '../files/filed-floats';
import { openSafetensors } from '../files/filed-tensors';
import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';

/**
 * A data set as the network needs it: unscaled features of all examples in one block. Example e is the rows
 * starts[e] … starts[e] + lengths[e] of `features`; windows of a series overlap there without copies.
 */
export interface PreparedData {
  readonly task: Task;
  /** Names of classes (classify, label), of the value (regress), of the channels (generate), or `target@step` (forecast). */
  readonly outputs: readonly string[];
  readonly featureNames: readonly string[];
  /** [rows, features]: in memory, or in the file where they are many. */
  readonly features: Floats;
  /** [examples] */
  readonly starts: Int32Array;
  /** [examples] */
  readonly lengths: Int32Array;
  /** [examples] index of the class; −1 unless classifying. */
  readonly labels: Int32Array;
  /** [examples, outputs] in data units: what is forecast, NaN where nobody measured it, or the value (regress); else empty. */
  readonly targets: Float32Array;
  /**
   * [rows] index of each step's class, −1 where it has none (label, and classify by windows of marked recordings, whose events it
   * tells); else empty.
   */
  readonly stepLabels: Int32Array;
  /** [examples] steps before this one are context, and judged in another example; 0 unless every step is answered. */
  readonly scoredFrom: Int32Array;
  /** [examples] `splitCode` of each one's part, or `UNUSED_SPLIT`. */
  readonly splits: Uint8Array;
  /** Fitted on the training part: [features] each. */
  readonly scaler: { readonly mean: Float32Array; readonly deviation: Float32Array };
  /** Feature column of each target (forecast, generate), [targets]; else empty. */
  readonly targetColumns: readonly number[];
  readonly horizonSteps: number;
  readonly seasonSteps: number;
  /**
   * [rows, targets] 1 where `features` holds what stands in for a target that nobody measured (forecast, generate): such a
   * value is context, and neither learnt nor judged. Absent where all were measured.
   */
  readonly filled?: Uint8Array | undefined;
  /** [examples, outputs] 1 where an example has a label (tag); else absent. */
  readonly tags?: Uint8Array | undefined;
  /** [rows] value of each step in data units, NaN where nobody measured it (regress-steps); else absent. */
  readonly stepValues?: Float32Array | undefined;
  /** [examples] first row of the sequence that each is a window of (label, regress-steps); else, and of data sets of an earlier lab that are labelled, absent. */
  readonly sequenceStarts?: Int32Array | undefined;
  /** The output that stands for what was examined and is nothing; absent where none does. */
  readonly background?: string | undefined;
  /**
   * [examples] which recording each is a window of, where recordings are answered as a whole and were cut; absent where each
   * example is a recording.
   */
  readonly recordings?: Int32Array | undefined;
}

interface PreparedMetadata {
  formatVersion: 1;
  task: Task;
  outputs: string[];
  featureNames: string[];
  targetColumns: number[];
  horizonSteps: number;
  seasonSteps: number;
  background?: string;
}

/** A data set whose features are in memory. */
export type HeldData = PreparedData & { readonly features: Float32Array };

/** Features of more bytes stay in their file, and are read window by window. */
const MEMORY_BYTES = 2 ** 26;

export async function writePrepared(file: string, data: PreparedData): Promise<void> {
  const n = data.starts.length;
  const metadata: PreparedMetadata = {
    formatVersion: 1,
    task: data.task,
    outputs: [...data.outputs],
    featureNames: [...data.featureNames],
    targetColumns: [...data.targetColumns],
    horizonSteps: data.horizonSteps,
    seasonSteps: data.seasonSteps,
    ...(data.background !== undefined && { background: data.background }),
  };
  const width = data.featureNames.length;
  const { length } = data.features;
  const shape = [length / width, width];
  const features: NamedTensor | FiledTensor =
    data.features instanceof FiledFloats
      ? { shape, data: data.features }
      : { shape, data: data.features.subarray(0, length) };
  const tensors: [string, NamedTensor | FiledTensor][] = [
    ['features', features],
    ['starts', { shape: [n], data: data.starts }],
    ['lengths', { shape: [n], data: data.lengths }],
    ['labels', { shape: [n], data: data.labels }],
    ['targets', { shape: [data.targets.length], data: data.targets }],
    ['splits', { shape: [n], data: data.splits }],
    ['stepLabels', { shape: [data.stepLabels.length], data: data.stepLabels }],
    ['scoredFrom', { shape: [n], data: data.scoredFrom }],
    ['scaler.mean', { shape: [width], data: data.scaler.mean }],
    ['scaler.deviation', { shape: [width], data: data.scaler.deviation }],
  ];
  if (data.filled !== undefined) tensors.push(['filled', { shape: [data.filled.length], data: data.filled }]);
  const { stepValues, sequenceStarts, tags } = data;
  if (tags !== undefined) tensors.push(['tags', { shape: [n, data.outputs.length], data: tags }]);
  if (stepValues !== undefined)
    tensors.push(['stepValues', { shape: [stepValues.length], data: stepValues }]);
  if (sequenceStarts !== undefined) tensors.push(['sequenceStarts', { shape: [n], data: sequenceStarts }]);
  if (data.recordings !== undefined) tensors.push(['recordings', { shape: [n], data: data.recordings }]);
  await copySafetensors(file, tensors, { unroll: JSON.stringify(metadata) });
}

/** With all features in memory. @throws UnrollError FILE_MISSING, FILE_CORRUPT */
export async function readHeld(file: string): Promise<HeldData> {
  return (await readPrepared(file, Infinity)) as HeldData;
}

/** @throws UnrollError FILE_MISSING, FILE_CORRUPT */
export async function readPrepared(file: string, memoryBytes = MEMORY_BYTES): Promise<PreparedData> {
  const { tensors, filed, metadata } = await openSafetensors(file, 'features', memoryBytes);
  const corrupt = (): UnrollError => failure('FILE_CORRUPT.prepared', { file });
  const { unroll } = metadata;
  if (unroll === undefined) throw corrupt();
  const facts = JSON.parse(unroll) as PreparedMetadata;
  if (facts.formatVersion !== 1) throw corrupt();
  const float32 = (name: string): Float32Array => {
    const data = tensors.get(name)?.data;
    if (!(data instanceof Float32Array)) throw corrupt();
    return data;
  };
  const int32 = (name: string): Int32Array => {
    const data = tensors.get(name)?.data;
    if (!(data instanceof Int32Array)) throw corrupt();
    return data;
  };
  // Absent in files of a version that answered sequences as a whole only.
  const optional = (name: string, length: number): Int32Array =>
    tensors.has(name) ? int32(name) : new Int32Array(length);
  const splits = tensors.get('splits')?.data;
  if (!(splits instanceof Uint8Array)) throw corrupt();
  // Absent too in files of a version that scored what nobody had measured.
  const filled = tensors.get('filled')?.data;
  const tags = tensors.get('tags')?.data;
  return {
    task: facts.task,
    outputs: facts.outputs,
    featureNames: facts.featureNames,
    targetColumns: facts.targetColumns,
    horizonSteps: facts.horizonSteps,
    seasonSteps: facts.seasonSteps,
    ...(facts.background !== undefined && { background: facts.background }),
    features: filed ?? float32('features'),
    starts: int32('starts'),
    lengths: int32('lengths'),
    labels: int32('labels'),
    targets: float32('targets'),
    stepLabels: optional('stepLabels', 0),
    scoredFrom: optional('scoredFrom', splits.length),
    splits,
    scaler: { mean: float32('scaler.mean'), deviation: float32('scaler.deviation') },
    ...(filled instanceof Uint8Array && { filled }),
    ...(tags instanceof Uint8Array && { tags }),
    ...(tensors.has('stepValues') && { stepValues: float32('stepValues') }),
    ...(tensors.has('sequenceStarts') && { sequenceStarts: int32('sequenceStarts') }),
    ...(tensors.has('recordings') && { recordings: int32('recordings') }),
  };
}
