import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SplitName } from '../../../shared/domain/dataset';
import type { Run, SplitPredictions } from '../../../shared/domain/run';
import { predictionsFile } from '../../../shared/run-files';
import { chosenWeightsOf, weightsOf } from '../models/trained/weights-of';
import { readSafetensors, writeSafetensors } from '../files/safetensors';
import type { NamedTensor } from '../files/safetensors';
import type { PredictionsInput, PredictionsOutput } from './predictions-job';

export interface PredictionsOptions {
  readonly runs: { get(id: string): Run; runDir(id: string): string };
  readonly datasets: { preparedFile(id: string): string };
  readonly compute: { call(name: 'predictions', input: PredictionsInput): Promise<PredictionsOutput> };
}

const columns = ['example', 'truth', 'predicted', 'confidence', 'loss'] as const;
/** Of a regression. */
const extraColumns = ['value', 'estimate'] as const;
const FORMAT_VERSION = '1';

/**
 * What a trained network says of every example of a split, kept in the run's folder (`predictions.<split>.safetensors`,
 * `docs/file-formats.md`) for as long as the weights stay the same.
 */
export class SplitPredictor {
  readonly #options: PredictionsOptions;

  constructor(options: PredictionsOptions) {
    this.#options = options;
  }

  /** @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY before the first weights are kept, DATASET_UNKNOWN */
  async predictions(id: string, split: SplitName): Promise<SplitPredictions> {
    const { runs, datasets, compute } = this.#options;
    const run = runs.get(id);
    const weightsFile = await (split === 'test' ? weightsOf : chosenWeightsOf)(run, runs.runDir(id));
    const cacheFile = join(runs.runDir(id), predictionsFile(split));
    const { size, mtimeMs } = await stat(weightsFile);
    const weights = `${size}:${mtimeMs}`;
    const cached = await readCache(cacheFile, split, weights);
    if (cached !== null) return cached;
    const preparedFile = datasets.preparedFile(run.datasetId);
    const predictions = {
      split,
      ...(await compute.call('predictions', { weightsFile, preparedFile, split })),
    };
    await writeCache(cacheFile, predictions, weights);
    return predictions;
  }
}

async function writeCache(file: string, predictions: SplitPredictions, weights: string): Promise<void> {
  const shape = [predictions.example.length];
  const tensors = columns.map((name): [string, NamedTensor] => [name, { shape, data: predictions[name] }]);
  for (const name of extraColumns) {
    const data = predictions[name];
    if (data !== undefined) tensors.push([name, { shape: [data.length], data }]);
  }
  const classes = JSON.stringify(predictions.classes);
  await writeSafetensors(file, tensors, { formatVersion: FORMAT_VERSION, weights, classes });
}

/** Null when there is none, it belongs to other weights, or it cannot be read: it is computed again then. */
async function readCache(file: string, split: SplitName, weights: string): Promise<SplitPredictions | null> {
  try {
    const { tensors, metadata } = await readSafetensors(file);
    if (metadata['formatVersion'] !== FORMAT_VERSION || metadata['weights'] !== weights) return null;
    const data: Record<string, unknown> = Object.fromEntries(
      columns.map((name) => [name, tensors.get(name)?.data]),
    );
    if (!columns.every((name) => data[name] !== undefined)) return null;
    for (const name of extraColumns) if (tensors.has(name)) data[name] = tensors.get(name)!.data;
    const classes = JSON.parse(metadata['classes'] ?? '[]') as string[];
    return { split, classes, ...(data as unknown as Omit<SplitPredictions, 'split' | 'classes'>) };
  } catch {
    return null;
  }
}
