import type { Run } from '../../../shared/domain/run';
import type { Trainer } from '../training/job';
import { LiveRun } from './live-run';
import type { TrainingData } from './live-run';
import type { RunStore } from './run-store';

export interface QueueOptions {
  readonly store: RunStore;
  readonly compute: Trainer;
  /** @throws UnrollError DATASET_UNKNOWN */
  readonly dataOf: (datasetId: string) => TrainingData;
  /** Where trials of kernels keep what they found. */
  readonly choicesFile: string;
  /** How many runs train at the same time. */
  readonly concurrency: number;
}

/** The runs that this engine holds: those that train, those that are paused, those that wait for their turn. */
export class RunQueue {
  readonly #options: QueueOptions;
  readonly #live = new Map<string, LiveRun>();
  readonly #waiting: LiveRun[] = [];
  #closed = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get(id: string): LiveRun | undefined {
    return this.#live.get(id);
  }

  add(run: Run): LiveRun {
    const live: LiveRun = new LiveRun(this.#options.store, run, () => {
      this.#live.delete(run.id);
      const place = this.#waiting.indexOf(live);
      if (place >= 0) this.#waiting.splice(place, 1);
      this.next();
    });
    this.#live.set(run.id, live);
    this.#waiting.push(live);
    this.next();
    return live;
  }

  /** A paused run waits for its turn. */
  addAgain(live: LiveRun): void {
    live.requeue();
    this.#waiting.push(live);
    this.next();
  }

  /** Lets the next ones train when there is room. */
  next(): void {
    const { concurrency, compute, dataOf, choicesFile } = this.#options;
    while (!this.#closed && this.#waiting.length > 0) {
      const running = [...this.#live.values()].filter(({ run }) => run.status === 'running').length;
      if (running >= concurrency) return;
      const live = this.#waiting.shift()!;
      live.proceed(compute, () => dataOf(live.run.datasetId), choicesFile);
    }
  }

  /** Interrupts all of them. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#live.values()].map((live) => live.abandon()));
  }
}
