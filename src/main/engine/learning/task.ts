import type * as contract from '../../../shared/contract/predict';
import type { EventDecision, Reject } from '../../../shared/domain/detection';
import type { Floor, SplitPredictions } from '../../../shared/domain/run';
import type { Window } from '../models/scale/forecast-scale';
import type { TrainedModel } from '../models/network/weights-file';
import type { Scaling } from '../models/scale/scaling';
import type { PreparedData } from '../prepare/prepared';
import type { Objective, Restraints } from './objective';

/** What of a model says what its outputs mean. */
export type Answering = Pick<TrainedModel, 'scaling' | 'outputs' | 'featureNames'>;

/** What a model says of each of some examples; `example` beside it names them. */
export type Judged = Omit<SplitPredictions, 'split' | 'example'>;

/** Where {@link LearningTask.judge} looks: examples, what the network saw of each, and what it answered. */
export interface Answered {
  readonly data: PreparedData;
  /** [n] */
  readonly example: Int32Array;
  /** [n] */
  readonly windows: readonly Window[];
  readonly scaling: Scaling;
  /** As `Network.logits`. */
  readonly logits: Float32Array;
}

/** What a model says of one recording. */
export interface Said {
  /** One, or all windows of a recording of which every step is answered. */
  readonly windows: readonly Window[];
  /** First step of each window. */
  readonly starts: readonly number[];
  readonly outputs: readonly string[];
  /** Of a forecast; else empty. */
  readonly quantiles: readonly number[];
  /** Of several labels, as `Scaling.thresholds`. */
  readonly thresholds?: readonly number[] | undefined;
  /** How probabilities become events; absent where nobody decided. */
  readonly decision?: EventDecision | undefined;
  /** From where on an answer counts; absent where no class is none of the others. */
  readonly reject?: Reject | undefined;
  /** Seconds from step to step; null when unknown. */
  readonly stepSeconds: number | null;
  /** As {@link LearningTask.answers}. */
  readonly values: Float32Array;
}

type WithoutFile<P> = P extends unknown ? Omit<P, 'file'> : never;
export type Prediction = WithoutFile<contract.Prediction>;

/**
 * What can be learnt of a sequence: a folder each beside this file, listed in `tasks.ts`. What others than the engine may
 * know of a task is in its traits (`shared/domain/task.ts`).
 */
export interface LearningTask {
  objective(data: PreparedData, scaling: Scaling, restraints: Restraints): Objective;
  /**
   * What needs no learning at all, measured on some examples, the one that a run names first.
   *
   * @param examples not empty
   */
  floors(data: PreparedData, examples: Int32Array, scaling: Pick<Scaling, 'forecast'>): Floor[];
  /** Raw outputs of a network that ignores its input, [outputs]; absent where these are zeros. */
  guess?(data: PreparedData, train: Int32Array): Float32Array;
  /**
   * What a network's logits say, for people.
   *
   * @returns [windows, outputs]: class probabilities, or values in data units; a forecast of quantiles
   *   [windows, quantiles, outputs]; where every step is answered [Σ steps, outputs]
   */
  answers(model: Answering, windows: readonly Window[], logits: Float32Array): Float32Array;
  /** {@link answers} with one number an output: of a forecast of quantiles the median. */
  points(model: Answering, windows: readonly Window[], logits: Float32Array): Float32Array;
  /** What an example's answers should be, as a trace shows it beside them; null where its label says it. */
  truth(data: PreparedData, example: number): Float32Array | null;
  judge(answered: Answered): Judged;
  /** From which probability on each of several labels is said, [outputs]; absent where one class is. */
  thresholds?(data: PreparedData, examples: Int32Array, logits: Float32Array): number[];
  /**
   * The metric of each judged answer of one example: 1 or 0 of a class, the absolute error of a value.
   *
   * @param answers as {@link answers}, of this example alone
   */
  measure(model: Answering, data: PreparedData, example: number, answers: ArrayLike<number>): number[];
  /** What the answers to one recording say; its name beside it. */
  prediction(said: Said): Prediction;
}

/** Steps of an example that are judged in it. */
export function judgedSteps({ scoredFrom, lengths }: PreparedData, example: number): number[] {
  const from = scoredFrom[example]!;
  return Array.from({ length: lengths[example]! - from }, (_, k) => from + k);
}

/** {@link Judged} of answers that are no classes of whole examples. */
export function notClassified(example: Int32Array): Pick<Judged, 'classes' | 'truth' | 'predicted'> {
  return { classes: [], truth: example.map(() => -1), predicted: example.map(() => -1) };
}
