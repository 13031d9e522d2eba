import { selectCompute } from '../compute/select';
import { loadModel } from '../inspection/loaded';
import type { Window } from '../models/forecast-scale';
import { softmaxRows } from '../models/loss';
import { Network } from '../models/network';
import { forecastUnits, nextValues, predictLogits, quantileUnits, valueUnits } from '../models/predict';
import type { TrainedModel } from '../models/weights-file';

/** A run's own weights, or those of an exported model that was read and checked. */
export type ModelSource =
  | { readonly kind: 'file'; readonly weightsFile: string }
  | { readonly kind: 'model'; readonly model: TrainedModel };

export interface PredictJobInput {
  readonly source: ModelSource;
  /** Unscaled features. */
  readonly windows: readonly Window[];
}

/**
 * Runs sequences through a trained network. A job of the compute worker.
 *
 * @returns [windows, outputs]: class probabilities, or values in data units; a forecast of quantiles
 *   [windows, quantiles, outputs]; where every step is answered [Σ steps, outputs]
 * @throws UnrollError FILE_CORRUPT, MODEL_UNREADABLE, COMPUTE_FAILED
 */
export async function predictJob({ source, windows }: PredictJobInput): Promise<Float32Array> {
  if (source.kind === 'file') {
    const { network, model } = await loadModel(source.weightsFile);
    return await run(network, model, windows);
  }
  const { kernel } = await selectCompute({ backend: 'auto', kernel: 'auto' });
  const network = Network.fromWeights(source.model, kernel);
  try {
    return await run(network, source.model, windows);
  } finally {
    network.dispose();
  }
}

async function run(network: Network, model: TrainedModel, windows: readonly Window[]): Promise<Float32Array> {
  const { scaling, task, outputs } = model;
  const logits = await predictLogits(network, scaling, windows);
  if (task === 'classify' || task === 'label') return softmaxRows(logits, outputs.length);
  if (task === 'regress') return valueUnits(scaling, logits);
  if (task === 'generate') return nextValues(scaling, windows, columnsOf(model), logits);
  const levels = scaling.forecast?.quantiles ?? [];
  if (levels.length === 0) return forecastUnits(scaling, windows, logits);
  const width = outputs.length;
  const values = new Float32Array(windows.length * levels.length * width);
  for (const q of levels.keys()) {
    const own = quantileUnits(scaling, windows, logits, q);
    windows.forEach((_, k) =>
      values.set(own.subarray(k * width, (k + 1) * width), (k * levels.length + q) * width),
    );
  }
  return values;
}

/** Feature columns of the channels that are generated: each goes in as it comes out. */
export function columnsOf({
  outputs,
  featureNames,
}: Pick<TrainedModel, 'outputs' | 'featureNames'>): number[] {
  return outputs.map((name) => featureNames.indexOf(name));
}
