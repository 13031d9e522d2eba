import type { ImportPlan } from '../../../shared/domain/dataset';
import { bundledModel, readBundle } from '../formats/bundle/bundle-file';
import { selectCompute } from '../kernels/choose/select';
import { extractFeatures } from '../features/extract';
import type { Signal } from '../features/signal';
import { readSafetensors } from '../files/safetensors';
import { fittedAnswers } from '../baselines/answers';
import { answersOf } from '../learning/answers';
import { familyOf } from '../baselines/families';
import type { ReadModel } from '../baselines/model-file';
import type { Window } from '../models/scale/forecast-scale';
import { Network } from '../models/network/network';
import { predictLogits } from '../learning/predict';
import { version } from '../version';
import type { GoldenRecording } from './golden';
import type { ParityFinding } from './parity';
import { judge } from './parity';

export interface BundleJobInput {
  readonly weightsFile: string;
  readonly plan: ImportPlan;
  readonly bundle: Uint8Array;
  readonly recordings: readonly GoldenRecording[];
  readonly inputs: 'recordings' | 'synthetic';
}

const BOUND = 1e-5;

/**
 * Reopens a bundle as whoever gets it does, and compares what it says of recordings with what the run's own weights and plan
 * say: both by the formulas (the reference kernel), so that equal models make equal certificates on every machine. A job of
 * the compute worker.
 *
 * @throws UnrollError MODEL_UNREADABLE, EXPORT_DIFFERS
 */
export async function bundleJob(input: BundleJobInput): Promise<ParityFinding> {
  const { card, model: read } = readBundle(input.bundle, 'The bundle');
  const own = bundledModel(await readSafetensors(input.weightsFile));
  const windows = input.recordings.map(({ signal }) => lastWindow(input.plan, signal));
  const expected = await answersTo(own, windows);
  const exported = await answersTo(
    read,
    input.recordings.map(({ signal }) => lastWindow(card.input.plan, signal)),
  );
  const answers = input.recordings.map(({ example }, k) => ({
    example,
    steps: windows[k]!.steps,
    expected: expected[k]!,
    exported: exported[k]!,
    unit: expected[k]!.map((value) => Math.max(1, Math.abs(value))),
  }));
  const checkedBy = { software: 'unroll, reader of bundles', version, how: 'reader' } as const;
  return judge(answers, BOUND, input.inputs, checkedBy);
}

/** The end of a recording, as much of it as the model looks at. */
function lastWindow({ features: plan, forecast, windows }: ImportPlan, signal: Signal): Window {
  const features = extractFeatures(plan, signal);
  const width = features.names.length;
  const steps = Math.min(features.steps, forecast?.contextSteps ?? windows?.steps ?? features.steps);
  return { values: features.values.slice((features.steps - steps) * width), steps, width };
}

/** [outputs] of each window, or where every step is answered [steps, outputs]. */
async function answersTo({ kind, model }: ReadModel, windows: readonly Window[]): Promise<Float32Array[]> {
  if (kind === 'fitted') {
    const fitted = familyOf(model.spec.family).restore(model, 'reference');
    const answers: Float32Array[] = [];
    for (const window of windows) answers.push(await fittedAnswers(fitted, [window]));
    fitted.dispose?.();
    return answers;
  }
  const { kernel } = await selectCompute({ backend: 'auto', kernel: 'reference' });
  const network = Network.fromWeights(model, kernel);
  try {
    const answers: Float32Array[] = [];
    for (const window of windows) {
      const logits = await predictLogits(network, model.scaling, [window]);
      answers.push(answersOf(model, [window], logits));
    }
    return answers;
  } finally {
    network.dispose();
  }
}
