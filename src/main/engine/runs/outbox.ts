import type { EpochMetrics, StepMetrics } from '../../../shared/domain/run';
import { epochLayout, joinRows, stepLayout } from '../training/metric-columns';

/** Contract: at most 20 messages a second and run. */
const MESSAGE_INTERVAL_MS = 50;

export interface Batch {
  readonly steps: StepMetrics | null;
  readonly epochs: EpochMetrics | null;
  readonly changed: boolean;
}

/** Gathers what a training worker says of one run into batches, so that each costs one transaction and few messages. */
export class Outbox {
  readonly #deliver: (batch: Batch) => void;
  #steps: StepMetrics[] = [];
  #epochs: EpochMetrics[] = [];
  #changed = false;
  #timer: NodeJS.Timeout | null = null;
  #notBeforeMs = 0;

  constructor(deliver: (batch: Batch) => void) {
    this.#deliver = deliver;
  }

  addSteps(steps: StepMetrics): void {
    this.#steps.push(steps);
    this.#schedule();
  }

  addEpoch(epoch: EpochMetrics): void {
    this.#epochs.push(epoch);
    this.#schedule();
  }

  noteChange(): void {
    this.#changed = true;
    this.#schedule();
  }

  /** Delivers now: before and at every change of state. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const batch: Batch = {
      steps: this.#steps.length > 0 ? joinRows(stepLayout, this.#steps) : null,
      epochs: this.#epochs.length > 0 ? joinRows(epochLayout, this.#epochs) : null,
      changed: this.#changed,
    };
    this.#steps = [];
    this.#epochs = [];
    this.#changed = false;
    const messages = Number(batch.steps !== null) + Number(batch.epochs !== null) + Number(batch.changed);
    if (messages === 0) return;
    this.#notBeforeMs = Date.now() + messages * MESSAGE_INTERVAL_MS;
    this.#deliver(batch);
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.flush(), Math.max(0, this.#notBeforeMs - Date.now()));
  }
}
