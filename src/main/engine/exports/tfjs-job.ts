import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, version_layers } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { UnrollError } from '../../../shared/domain/error';
import { numbers } from '../compute/numbers';
import { disposingAsync } from '../compute/scope';
import type { PreparedData } from '../datasets/prepared';
import { loadModel, loadPrepared } from '../inspection/loaded';
import type { LoadedModel } from '../inspection/loaded';
import { assemble, windowsOf } from '../models/batch';
import { examplesOf } from '../models/examples';
import type { Parity } from './card';
import { buildStockModel } from './stock-model';
import { TFJS_WEIGHTS_FILE } from './tfjs-format';

export interface TfjsJobInput {
  readonly weightsFile: string;
  readonly preparedFile: string;
}

export interface TfjsJobOutput {
  /** Content of model.json. */
  readonly json: string;
  /** Content of {@link TFJS_WEIGHTS_FILE}. */
  readonly weights: Uint8Array;
  readonly parity: Parity;
  readonly versions: { readonly tfjs: string };
}

/** Stock layers compute a step at a time in JavaScript, so the comparison stops after so many steps. */
const MOST_STEPS = 4000;
const MOST_EXAMPLES = 32;
const TOLERANCE = 1e-5;

/**
 * Turns trained weights into the files of a tfjs LayersModel, loads these files with stock tfjs and compares its
 * outputs with the lab's on real examples. A job of the compute worker.
 *
 * @throws UnrollError EXPORT_UNSUPPORTED, COMPUTE_FAILED when the two differ by more than rounding
 */
export async function tfjsJob({ weightsFile, preparedFile }: TfjsJobInput): Promise<TfjsJobOutput> {
  const loaded = await loadModel(weightsFile);
  const artifacts = await saveArtifacts(buildStockModel(loaded.model));
  const { modelTopology, weightSpecs, weightData } = artifacts;
  const manifest = [{ paths: [TFJS_WEIGHTS_FILE], weights: weightSpecs }];
  const json = JSON.stringify({
    format: 'layers-model',
    generatedBy: `TensorFlow.js tfjs-layers v${version_layers}`,
    convertedBy: null,
    modelTopology,
    weightsManifest: manifest,
  });
  const stock = await loadLayersModel(
    tf.io.fromMemory({
      modelTopology: (JSON.parse(json) as { modelTopology: object }).modelTopology,
      ...(weightSpecs && { weightSpecs }),
      ...(weightData && { weightData }),
    }),
  );
  try {
    const parity = await compare(stock, loaded, await loadPrepared(preparedFile));
    const weights = new Uint8Array(weightData as ArrayBuffer);
    return { json, weights, parity, versions: { tfjs: version_layers } };
  } finally {
    stock.dispose();
  }
}

async function saveArtifacts(model: LayersModel): Promise<tf.io.ModelArtifacts> {
  let saved: tf.io.ModelArtifacts | null = null;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  model.dispose();
  return saved!;
}

async function compare(
  stock: LayersModel,
  { network, model }: LoadedModel,
  data: PreparedData,
): Promise<Parity> {
  const { features, outputs } = model.shape;
  let steps = 0;
  let examples = 0;
  let largestDifference = 0;
  for (const window of windowsOf(data, examplesToCompare(data))) {
    const input = assemble([window], model.scaling);
    const ours = await network.predict(input);
    const theirs = await disposingAsync(async () => {
      const x = tf.tensor3d(input.inputs, [1, input.time, features]);
      return numbers(stock.predict(x) as tf.Tensor);
    });
    for (let k = 0; k < outputs; k++) {
      const difference = Math.abs(ours[k]! - theirs[k]!) / Math.max(1, Math.abs(ours[k]!));
      if (!(difference <= largestDifference)) largestDifference = difference;
    }
    examples++;
    steps += window.steps;
    if (steps >= MOST_STEPS || examples >= MOST_EXAMPLES) break;
  }
  if (!(largestDifference <= TOLERANCE))
    throw new UnrollError(
      'COMPUTE_FAILED',
      `The exported model would differ from the trained one by ${largestDifference.toExponential(1)}; please report it.`,
      { largestDifference },
    );
  return { examples, steps, largestDifference };
}

/** Of the part that the network was not trained on, as far as there is one. */
function examplesToCompare(data: PreparedData): Int32Array {
  for (const split of [1, 2, 0] as const) {
    const examples = examplesOf(data, split);
    if (examples.length > 0) return examples;
  }
  return new Int32Array(0);
}
