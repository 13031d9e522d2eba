import type { Remark } from '../../../shared/domain/dataset';
import type { EpochMetrics, RunTiming, Scores, StepMetrics } from '../../../shared/domain/run';
import type { TrainingEvent } from './job';
import type { TrainingCounters } from './state';

const MESSAGE_INTERVAL_MS = 60;

export type StepRow = { readonly [Column in keyof StepMetrics]: number };
export type EpochRow = { readonly [Column in keyof EpochMetrics]: number };

function stepColumns(rows: readonly StepRow[]): StepMetrics {
  return {
    step: Int32Array.from(rows, (row) => row.step),
    loss: Float32Array.from(rows, (row) => row.loss),
    metric: Float32Array.from(rows, (row) => row.metric),
    gradientNorm: Float32Array.from(rows, (row) => row.gradientNorm),
    learningRate: Float32Array.from(rows, (row) => row.learningRate),
  };
}

function epochColumns(rows: readonly EpochRow[]): EpochMetrics {
  return {
    epoch: Int32Array.from(rows, (row) => row.epoch),
    step: Int32Array.from(rows, (row) => row.step),
    trainLoss: Float32Array.from(rows, (row) => row.trainLoss),
    trainMetric: Float32Array.from(rows, (row) => row.trainMetric),
    validationLoss: Float32Array.from(rows, (row) => row.validationLoss),
    validationMetric: Float32Array.from(rows, (row) => row.validationMetric),
    seconds: Float64Array.from(rows, (row) => row.seconds),
  };
}

export function timingOf({ seconds, step, inputMs, kernelMs, restMs }: TrainingCounters): RunTiming {
  const stepMs = inputMs + kernelMs + restMs;
  return { seconds, stepsPerSecond: stepMs > 0 ? (1000 * step) / stepMs : 0, inputMs, kernelMs, restMs };
}

/** Gathers what happens in every step into a few messages a second. */
export class Reporter {
  #steps: StepRow[] = [];
  #epochs: EpochRow[] = [];
  #sentMs = 0;
  readonly #startMs = Date.now();

  constructor(private readonly emit: (event: TrainingEvent) => void) {}

  step(row: StepRow): void {
    this.#steps.push(row);
    if (performance.now() - this.#sentMs >= MESSAGE_INTERVAL_MS) this.flushSteps();
  }

  flushSteps(): void {
    if (this.#steps.length === 0) return;
    this.emit({ kind: 'steps', steps: stepColumns(this.#steps) });
    this.#steps = [];
    this.#sentMs = performance.now();
  }

  epoch(row: EpochRow): void {
    this.#epochs.push(row);
  }

  /** To be called when the checkpoint of the last of these epochs is on the disk. */
  flushEpochs(counters: TrainingCounters, validation: Scores | null): void {
    this.flushSteps();
    if (this.#epochs.length === 0) return;
    const { bestEpoch } = counters;
    const epochs = epochColumns(this.#epochs);
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

  get startMs(): number {
    return this.#startMs;
  }
}
