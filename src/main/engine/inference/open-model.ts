import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Dataset, ImportPlan } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import type { Run } from '../../../shared/domain/run';
import { weightsOf } from '../inspection/predictions';
import { readModel } from '../models/classical/model-file';
import type { TrainedModel } from '../models/weights-file';
import { readWeights } from '../models/weights-file';
import type { ModelSource } from './predict-job';
import type { PredictionModel } from './predictor';

/** A model that has left the lab, as it was read and checked. */
export interface ExportedModel {
  readonly name: string;
  readonly plan: ImportPlan;
  readonly model: TrainedModel;
  /** Median length of what it was trained on; null when its file does not say. */
  readonly medianSteps: number | null;
}

/** A trained model and what it was trained on. */
export interface OpenedModel extends PredictionModel {
  readonly name: string;
  /** Null of a model without a network. */
  readonly network: Pick<TrainedModel, 'spec' | 'shape'> | null;
  /** Median length of the training examples in steps; null when unknown. */
  readonly medianSteps: number | null;
}

export interface ModelPlaces {
  readonly runs: { get(id: string): Run; runDir(id: string): string };
  readonly datasets: { get(id: string): Dataset };
  /** Reads the folder or file of an exported model. @throws UnrollError MODEL_UNREADABLE */
  readonly readExported: (path: string) => Promise<ExportedModel>;
}

/**
 * A run goes before a folder of the same name.
 *
 * @param name a run's id, or where an exported model lies
 * @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, MODEL_UNREADABLE
 */
export async function openModel(places: ModelPlaces, name: string): Promise<OpenedModel> {
  const run = findRun(places, name);
  if (run === null) {
    const { model, ...exported } = await places.readExported(resolve(name));
    return { ...exported, ...networkFacts(model), source: { kind: 'model', model } };
  }
  const weightsFile = await weightsOf(run, places.runs.runDir(run.id));
  const { plan, lengths } = places.datasets.get(run.datasetId).understanding;
  const source: ModelSource = { kind: 'file', weightsFile };
  const known = { name: run.name, plan, source, medianSteps: lengths.median };
  const fitted = await readModel(weightsFile);
  if (fitted === null) return { ...known, ...networkFacts(await readWeights(weightsFile)) };
  const { featureNames, outputs } = fitted;
  return { ...known, featureNames, outputs, quantiles: [], network: null };
}

function networkFacts({ featureNames, outputs, scaling, spec, shape }: TrainedModel) {
  return {
    ...{ featureNames, outputs },
    quantiles: scaling.forecast?.quantiles ?? [],
    network: { spec, shape },
  };
}

/** Null when `name` is a folder or file that is there. */
function findRun({ runs }: ModelPlaces, name: string): Run | null {
  try {
    return runs.get(name);
  } catch (thrown) {
    if (existsSync(resolve(name))) return null;
    if (thrown instanceof UnrollError && thrown.code === 'RUN_UNKNOWN')
      throw new UnrollError('RUN_UNKNOWN', `There is no run and no model called ${name}.`, { run: name });
    throw thrown;
  }
}
