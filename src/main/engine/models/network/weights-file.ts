import * as v from 'valibot';
import {
  ForecastScaleSchema,
  NetworkShapeSchema,
  ValueScaleSchema,
} from '../../../../shared/contract/model-card';
import { Task } from '../../../../shared/domain/task';
import type { UnrollError } from '../../../../shared/domain/error';
import { NetworkSpec } from '../../../../shared/domain/model';
import { failure } from '../../../../shared/sentences/failure';
import type { Why } from '../../../../shared/sentences/why';
import { why } from '../../../../shared/sentences/why';
import { readSafetensors, writeSafetensors } from '../../files/safetensors';
import type { NamedTensor, Safetensors } from '../../files/safetensors';
import { layoutOf } from './layout';
import type { Scaling } from '../scale/scaling';
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

const ModelMetadata = v.object({
  formatVersion: v.literal(1),
  spec: NetworkSpec,
  shape: NetworkShapeSchema,
  task: Task,
  featureNames: v.array(v.string()),
  outputs: v.array(v.string()),
  forecast: v.nullable(ForecastScaleSchema),
  /** Absent in files of a version that classified and forecast only. */
  values: v.optional(v.nullable(ValueScaleSchema), null),
  /** Of several labels alone. */
  thresholds: v.exactOptional(v.array(v.number())),
});

const SCALER_MEAN = 'scaler/mean';
const SCALER_DEVIATION = 'scaler/deviation';

/** The tensors and the metadata of a model file (docs/file-formats.md): weights by their Keras-like names, and the scaler. */
export function modelTensors(model: TrainedModel): [[string, NamedTensor][], Record<string, string>] {
  const { spec, shape, task, featureNames, outputs, scaling } = model;
  const metadata = {
    formatVersion: 1,
    spec,
    shape,
    task,
    featureNames,
    outputs,
    forecast: scaling.forecast,
    values: scaling.values,
    ...(scaling.thresholds !== undefined && { thresholds: [...scaling.thresholds] }),
  } satisfies Readonly<Record<Exclude<keyof v.InferOutput<typeof ModelMetadata>, 'thresholds'>, unknown>>;
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
  const unreadable = (reason: Why): UnrollError => failure('MODEL_UNREADABLE.weights', { file, ...reason });
  const facts = metadataOf(metadata['unroll']);
  if (facts === null) throw unreadable(why('why.weights.description'));
  if (facts.formatVersion !== 1) throw unreadable(why('why.weights.newer'));
  const parsed = v.safeParse(ModelMetadata, facts);
  if (!parsed.success)
    throw unreadable(why('why.weights.damaged', { at: v.getDotPath(parsed.issues[0]) ?? '' }));
  const float32 = (name: string, shape: readonly number[]): Float32Array => {
    const tensor = tensors.get(name);
    if (!(tensor?.data instanceof Float32Array) || tensor.shape.join() !== shape.join())
      throw unreadable(why('why.weights.tensor', { tensor: name, shape: shape.join(', ') }));
    return tensor.data;
  };
  const { spec, shape, task, featureNames, outputs, forecast, values, thresholds } = parsed.output;
  const width = [featureNames.length];
  return {
    spec,
    shape,
    task,
    featureNames,
    outputs,
    scaling: {
      mean: float32(SCALER_MEAN, width),
      deviation: float32(SCALER_DEVIATION, width),
      forecast,
      values,
      ...(thresholds !== undefined && { thresholds }),
    },
    weights: layoutOf(spec, shape).slots.map(({ name, shape: dimensions }) => ({
      name,
      shape: dimensions,
      data: float32(name, dimensions),
    })),
  };
}

/** Null of what is no JSON object. */
function metadataOf(text: string | undefined): { readonly formatVersion?: unknown } | null {
  try {
    const parsed: unknown = JSON.parse(text ?? 'null');
    return typeof parsed === 'object' ? parsed : null;
  } catch {
    return null;
  }
}
