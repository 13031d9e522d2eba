import type { ErrorShape } from '../../../shared/domain/error';
import type { TrainingCommand, TrainingEvent, TrainingJob } from '../training/job';

/** Engine → compute worker. */
export type WorkerRequest =
  | { kind: 'train'; job: TrainingJob }
  | { kind: 'command'; command: TrainingCommand }
  /** `background`: long work that gives way to the window. */
  | { kind: 'call'; id: number; name: string; input: unknown; background: boolean };

/** Compute worker → engine. `trained` follows the last event of a training job; `partial` comes before a `result`. */
export type WorkerReply =
  | { kind: 'event'; event: TrainingEvent }
  | { kind: 'trained' }
  | { kind: 'partial'; id: number; output: unknown }
  | { kind: 'result'; id: number; output: unknown }
  | { kind: 'error'; id: number; error: ErrorShape };
