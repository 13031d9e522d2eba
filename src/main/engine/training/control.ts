import type { TrainingCommand } from './job';

/** What a person asked of a training job; the loop looks at it before every step. */
export interface TrainingControl {
  command(command: TrainingCommand): void;
  readonly stopped: boolean;
  readonly paused: boolean;
  /** Resolves when the job is no longer paused. */
  unpaused(): Promise<void>;
}

export function createControl(): TrainingControl {
  let stopped = false;
  let paused = false;
  let waiting: (() => void)[] = [];
  return {
    get stopped() {
      return stopped;
    },
    get paused() {
      return paused;
    },
    command(command) {
      paused = command === 'pause' && !stopped;
      stopped ||= command === 'stop';
      if (paused) return;
      waiting.forEach((resolve) => resolve());
      waiting = [];
    },
    unpaused() {
      return paused ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve();
    },
  };
}
