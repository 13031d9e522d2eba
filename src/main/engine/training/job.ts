import type { BackendName, KernelName, Recipe } from '../../../shared/domain/model';
import type {
  Decision,
  EpochMetrics,
  Floor,
  RunTiming,
  Scores,
  StepMetrics,
} from '../../../shared/domain/run';
import type { Detection, Reject } from '../../../shared/domain/detection';
import type { ErrorShape } from '../../../shared/domain/error';

/** Everything that a training worker needs; crosses a MessagePort. */
export interface TrainingJob {
  readonly run: string;
  /** runsDir/<run>: checkpoint.safetensors and weights.safetensors are written here, atomically. */
  readonly runDir: string;
  readonly preparedFile: string;
  readonly recipe: Recipe;
  /** Of the features; null or absent where steps have no time. */
  readonly stepSeconds?: number | null;
  /** [examples] parts to be used in place of the data set's own (`PreparedData.splits`). */
  readonly splits?: Uint8Array;
  /** Continue from runDir/checkpoint.safetensors, which must be there, with the kernel that it began with. */
  readonly resume: boolean;
  /** Computes only while nothing else wants the processor. */
  readonly background?: boolean;
  /** How often an epoch under way is kept; by default every 20 s. */
  readonly keepWithinMs?: number;
  /** Where trials of kernels keep what they found; when left out, each run begins with a trial. */
  readonly choicesFile?: string;
}

export type TrainingCommand = 'pause' | 'resume' | 'stop';

/** What a training worker says, in this order: started, (steps | epoch | decision)*, finished | failed. */
export type TrainingEvent =
  | {
      kind: 'started';
      /** Null where no network computes. */
      backend: BackendName | null;
      kernel: KernelName | null;
      parameters: number;
      stepsPerEpoch: number;
      floor: Floor | null;
      /** Epochs and optimiser steps already done by the checkpoint that it continues from; else 0. */
      epoch: number;
      step: number;
      /** A newer checkpoint was damaged, which is said. */
      isDamaged?: boolean;
    }
  | { kind: 'paused' }
  | { kind: 'resumed' }
  /** At most 20 a second. */
  | { kind: 'steps'; steps: StepMetrics }
  /** Sent after the checkpoint of that epoch is on the disk. */
  | { kind: 'epoch'; epochs: EpochMetrics; bestEpoch: number; timing: RunTiming; validation: Scores | null }
  /** How far a fit without epochs is, 0 … 1; at most 20 a second. */
  | { kind: 'progress'; share: number }
  | { kind: 'decision'; decision: Decision }
  /** `stopped` when a person ended it early; weights.safetensors holds the best weights either way. */
  | {
      kind: 'finished';
      status: 'completed' | 'stopped';
      epoch: number;
      /** Null when the model has no epochs. */
      bestEpoch: number | null;
      /** Where they are known only at the end; else those of `started` stay. */
      parameters?: number;
      timing: RunTiming;
      validation: Scores | null;
      test: Scores | null;
      /** Where recordings have events in them. */
      detection?: Detection;
      /** Where one of the classes is none of the others. */
      reject?: Reject;
    }
  | { kind: 'failed'; error: ErrorShape };

/** One training at work, as whoever asked for it holds it. Nothing of it has an effect once `done` is resolved. */
export interface TrainingHandle {
  command(command: TrainingCommand): void;
  /** Resolves after the last event, or after `terminate`. Never rejects: a worker that crashed is a `failed` event. */
  readonly done: Promise<void>;
  /** Ends the work at once and resolves when it is gone; no further event comes. */
  terminate(): Promise<void>;
}

/** Whoever trains: the pool of workers, or a test. */
export interface Trainer {
  train(job: TrainingJob, onEvent: (event: TrainingEvent) => void): TrainingHandle;
}
