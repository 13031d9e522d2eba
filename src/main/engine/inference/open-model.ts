import type { ModelCard } from '../../../shared/contract/model-card';
import type { Dataset } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import type { Run } from '../../../shared/domain/run';
import { failure } from '../../../shared/sentences/failure';
import { weightsOf } from '../models/trained/weights-of';
import type { ClassicalFamily } from '../baselines/defaults';
import type { StoredModel } from '../baselines/family';
import { intervalLevels } from '../baselines/intervals';
import { readModel } from '../baselines/model-file';
import type { TrainedModel } from '../models/network/weights-file';
import { readWeights } from '../models/network/weights-file';
import type { ModelSource } from './predict-job';
import type { PredictionModel } from './prediction-model';

/** A trained model and what it was trained on. */
export interface OpenedModel extends PredictionModel {
  readonly name: string;
  /** Null of a model without a network. */
  readonly network: Pick<TrainedModel, 'spec' | 'shape'> | null;
  /** Lengths of the training examples in steps; null when unknown. */
  readonly medianSteps: number | null;
  readonly longestSteps: number | null;
}

/** A model without a run: one that has left a lab, as it was read and checked, and its card. */
export interface ExportedModel extends OpenedModel {
  readonly card: ModelCard;
}

export interface ModelPlaces {
  readonly runs: { get(id: string): Run; runDir(id: string): string };
  readonly datasets: { get(id: string): Dataset };
  readonly exported: {
    /** Where the kept model of this id lies, or what is there under this path; null: nothing. */
    find(name: string): string | null;
    /** @throws UnrollError FILE_MISSING, MODEL_UNREADABLE */
    open(path: string): Promise<ExportedModel>;
  };
}

/**
 * A run goes before a kept model, and that before a file or folder of the same name.
 *
 * @param name a run's id, a kept model's, or where an exported model lies
 * @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, MODEL_UNREADABLE
 */
export async function openModel(places: ModelPlaces, name: string): Promise<OpenedModel> {
  const found = findModel(places, name);
  if ('path' in found) return places.exported.open(found.path);
  const { run } = found;
  const weightsFile = await weightsOf(run, places.runs.runDir(run.id));
  const { plan, lengths } = places.datasets.get(run.datasetId).understanding;
  const source: ModelSource = { kind: 'file', weightsFile };
  const decision = run.detection?.decision;
  const known = {
    ...{ name: run.name, plan, source, medianSteps: lengths.median, longestSteps: lengths.max },
    ...(decision !== undefined && { decision }),
    ...(run.reject !== undefined && { reject: run.reject }),
  };
  const fitted = await readModel(weightsFile);
  if (fitted === null) return { ...known, ...networkFacts(await readWeights(weightsFile)) };
  return { ...known, ...fittedFacts(fitted) };
}

/** What {@link OpenedModel} says of a network. */
export function networkFacts({ featureNames, outputs, scaling, spec, shape }: TrainedModel) {
  return {
    ...{ featureNames, outputs },
    quantiles: scaling.forecast?.quantiles ?? [],
    ...(scaling.thresholds !== undefined && { thresholds: scaling.thresholds }),
    network: { spec, shape },
  };
}

/** The same of a model without one. */
export function fittedFacts({ featureNames, outputs, spec, task }: StoredModel<ClassicalFamily>) {
  return { featureNames, outputs, quantiles: intervalLevels(spec, task), network: null };
}

/** @throws UnrollError RUN_UNKNOWN when it is neither */
export function findModel(
  { runs, exported }: ModelPlaces,
  name: string,
): { readonly run: Run } | { readonly path: string } {
  try {
    return { run: runs.get(name) };
  } catch (thrown) {
    const path = exported.find(name);
    if (path !== null) return { path };
    if (thrown instanceof UnrollError && thrown.code === 'RUN_UNKNOWN')
      throw failure('RUN_UNKNOWN.name', { run: name });
    throw thrown;
  }
}
