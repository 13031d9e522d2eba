import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Prediction, PredictionResult } from '../../../shared/contract/exports';
import type { ImportPlan } from '../../../shared/domain/dataset';
import { toUnrollError, UnrollError } from '../../../shared/domain/error';
import { extractFeatures } from '../features/extract';
import type { Signal } from '../features/signal';
import type { Window } from '../models/forecast-scale';
import type { ModelSource, PredictJobInput } from './predict-job';

export interface Recording {
  readonly signal: Signal;
  /** A file of several recordings has `file#0`, `file#1`, …; else the file as it was given. */
  readonly name: string;
}

/** Reads the recordings of a file as they were read for training: same channels, same rate. */
export type ReadRecordings = (
  file: string,
  plan: ImportPlan,
  signal?: AbortSignal,
) => Promise<readonly Recording[]>;

/** What is needed to run files through a trained network. */
export interface PredictionModel {
  readonly plan: ImportPlan;
  readonly featureNames: readonly string[];
  readonly outputs: readonly string[];
  readonly source: ModelSource;
}

type Compute = (input: PredictJobInput) => Promise<Float32Array>;

/** So much is handed to the network at a time: bounds memory, not results. */
const MOST_VALUES = 16_000_000;
const MOST_WINDOWS = 256;

interface Pending {
  readonly name: string;
  readonly window: Window;
}

/**
 * Runs files through the feature path and the network of a trained model. A file that cannot be used is refused by
 * name, and the rest goes on.
 *
 * @throws UnrollError CANCELLED; whatever the network throws
 */
export async function predictFiles(
  model: PredictionModel,
  paths: readonly string[],
  read: ReadRecordings,
  compute: Compute,
  signal?: AbortSignal,
): Promise<PredictionResult> {
  const predictions: Prediction[] = [];
  const refused: PredictionResult['refused'] = [];
  let pending: Pending[] = [];
  let values = 0;
  const flush = async (): Promise<void> => {
    if (pending.length === 0) return;
    const windows = pending.map(({ window }) => window);
    const outputs = await compute({ source: model.source, windows });
    const columns = model.outputs.length;
    pending.forEach(({ name }, k) =>
      predictions.push(toPrediction(name, model, outputs.subarray(k * columns, (k + 1) * columns))),
    );
    pending = [];
    values = 0;
  };
  for (const path of paths) {
    if (signal?.aborted === true) throw new UnrollError('CANCELLED', 'The prediction was cancelled.');
    try {
      if (!existsSync(path))
        throw new UnrollError('FILE_MISSING', `${basename(path)} cannot be found.`, { file: path });
      for (const recording of await read(resolve(path), model.plan, signal)) {
        const window = windowOf(model, recording);
        const name = path + recording.name.slice(resolve(path).length);
        pending.push({ name, window });
        values += window.values.length;
      }
    } catch (thrown) {
      const { code, message } = toUnrollError(thrown);
      if (code === 'CANCELLED') throw thrown;
      refused.push({ file: path, code, reason: message });
    }
    if (values > MOST_VALUES || pending.length >= MOST_WINDOWS) await flush();
  }
  await flush();
  return { predictions, refused };
}

/** Features of a recording; of a series to forecast, the last context window's. */
function windowOf({ plan, featureNames }: PredictionModel, { signal, name }: Recording): Window {
  const features = extractFeatures(plan.features, signal);
  const width = featureNames.length;
  if (features.names.length !== width)
    throw new UnrollError(
      'COLUMN_UNKNOWN',
      `${basename(name)} gives ${features.names.length} features, and the model was trained on ${width}.`,
      { file: name, features: features.names.length, expected: width },
    );
  const steps = Math.min(features.steps, plan.forecast?.contextSteps ?? features.steps);
  return { values: features.values.slice((features.steps - steps) * width), steps, width };
}

function toPrediction(file: string, { plan, outputs }: PredictionModel, values: Float32Array): Prediction {
  if (plan.task === 'forecast') return { kind: 'forecast', file, forecast: [...values] };
  const best = values.reduce((most, value, k) => (value > values[most]! ? k : most), 0);
  const probabilities = Object.fromEntries(outputs.map((name, k) => [name, values[k]!]));
  return { kind: 'label', file, label: outputs[best]!, probabilities };
}
