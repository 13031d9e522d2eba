import type { ErrorShape } from '../../../shared/domain/error';
import type { TrainingCommand, TrainingEvent, TrainingJob } from '../training/job';

/** Engine → compute worker. */
export type WorkerRequest =
  | { kind: 'train'; job: TrainingJob }
  | { kind: 'command'; command: TrainingCommand }
  | { kind: 'call'; id: number; name: string; input: unknown };

/** Compute worker → engine. `trained` follows the last event of a training job. */
export type WorkerReply =
  | { kind: 'event'; event: TrainingEvent }
  | { kind: 'trained' }
  | { kind: 'result'; id: number; output: unknown }
  | { kind: 'error'; id: number; error: ErrorShape };
