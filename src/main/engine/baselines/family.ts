import type { Remark } from '../../../shared/domain/dataset';
import type { Task } from '../../../shared/domain/task';
import type { ComputeSpec, TrainingSpec } from '../../../shared/domain/model';
import type { Parts } from '../prepare/examples-of';
import type { PreparedData } from '../prepare/prepared';
import type { NamedTensor } from '../files/safetensors';
import type { Window } from '../models/scale/forecast-scale';
import type { ClassicalFamily, ClassicalSpec } from './defaults';

type SpecOfFamily<F extends ClassicalFamily> = Extract<ClassicalSpec, { family: F }>;

/** What a fit works with. Only the training part is fitted; the validation part may choose between fits. */
export interface FitContext<F extends ClassicalFamily> {
  readonly spec: SpecOfFamily<F>;
  readonly training: TrainingSpec;
  /** For fits that need the lab's kernels. */
  readonly compute: ComputeSpec;
  readonly data: PreparedData;
  /** Indexes of examples. */
  readonly parts: Parts;
  /** Weights of another run of this data set, for models that are made of others; what validation is judged by unless final. */
  memberFile(run: string, isFinal: boolean): string;
  /** Whether a run was fitted again to its validation part. */
  wasFittedAgain(run: string): boolean;
  /**
   * To be awaited between pieces of work: tells how far the fit is, lets messages in and holds while it is paused.
   *
   * @throws UnrollError CANCELLED when it is to stop, unless the fit has epochs
   */
  report(share: number): Promise<void>;
  /** Notes one epoch of a fit that has them. Resolves to whether to go on. */
  epoch(row: FitEpoch): Promise<boolean>;
}

/** Mean loss and metric of an epoch; NaN where there is none. */
export interface FitEpoch {
  readonly trainLoss: number;
  readonly trainMetric: number;
  readonly validationLoss: number;
  readonly validationMetric: number;
}

/** A fitted model as it lies in weights.safetensors. */
export interface StoredModel<F extends ClassicalFamily> {
  readonly spec: SpecOfFamily<F>;
  readonly task: Task;
  readonly featureNames: readonly string[];
  readonly outputs: readonly string[];
  /** Numbers and choices beside the tensors. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

/** A fitted model, ready to answer. */
export interface FittedModel<F extends ClassicalFamily = ClassicalFamily> {
  readonly description: Pick<StoredModel<F>, 'spec' | 'task' | 'featureNames' | 'outputs'>;
  /** Numbers that were fitted. */
  readonly parameters: number;
  /**
   * @param windows raw (unscaled) features, of any lengths
   * @returns [windows, outputs]: logarithms of class probabilities up to a constant, or forecasts in data units
   */
  predict(windows: readonly Window[]): Float32Array | Promise<Float32Array>;
  /**
   * Quantiles of each window's forecast, at `intervalLevels`; absent where it has none.
   *
   * @returns [windows, levels, outputs] in data units
   */
  intervals?(windows: readonly Window[]): Float32Array;
  stored(): StoredModel<F>;
  /** Gives back what lies outside of JavaScript's memory; absent where nothing does. */
  dispose?(): void;
}

/** What networks among a model's parts compute with: `reference` gives the same numbers on every machine. */
export type KernelChoice = 'auto' | 'reference';

export interface Fit<F extends ClassicalFamily> {
  readonly model: FittedModel<F>;
  /** What the fit decided: an order, a penalty, a band. */
  readonly remarks: readonly Remark[];
  /**
   * The same model fitted to these examples, with nothing left to choose. Absent where the validation part says when to stop,
   * as it does for networks: then it must stay unseen.
   */
  readonly again?: (examples: Int32Array) => Promise<FittedModel<F>>;
}

/** A way of learning without a network. */
export interface Family<F extends ClassicalFamily> {
  /** @throws UnrollError MODEL_TOO_LARGE, MODEL_UNSUITABLE, CANCELLED */
  fit(context: FitContext<F>): Promise<Fit<F>>;
  restore(stored: StoredModel<F>, kernel?: KernelChoice): FittedModel<F>;
}
