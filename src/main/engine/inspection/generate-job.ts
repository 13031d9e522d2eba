import type { Continuation } from '../../../shared/domain/trace';
import { failure } from '../../../shared/sentences/failure';
import type { PreparedData } from '../prepare/prepared';
import { columnsOf, nextValues } from '../learning/generate/answers';
import type { Window } from '../models/scale/forecast-scale';
import { predictLogits } from '../learning/predict';
import { RandomStream } from '../random/random-stream';
import type { LoadedModel } from '../models/trained/loaded';
import { loadModel, loadPrepared } from '../models/trained/loaded';
import type { ModelFiles } from './looked-at';

export interface GenerateInput extends ModelFiles {
  /** Index in the data set; its first steps are the seed. */
  readonly example: number;
  readonly steps: number;
  /** Null: the first half of the example. */
  readonly seedSteps: number | null;
  /** Noise in units of `residuals`; 0 is the expected continuation. */
  readonly temperature: number;
  readonly seed: number;
  /** Standard error of the network's next values, [channels] in data units. */
  readonly residuals: readonly number[];
}
export type GenerateOutput = Omit<Continuation, 'stepSeconds'>;

/**
 * Runs a network on what it says itself: from a seed on, each next value goes in as the present one. It sees as many
 * of the last steps as in training. Seeded: the same input gives the same continuation. A job of the compute worker.
 *
 * @throws UnrollError ARGUMENT_INVALID when the seed is longer than the example
 */
export async function generateJob(input: GenerateInput): Promise<GenerateOutput> {
  const loaded = await loadModel(input.weightsFile);
  const data = await loadPrepared(input.preparedFile);
  const channels = data.featureNames.length;
  const start = data.starts[input.example]!;
  const seedSteps = input.seedSteps ?? Math.max(1, Math.floor(data.lengths[input.example]! / 2));
  const end = seriesEnd(data, input.example);
  if (start + seedSteps > end) throw failure('ARGUMENT_INVALID.seed', { seedSteps, steps: end - start });
  const rows = (from: number, to: number): Float32Array =>
    data.features.subarray(from * channels, to * channels).slice();
  const seed = rows(start, start + seedSteps);
  const generated = await continueFrom(loaded, data, seed, input);
  const realSteps = Math.min(input.steps, end - start - seedSteps);
  return {
    channels: [...data.featureNames],
    seed,
    seedSteps,
    generated,
    steps: input.steps,
    real: rows(start + seedSteps, start + seedSteps + realSteps),
    realSteps,
  };
}

/** One past the last row of the series that an example is a window of: windows of one series overlap or touch. */
function seriesEnd({ starts, lengths }: PreparedData, example: number): number {
  const order = Array.from(starts.keys()).sort((a, b) => starts[a]! - starts[b]!);
  let end = starts[example]! + lengths[example]!;
  for (const other of order)
    if (starts[other]! > starts[example]! && starts[other]! <= end)
      end = Math.max(end, starts[other]! + lengths[other]!);
  // The last step of a series only answers.
  return end + 1;
}

async function continueFrom(
  { network, model }: LoadedModel,
  { lengths }: PreparedData,
  seed: Float32Array,
  { steps, temperature, seed: number, residuals }: GenerateInput,
): Promise<Float32Array> {
  const width = model.featureNames.length;
  const columns = columnsOf(model);
  const memory = lengths.reduce((most, length) => Math.max(most, length), 1);
  const given = seed.length / width;
  const all = new Float32Array((given + steps) * width);
  all.set(seed);
  for (let t = given; t < given + steps; t++) {
    const from = Math.max(0, t - memory);
    const window: Window = { values: all.subarray(from * width, t * width), steps: t - from, width };
    const logits = await predictLogits(network, model.scaling, [window]);
    const next = nextValues(model.scaling, [window], columns, logits).subarray(-width);
    const random = new RandomStream(number, 'noise', t - given);
    next.forEach((value, c) => {
      const noise = temperature > 0 ? temperature * (residuals[c] ?? 0) * random.normal() : 0;
      all[t * width + c] = value + noise;
    });
  }
  return all.slice(given * width);
}
