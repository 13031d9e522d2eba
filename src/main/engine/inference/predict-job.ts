import { selectCompute } from '../kernels/choose/select';
import { loadFitted, loadModel } from '../models/trained/loaded';
import { fittedAnswers } from '../baselines/answers';
import { answersOf } from '../learning/answers';
import type { FittedModel } from '../baselines/family';
import { intervalLevels } from '../baselines/intervals';
import type { Window } from '../models/scale/forecast-scale';
import { variantOf } from '../models/network/layout';
import { Network } from '../models/network/network';
import { predictLogits } from '../learning/predict';
import type { TrainedModel } from '../models/network/weights-file';

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
 * Runs sequences through a trained model. A job of the compute worker.
 *
 * @returns as {@link answersOf}
 * @throws UnrollError FILE_CORRUPT, MODEL_UNREADABLE, COMPUTE_FAILED
 */
export async function predictJob({ source, windows }: PredictJobInput): Promise<Float32Array> {
  const { predict, dispose } = await openPredictor(source);
  try {
    return await predict(windows);
  } finally {
    dispose();
  }
}

/** A model in this worker that says of sequences what {@link answersOf} says. */
export interface Predictor {
  predict(windows: readonly Window[]): Promise<Float32Array>;
  dispose(): void;
}

/** @throws UnrollError FILE_CORRUPT, MODEL_UNREADABLE, COMPUTE_FAILED */
export async function openPredictor(source: ModelSource): Promise<Predictor> {
  if (source.kind === 'file') {
    const { weightsFile } = source;
    const fitted = await loadFitted(weightsFile);
    if (fitted !== null) return { predict: (windows) => answersOfFitted(fitted, windows), dispose: () => {} };
    // Asked for each time: the cache disposes networks that were not used for long.
    return {
      predict: async (windows) => {
        const { network, model } = await loadModel(weightsFile);
        return run(network, model, windows);
      },
      dispose: () => {},
    };
  }
  const { model } = source;
  const { kernel } = await selectCompute(
    { backend: 'auto', kernel: 'auto' },
    undefined,
    variantOf(model.spec),
  );
  const network = Network.fromWeights(model, kernel);
  return { predict: (windows) => run(network, model, windows), dispose: () => network.dispose() };
}

async function answersOfFitted(fitted: FittedModel, windows: readonly Window[]): Promise<Float32Array> {
  const { spec, task } = fitted.description;
  if (fitted.intervals !== undefined && intervalLevels(spec, task).length > 0)
    return fitted.intervals(windows);
  return fittedAnswers(fitted, windows);
}

async function run(network: Network, model: TrainedModel, windows: readonly Window[]): Promise<Float32Array> {
  return answersOf(model, windows, await predictLogits(network, model.scaling, windows));
}
