import { answersWhole, hasOneClass } from '../../../shared/domain/task';
import { failure } from '../../../shared/sentences/failure';
import { examplesOf } from '../prepare/examples-of';
import type { PreparedData } from '../prepare/prepared';
import { exampleWindow } from '../models/scale/forecast-scale';
import { scaled } from '../models/scale/scaling';
import { loadFitted, loadModel, loadPrepared } from '../models/trained/loaded';
import type { LoadedModel } from '../models/trained/loaded';
import type { ModelFiles } from './looked-at';
import type { SeenExample } from './memory/seen';

export interface Insight extends LoadedModel {
  readonly data: PreparedData;
  /** One example as the network sees it. */
  example(index: number): SeenExample;
}

/** @throws UnrollError FILE_CORRUPT, MODEL_UNREADABLE, ARGUMENT_INVALID for a model that is no network */
export async function openInsight({ weightsFile, preparedFile }: ModelFiles): Promise<Insight> {
  const fitted = await loadFitted(weightsFile);
  if (fitted !== null)
    throw failure('ARGUMENT_INVALID.insightNetwork', { family: fitted.description.spec.family });
  const loaded = await loadModel(weightsFile);
  const data = await loadPrepared(preparedFile);
  return {
    ...loaded,
    data,
    example(index) {
      return scaled(exampleWindow(data, index, data.featureNames.length), loaded.model.scaling);
    },
  };
}

/** Up to `most` examples, evenly over what was not learnt from; over all where everything was. */
export function examplesToSee(data: PreparedData, most: number): number[] {
  const unseen = [...examplesOf(data, 'validation'), ...examplesOf(data, 'test')];
  const all = unseen.length > 0 ? unseen : [...examplesOf(data, 'train')];
  const count = Math.min(most, all.length);
  return Array.from({ length: count }, (_, k) => all[Math.floor((k * all.length) / count)]!);
}

/** Class of an example as a whole; null where it has none. */
export function labelOf(data: PreparedData, index: number): number | null {
  const label = answersWhole(data.task) && hasOneClass(data.task) ? data.labels[index]! : -1;
  return label >= 0 ? label : null;
}
