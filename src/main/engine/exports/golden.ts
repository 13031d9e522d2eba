import type { ImportPlan } from '../../../shared/domain/dataset';
import type { PreparedData } from '../prepare/prepared';
import { extractFeatures } from '../features/extract';
import type { Signal } from '../features/signal';
import { fillMissing } from '../features/signal';
import type { LoadedModel } from '../models/trained/loaded';
import { hasClasses } from '../../../shared/domain/task';
import { fittedAnswers } from '../baselines/answers';
import type { FittedModel } from '../baselines/family';
import { answersOf, answerSize, valuesInUnits } from '../learning/answers';
import { exampleWindow, windowDeviation } from '../models/scale/forecast-scale';
import type { Window } from '../models/scale/forecast-scale';
import { examplesOf } from '../prepare/examples-of';
import { predictLogits } from '../learning/predict';
import { RandomStream } from '../random/random-stream';
import type { TrainedModel } from '../models/network/weights-file';

/** As many recordings as the lab promises agreement on. */
export const MOST_GOLDEN = 100;

/** A recording of the data set as the feature path takes it. */
export interface GoldenRecording {
  readonly example: number;
  readonly signal: Signal;
}

/** What goes into an exported file, and what the lab says of it. */
export interface GoldenInput {
  readonly example: number;
  /** Null when there is only what was computed of it. */
  readonly signal: Signal | null;
  /** Unscaled features as the network gets them. */
  readonly window: Window;
  /** [outputs]: probabilities, or the forecast in data units. */
  readonly expected: Float32Array;
  /** [outputs]: what differences are measured in. */
  readonly unit: Float32Array;
}

/** Examples to check an export on: of the validation part, or what there is. */
export function goldenExamples(data: PreparedData, most = MOST_GOLDEN): number[] {
  for (const split of ['validation', 'test', 'train'] as const) {
    const examples = examplesOf(data, split);
    if (examples.length > 0) return evenly([...examples], most);
  }
  return [];
}

/** At most so many of them, evenly from first to last. */
export function evenly<T>(examples: readonly T[], most: number): T[] {
  const count = Math.min(most, examples.length);
  return Array.from({ length: count }, (_, k) => examples[Math.floor((k * examples.length) / count)]!);
}

type RecordingPlan = Pick<ImportPlan, 'features' | 'forecast'>;

/** The lab's own path of a recording to its network's input. */
function windowOfSignal(plan: RecordingPlan, signal: Signal): Window {
  const features = extractFeatures(plan.features, signal);
  const width = features.names.length;
  const steps = Math.min(features.steps, plan.forecast?.contextSteps ?? features.steps);
  return { values: features.values.slice((features.steps - steps) * width), steps, width };
}

/** A network, or a model without one, ready to answer. */
type Answering = LoadedModel | FittedModel;

export async function goldenFromRecordings(
  loaded: Answering,
  plan: RecordingPlan,
  recordings: readonly GoldenRecording[],
): Promise<GoldenInput[]> {
  // What is exported does not fill missing values.
  const whole = recordings.map(({ example, signal }): GoldenRecording => ({
    example,
    signal: { ...signal, data: fillMissing(signal.data, signal.channels.length) },
  }));
  const windows = whole.map(({ signal }) => windowOfSignal(plan, signal));
  return (await answered(loaded, windows)).map((answer, k) => ({ ...answer, ...whole[k]! }));
}

export async function goldenFromFeatures(
  loaded: Answering,
  data: PreparedData,
  examples: readonly number[],
): Promise<GoldenInput[]> {
  const windows = examples.map((example) => exampleWindow(data, example, data.featureNames.length));
  return (await answered(loaded, windows)).map((answer, k) => ({
    ...answer,
    example: examples[k]!,
    signal: null,
  }));
}

async function answered(
  answering: Answering,
  windows: readonly Window[],
): Promise<Pick<GoldenInput, 'window' | 'expected' | 'unit'>[]> {
  if (!('network' in answering)) return answeredByFitted(answering, windows);
  const { network, model } = answering;
  const logits = await predictLogits(network, model.scaling, windows);
  const answers = answersOf(model, windows, logits);
  let at = 0;
  return windows.map((window) => {
    const expected = answers.slice(at, at + answerSize(model, window));
    at += expected.length;
    return { window, expected, unit: unitOf(window, model.scaling, expected) };
  });
}

/** Of classes: [outputs] probabilities each. */
async function answeredByFitted(
  fitted: FittedModel,
  windows: readonly Window[],
): Promise<Pick<GoldenInput, 'window' | 'expected' | 'unit'>[]> {
  const answers = await fittedAnswers(fitted, windows);
  const width = answers.length / Math.max(1, windows.length);
  return windows.map((window, k) => ({
    window,
    expected: answers.slice(k * width, (k + 1) * width),
    unit: unitOfFitted(fitted, answers.slice(k * width, (k + 1) * width)),
  }));
}

/** Probabilities as they are; what is forecast relative to itself. */
const unitOfFitted = ({ description }: FittedModel, answer: Float32Array): Float32Array =>
  answer.map((value) => (hasClasses(description.task) ? 1 : Math.abs(value) + 1));

/** What software answers that takes scaled features and gives network units, as the lab gives it: [outputs]. */
export function inDataUnits(model: TrainedModel, window: Window, outputs: Float32Array): Float32Array {
  return valuesInUnits(model, [window], outputs);
}

function unitOf(
  window: Window,
  { forecast, values }: LoadedModel['model']['scaling'],
  expected: Float32Array,
): Float32Array {
  if (values !== null)
    return expected.map((value, k) => Math.abs(value) + values.deviation[k % values.deviation.length]!);
  if (forecast === null) return new Float32Array(expected.length).fill(1);
  return expected.map((value, k) => {
    const { target } = forecast.outputs[k % forecast.outputs.length]!;
    return Math.abs(value) + windowDeviation(window, forecast.targets[target]!);
  });
}

/** Noise of several lengths, where the recordings themselves are gone. */
export function syntheticRecordings(plan: Pick<ImportPlan, 'channels' | 'rateHz'>): GoldenRecording[] {
  const random = new RandomStream(1, 'noise');
  const second = Math.round(plan.rateHz ?? 100);
  return [1, 0.37, 0.81, 0.05].map((seconds, k) => {
    const length = Math.max(2, Math.round(seconds * second));
    const data = new Float32Array(length * plan.channels.length);
    random.addNoise(data, 0.1 * (k + 1));
    return { example: -1, signal: { data, channels: plan.channels, length, rateHz: plan.rateHz } };
  });
}
