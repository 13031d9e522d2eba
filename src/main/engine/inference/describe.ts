import type { ModelCard } from '../../../shared/contract/model-card';
import type { ModelDescription } from '../../../shared/domain/model-description';
import { weightsOf } from '../models/trained/weights-of';
import { readModel } from '../baselines/model-file';
import { summarise } from '../models/recipe/summarise';
import { readWeights } from '../models/network/weights-file';
import type { ModelPlaces } from './open-model';
import { findModel } from './open-model';

/**
 * What a model takes, says and is worth.
 *
 * @param name as `openModel`
 * @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, MODEL_UNREADABLE
 */
export async function describeModel(places: ModelPlaces, name: string): Promise<ModelDescription> {
  const found = findModel(places, name);
  if ('path' in found) return fromCard((await places.exported.open(found.path)).card);
  const { run } = found;
  const weightsFile = await weightsOf(run, places.runs.runDir(run.id));
  const fitted = await readModel(weightsFile);
  const network = fitted === null ? await readWeights(weightsFile) : null;
  const { featureNames, outputs } = (fitted ?? network)!;
  const { understanding, fingerprint } = places.datasets.get(run.datasetId);
  const { plan, splits, stepSeconds } = understanding;
  return {
    name: run.name,
    run: run.id,
    trained: new Date(run.finishedMs ?? run.createdMs).toISOString(),
    task: run.task,
    outputs: [...outputs],
    input: {
      ...{ modality: plan.modality, channels: plan.channels, rateHz: plan.rateHz, stepSeconds },
      ...{ features: plan.features, featureNames: [...featureNames] },
    },
    background: plan.marks?.background ?? null,
    model: {
      family: run.recipe.model.family,
      layers: network === null ? [] : summarise(network.spec, network.shape),
      parameters: run.parameters,
    },
    scores: { validation: run.validation, test: run.test, floor: run.floor },
    data: { name: run.datasetName, fingerprint, examples: splits },
  };
}

function fromCard(card: ModelCard): ModelDescription {
  const { name, run, trained, task, outputs, input, metrics, data } = card;
  const { plan, featureNames, rateHz, stepSeconds } = input;
  const { spec, layers, parameters } = (card.network ?? card.fitted)!;
  return {
    ...{ name, run, trained, task, outputs },
    input: {
      ...{ modality: plan.modality, channels: plan.channels, rateHz, stepSeconds },
      ...{ features: plan.features, featureNames },
    },
    background: plan.marks?.background ?? null,
    model: { family: spec.family, layers, parameters },
    scores: metrics,
    data,
  };
}
