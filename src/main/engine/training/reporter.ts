import type { Remark } from '../../../shared/domain/dataset';
import type { EpochMetrics, RunTiming, Scores, StepMetrics } from '../../../shared/domain/run';
import type { TrainingEvent } from './job';
import { columnsOf, epochLayout, stepLayout } from './metric-columns';
import type { RowOf } from './metric-columns';
import type { MetricTail } from './metric-tail';
import type { TrainingCounters } from './state';

const MESSAGE_INTERVAL_MS = 60;

export type StepRow = RowOf<StepMetrics>;
export type EpochRow = RowOf<EpochMetrics>;

export function timingOf({ seconds, step, inputMs, kernelMs, restMs }: TrainingCounters): RunTiming {
  const stepMs = inputMs + kernelMs + restMs;
  return { seconds, stepsPerSecond: stepMs > 0 ? (1000 * step) / stepMs : 0, inputMs, kernelMs, restMs };
}

/** Gathers what happens in every step into a few messages a second. */
export class Reporter {
  #steps: StepRow[] = [];
  #epochs: EpochRow[] = [];
  #sentMs = 0;

  constructor(
    private readonly emit: (event: TrainingEvent) => void,
    private readonly tail: MetricTail,
  ) {}

  /** What the checkpoint remembers of the curves is told again: it may not have been kept before a crash. */
  repeatTail(counters: TrainingCounters): void {
    const { steps, epochs } = this.tail.upTo(counters);
    const { bestEpoch } = counters;
    if (steps.step.length > 0) this.emit({ kind: 'steps', steps });
    if (epochs.epoch.length > 0)
      this.emit({ kind: 'epoch', epochs, bestEpoch, timing: timingOf(counters), validation: null });
  }

  step(row: StepRow): void {
    this.tail.addStep(row);
    this.#steps.push(row);
    if (performance.now() - this.#sentMs >= MESSAGE_INTERVAL_MS) this.flushSteps();
  }

  flushSteps(): void {
    if (this.#steps.length === 0) return;
    this.emit({ kind: 'steps', steps: columnsOf(stepLayout, this.#steps) });
    this.#steps = [];
    this.#sentMs = performance.now();
  }

  epoch(row: EpochRow): void {
    this.tail.addEpoch(row);
    this.#epochs.push(row);
  }

  /** To be called when the checkpoint of the last of these epochs is on the disk. */
  flushEpochs(counters: TrainingCounters, validation: Scores | null): void {
    this.flushSteps();
    if (this.#epochs.length === 0) return;
    const { bestEpoch } = counters;
    const epochs = columnsOf(epochLayout, this.#epochs);
    this.#epochs = [];
    this.emit({ kind: 'epoch', epochs, bestEpoch, timing: timingOf(counters), validation });
  }

  decide(level: 'info' | 'warning', epoch: number, remark: Remark): void {
    this.emit({ kind: 'decision', decision: { atMs: Date.now(), epoch, level, remark } });
  }

  /** Steps and epochs that were undone by a retry are not told. */
  forgetUnsent(): void {
    this.#steps = [];
    this.#epochs = [];
  }
}
