import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '../../../src/main/engine/files/home';
import { openHome } from '../../../src/main/engine/files/home';
import { RunService } from '../../../src/main/engine/runs/service';
import type {
  Trainer,
  TrainingCommand,
  TrainingEvent,
  TrainingHandle,
  TrainingJob,
} from '../../../src/main/engine/training/job';
import type { Dataset } from '../../../src/shared/domain/dataset';
import type { EpochMetrics, Scores, StepMetrics } from '../../../src/shared/domain/run';
import { exampleRun } from './example-run';

/** One training whose worker is the test itself: it says what the test tells it to. */
export class ScriptedTraining implements TrainingHandle {
  readonly commands: TrainingCommand[] = [];
  terminated = false;
  readonly done: Promise<void>;
  #finish!: () => void;

  constructor(
    readonly job: TrainingJob,
    readonly say: (event: TrainingEvent) => void,
  ) {
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  command(command: TrainingCommand): void {
    this.commands.push(command);
  }

  async terminate(): Promise<void> {
    this.terminated = true;
    this.#finish();
  }

  /** As the pool says it of a worker that broke off. */
  crash(detail: string): void {
    this.say({ kind: 'failed', error: { code: 'COMPUTE_FAILED', message: detail, details: {} } });
    this.#finish();
  }

  started(step = 0, epoch = 0): void {
    this.say({
      kind: 'started',
      backend: 'wasm',
      kernel: 'reference',
      parameters: 100,
      stepsPerEpoch: 10,
      floor: null,
      epoch,
      step,
    });
  }

  steps(first: number, rows: number): void {
    this.say({ kind: 'steps', steps: stepsFrom(first, rows) });
  }

  /** An epoch of ten steps whose checkpoint is on the disk. */
  epoch(epoch: number): void {
    mkdirSync(this.job.runDir, { recursive: true });
    writeFileSync(join(this.job.runDir, 'checkpoint.safetensors'), '');
    this.say({
      kind: 'epoch',
      epochs: epochRow(epoch, epoch * 10),
      bestEpoch: epoch,
      timing: { seconds: epoch, stepsPerSecond: 10, inputMs: 1, kernelMs: 2, restMs: 3 },
      validation: null,
    });
  }

  finished(status: 'completed' | 'stopped' = 'completed', test: Scores | null = null): void {
    const timing = { seconds: 3, stepsPerSecond: 10, inputMs: 1, kernelMs: 2, restMs: 3 };
    this.say({ kind: 'finished', status, epoch: 3, bestEpoch: 2, timing, validation: null, test });
    this.#finish();
  }
}

export class ScriptedTrainer implements Trainer {
  readonly trainings: ScriptedTraining[] = [];

  train(job: TrainingJob, onEvent: (event: TrainingEvent) => void): TrainingHandle {
    const training = new ScriptedTraining(job, onEvent);
    this.trainings.push(training);
    return training;
  }

  get last(): ScriptedTraining {
    return this.trainings.at(-1)!;
  }
}

/** Step s has loss s / 2, metric s / 4, gradient norm s / 8 and learning rate s / 16: exact in float32. */
export function stepsFrom(first: number, rows: number): StepMetrics {
  const column = (divisor: number): Float32Array =>
    Float32Array.from({ length: rows }, (_, k) => (first + k) / divisor);
  return {
    step: Int32Array.from({ length: rows }, (_, k) => first + k),
    loss: column(2),
    metric: column(4),
    gradientNorm: column(8),
    learningRate: column(16),
  };
}

export function epochRow(epoch: number, step: number): EpochMetrics {
  const one = (value: number): Float32Array => Float32Array.of(value);
  return {
    epoch: Int32Array.of(epoch),
    step: Int32Array.of(step),
    trainLoss: one(epoch),
    trainMetric: one(0.5),
    validationLoss: one(epoch / 2),
    validationMetric: one(0.25),
    seconds: Float64Array.of(epoch * 1.1),
  };
}

/** The part of a data set that runs look at. */
const vowels = {
  id: 'vowels',
  createdMs: 0,
  source: '/data/vowels',
  fingerprint: 'f00d',
  scaler: { mean: [0], deviation: [1] },
  understanding: {
    plan: {
      name: 'Vowels',
      task: 'classify',
      features: { kind: 'raw', standardise: true, differences: false },
      split: { kind: 'given', seed: 1, validationFraction: 0.2, testFraction: 0.2 },
    },
    classes: [{ label: 'a', train: 1, validation: 1, test: 1 }],
    features: ['x'],
  },
} as unknown as Dataset;

export async function openRuns(
  homeDir: string,
): Promise<{ home: Home; runs: RunService; trainer: ScriptedTrainer }> {
  const home = openHome(homeDir);
  const trainer = new ScriptedTrainer();
  const runs = await RunService.open({
    home,
    compute: trainer,
    datasets: { get: () => vowels, preparedFile: () => '/data/prepared.safetensors' },
    settle: async () => ({ recipe: exampleRun().recipe, reasons: {}, layers: [], parameters: 100 }),
  });
  return { home, runs, trainer };
}
