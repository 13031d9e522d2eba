import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, version_layers } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { numbers } from '../kernels/numbers';
import { disposingAsync } from '../kernels/scope';
import type { PreparedData } from '../prepare/prepared';
import { loadModel, loadPrepared } from '../models/trained/loaded';
import type { LoadedModel } from '../models/trained/loaded';
import { assemble } from '../models/network/batch';
import { goldenExamples, goldenFromFeatures, inDataUnits } from './golden';
import { answerOf, judge } from './parity';
import type { Answer, ParityFinding } from './parity';
import { buildStockModel } from './stock-model';
import { TFJS_WEIGHTS_FILE } from '../formats/tfjs-format';

export interface TfjsJobInput {
  readonly weightsFile: string;
  readonly preparedFile: string;
}

export interface TfjsJobOutput {
  /** Content of model.json. */
  readonly json: string;
  /** Content of {@link TFJS_WEIGHTS_FILE}. */
  readonly weights: Uint8Array;
  readonly finding: ParityFinding;
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
 * @throws UnrollError EXPORT_UNSUPPORTED, EXPORT_DIFFERS
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
    const finding = await compare(stock, loaded, await loadPrepared(preparedFile));
    const weights = new Uint8Array(weightData as ArrayBuffer);
    return { json, weights, finding, versions: { tfjs: version_layers } };
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

async function compare(stock: LayersModel, loaded: LoadedModel, data: PreparedData): Promise<ParityFinding> {
  const { model } = loaded;
  const answers: Answer[] = [];
  let steps = 0;
  for (const input of await goldenFromFeatures(loaded, data, goldenExamples(data, MOST_EXAMPLES))) {
    const { inputs, time } = assemble([input.window], model.scaling);
    const outputs = await disposingAsync(async () => {
      const x = tf.tensor3d(inputs, [1, time, model.shape.features]);
      return numbers(stock.predict(x) as tf.Tensor);
    });
    answers.push(answerOf(input, inDataUnits(model, input.window, outputs)));
    steps += time;
    if (steps >= MOST_STEPS) break;
  }
  return judge(answers, TOLERANCE, 'features', {
    software: '@tensorflow/tfjs-layers',
    version: version_layers,
    how: 'runtime',
  });
}
