import { exampleWindow } from '../models/scale/forecast-scale';
import type { Window } from '../models/scale/forecast-scale';
import { loadFitted, loadModel, loadPrepared } from '../models/trained/loaded';
import type { LoadedModel } from '../models/trained/loaded';
import { failure } from '../../../shared/sentences/failure';
import { cellsOf, unitsOf, wholeSteps } from './cells';
import { noveltyOf } from './novelty';
import type { Stretch } from './novelty';
import { findAlike } from './search';
import type { FoundStretch, Question } from './search';
import { readIndex } from './state-index';

interface WeightsInput {
  readonly weightsFile: string;
}

export interface StateFactsInput extends WeightsInput {
  readonly preparedFile: string;
  /** Steps that a cell should have. */
  readonly cellSteps: number;
}

/** What an index of a network's states needs to know before it begins. */
export interface StateFacts {
  readonly units: number;
  readonly cellSteps: number;
  /** [units] over cells of examples, evenly over the data set. */
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/** Examples that say what the states are off. */
const CENTRE_EXAMPLES = 60;

/** A job of the compute worker. @throws UnrollError FILE_CORRUPT, MODEL_UNREADABLE, ARGUMENT_INVALID for a model that is no network */
export async function stateFactsJob(input: StateFactsInput): Promise<StateFacts> {
  const { network, model } = await networkOf(input);
  const data = await loadPrepared(input.preparedFile);
  const count = Math.min(CENTRE_EXAMPLES, data.lengths.length);
  const windows = Array.from({ length: count }, (_, k) =>
    exampleWindow(data, Math.floor((k * data.lengths.length) / count), data.featureNames.length),
  );
  const units = unitsOf(network);
  const cellSteps = wholeSteps(network, input.cellSteps);
  const sums = new Float64Array(units);
  const squares = new Float64Array(units);
  let rows = 0;
  for (const cells of await cellsOf(network, model.scaling, windows, cellSteps)) {
    cells.forEach((value, k) => {
      sums[k % units]! += value;
      squares[k % units]! += value * value;
    });
    rows += cells.length / units;
  }
  const mean = Float32Array.from(sums, (sum) => sum / rows);
  const deviation = Float32Array.from(squares, (square, k) =>
    Math.sqrt(Math.max(0, square / rows - (sums[k]! / rows) ** 2)),
  );
  return { units, cellSteps, mean, deviation };
}

export interface WindowCellsInput extends WeightsInput {
  /** Unscaled features. */
  readonly windows: readonly Window[];
  readonly cellSteps: number;
}

/** {@link cellsOf}. A job of the compute worker. */
export async function windowCellsJob(input: WindowCellsInput): Promise<Float32Array[]> {
  const { network, model } = await networkOf(input);
  return cellsOf(network, model.scaling, input.windows, input.cellSteps);
}

export interface ExampleCellsInput extends WeightsInput {
  readonly preparedFile: string;
  readonly first: number;
  readonly count: number;
  readonly cellSteps: number;
}

/** {@link cellsOf} of examples of a data set. A job of the compute worker. */
export async function exampleCellsJob(input: ExampleCellsInput): Promise<Float32Array[]> {
  const { network, model } = await networkOf(input);
  const data = await loadPrepared(input.preparedFile);
  const windows = Array.from({ length: input.count }, (_, k) =>
    exampleWindow(data, input.first + k, data.featureNames.length),
  );
  return cellsOf(network, model.scaling, windows, input.cellSteps);
}

export interface FindAlikeInput {
  readonly dir: string;
  readonly question: Omit<Question, 'among'> & { readonly among?: readonly string[] | undefined };
}

/** {@link findAlike}. A job of the compute worker. */
export async function findAlikeJob({ dir, question }: FindAlikeInput): Promise<FoundStretch[]> {
  const index = await readIndex(dir);
  if (index === null) throw failure('FILE_CORRUPT.sealed', { file: dir });
  const { among, ...rest } = question;
  return findAlike(index, { ...rest, ...(among !== undefined && { among: new Set(among) }) });
}

export interface NoveltyInput {
  readonly dir: string;
  readonly known: readonly Stretch[];
  readonly places: readonly Stretch[];
}

/** {@link noveltyOf}. A job of the compute worker. */
export async function stateNoveltyJob({ dir, known, places }: NoveltyInput): Promise<Float64Array> {
  const index = await readIndex(dir);
  if (index === null) throw failure('FILE_CORRUPT.sealed', { file: dir });
  return noveltyOf(index, known, places);
}

async function networkOf({ weightsFile }: WeightsInput): Promise<LoadedModel> {
  const fitted = await loadFitted(weightsFile);
  if (fitted !== null)
    throw failure('ARGUMENT_INVALID.insightNetwork', { family: fitted.description.spec.family });
  return loadModel(weightsFile);
}
