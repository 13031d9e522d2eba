import * as v from 'valibot';
import type { Task } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import { NetworkSpec } from '../../../shared/domain/model';
import { readSafetensors, writeSafetensors } from '../files/safetensors';
import type { NamedTensor, Safetensors } from '../files/safetensors';
import type { ForecastScale } from './forecast-scale';
import { layoutOf } from './layout';
import type { Scaling, ValueScale } from './scaling';
import type { NetworkWeights } from './weights';

/** A trained network with all that is needed to run raw features through it. */
export interface TrainedModel extends NetworkWeights {
  readonly task: Task;
  /** [features] */
  readonly featureNames: readonly string[];
  /** Classes, the name of the value, `target@step`, or channels (`PreparedData`). */
  readonly outputs: readonly string[];
  readonly scaling: Scaling;
}

interface ModelMetadata extends Pick<TrainedModel, 'spec' | 'shape' | 'task' | 'featureNames' | 'outputs'> {
  formatVersion: 1;
  forecast: ForecastScale | null;
  /** Absent in files of a version that classified and forecast only. */
  values?: ValueScale | null;
}

const SCALER_MEAN = 'scaler/mean';
const SCALER_DEVIATION = 'scaler/deviation';

/** The tensors and the metadata of a model file (docs/file-formats.md): weights by their Keras-like names, and the scaler. */
export function modelTensors(model: TrainedModel): [[string, NamedTensor][], Record<string, string>] {
  const { spec, shape, task, featureNames, outputs, scaling } = model;
  const metadata: ModelMetadata = {
    formatVersion: 1,
    spec,
    shape,
    task,
    featureNames,
    outputs,
    forecast: scaling.forecast,
    values: scaling.values,
  };
  const width = [featureNames.length];
  return [
    [
      ...model.weights.map((w): [string, NamedTensor] => [w.name, { shape: w.shape, data: w.data }]),
      [SCALER_MEAN, { shape: width, data: scaling.mean }],
      [SCALER_DEVIATION, { shape: width, data: scaling.deviation }],
    ],
    { unroll: JSON.stringify(metadata) },
  ];
}

/** Writes weights.safetensors, whole or not at all. */
export async function writeWeights(file: string, model: TrainedModel): Promise<void> {
  const [tensors, metadata] = modelTensors(model);
  await writeSafetensors(file, tensors, metadata);
}

/** @throws UnrollError FILE_MISSING, FILE_CORRUPT, MODEL_UNREADABLE */
export async function readWeights(file: string): Promise<TrainedModel> {
  return modelFromTensors(await readSafetensors(file), file);
}

/** @throws UnrollError MODEL_UNREADABLE when it is not a model of this lab */
export function modelFromTensors({ tensors, metadata }: Safetensors, file: string): TrainedModel {
  const unreadable = (why: string): UnrollError =>
    new UnrollError('MODEL_UNREADABLE', `${file} is not a model of this lab: ${why}.`, { file });
  const { unroll } = metadata;
  if (unroll === undefined) throw unreadable('it has no description');
  const facts = JSON.parse(unroll) as ModelMetadata;
  if (facts.formatVersion !== 1) throw unreadable('it was written by a newer version');
  const float32 = (name: string): Float32Array => {
    const data = tensors.get(name)?.data;
    if (!(data instanceof Float32Array)) throw unreadable(`${name} is missing`);
    return data;
  };
  const { shape, task, featureNames, outputs, forecast, values = null } = facts;
  const spec = v.parse(NetworkSpec, facts.spec);
  return {
    spec,
    shape,
    task,
    featureNames,
    outputs,
    scaling: { mean: float32(SCALER_MEAN), deviation: float32(SCALER_DEVIATION), forecast, values },
    weights: layoutOf(spec, shape).slots.map(({ name, shape: dimensions }) => ({
      name,
      shape: dimensions,
      data: float32(name),
    })),
  };
}
