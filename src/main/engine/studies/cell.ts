import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorFromShape } from '../../../shared/domain/error';
import { isHigherBetter } from '../../../shared/domain/main-score';
import { isNetwork } from '../../../shared/domain/model';
import type { Recipe } from '../../../shared/domain/model';
import type { EpochMetrics, Scores } from '../../../shared/domain/run';
import type { StudyCell } from '../../../shared/domain/study';
import { hasOneClass } from '../../../shared/domain/task';
import type { Task } from '../../../shared/domain/task';
import { runFiles } from '../../../shared/run-files';
import { failure } from '../../../shared/sentences/failure';
import { throwIfCancelled } from '../activities/activity-registry';
import type { PredictionsInput, PredictionsOutput } from '../inspection/predictions-job';
import type { Trainer, TrainingEvent } from '../training/job';
import type { Division } from './division';

/** Whoever trains, and says afterwards what the model answers. */
export interface CellCompute extends Trainer {
  call(name: 'predictions', input: PredictionsInput): Promise<PredictionsOutput>;
}

export interface CellJob {
  readonly task: Task;
  readonly preparedFile: string;
  readonly recipe: Recipe;
  readonly division: Division;
  /** What it needs on the disk until it is done; a checkpoint in it is gone on from. */
  readonly dir: string;
  readonly choicesFile: string;
  /** Examples that are learnt from, where the division leaves the data set's own parts. */
  readonly train: number;
}

/** More answers than this are not kept with a study. */
const MOST_ANSWERS = 20_000;

const noCurves: StudyCell['curves'] = {
  trainLoss: [],
  validationLoss: [],
  trainMetric: [],
  validationMetric: [],
};

function appended(curves: StudyCell['curves'], epochs: EpochMetrics): StudyCell['curves'] {
  const more = (name: keyof StudyCell['curves']): number[] => [...curves[name], ...epochs[name]];
  return {
    trainLoss: more('trainLoss'),
    validationLoss: more('validationLoss'),
    trainMetric: more('trainMetric'),
    validationMetric: more('validationMetric'),
  };
}

/** Right or not, or how far off. */
function valuesOf(task: Task, { truth, predicted, confidence }: PredictionsOutput): number[] {
  if (hasOneClass(task) && isHigherBetter(task))
    return Array.from(truth, (label, row) => (label === predicted[row] ? 1 : 0));
  return [...confidence];
}

/** One training at work, in its folder; what it leaves there goes when it is done. */
export class Cell {
  #curves = noCurves;
  #ended: Extract<TrainingEvent, { kind: 'finished' | 'failed' }> | null = null;
  #epoch = 0;

  constructor(
    private readonly compute: CellCompute,
    private readonly job: CellJob,
    private readonly onEpoch: (share: number) => void,
  ) {}

  /**
   * Trains and judges. Aborted, it leaves its checkpoint, and the next try goes on from there.
   *
   * @throws UnrollError what the training failed of, CANCELLED
   */
  async run(index: number, signal: AbortSignal): Promise<StudyCell> {
    const { dir, division, task } = this.job;
    const startMs = Date.now();
    await mkdir(dir, { recursive: true });
    await this.#train(signal);
    const scores = this.#scores();
    const answers = await this.#answers(scores === this.#test() ? 'test' : 'validation');
    await rm(dir, { recursive: true, force: true });
    const { seed, fold, group, share } = division;
    return {
      ...{ index, seed, fold, group, share, scores, curves: this.#curves },
      train: division.splits === null ? this.job.train : division.splits.filter((code) => code === 0).length,
      judged: answers.example.length,
      seconds: (Date.now() - startMs) / 1000,
      answers:
        answers.example.length > MOST_ANSWERS
          ? { example: [], value: [] }
          : { example: [...answers.example], value: valuesOf(task, answers) },
    };
  }

  async #train(signal: AbortSignal): Promise<void> {
    const { recipe, dir, preparedFile, division, choicesFile } = this.job;
    const own: Recipe = { ...recipe, training: { ...recipe.training, seed: division.seed } };
    const handle = this.compute.train(
      {
        ...{ run: 'study', runDir: dir, preparedFile, recipe: own, choicesFile, background: true },
        ...(division.splits !== null && { splits: division.splits }),
        resume: isNetwork(recipe.model) && existsSync(join(dir, runFiles.checkpoint)),
      },
      (event) => this.#hear(event),
    );
    const abort = (): void => void handle.terminate();
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    await handle.done;
    signal.removeEventListener('abort', abort);
    throwIfCancelled(signal);
    if (this.#ended?.kind === 'failed') throw errorFromShape(this.#ended.error);
  }

  #hear(event: TrainingEvent): void {
    if (event.kind === 'finished' || event.kind === 'failed') this.#ended = event;
    if (event.kind === 'epoch') {
      // A checkpoint's own curves are told again when it is gone on from.
      this.#curves = appended(this.#curves, event.epochs);
      this.#epoch = event.epochs.epoch[event.epochs.epoch.length - 1] ?? this.#epoch;
      this.onEpoch(this.#epoch / this.job.recipe.training.epochs);
    }
    if (event.kind === 'progress') this.onEpoch(event.share);
  }

  #test(): Scores | null {
    return this.#ended?.kind === 'finished' ? this.#ended.test : null;
  }

  #scores(): Scores {
    const validation = this.#ended?.kind === 'finished' ? this.#ended.validation : null;
    const scores = this.#test() ?? validation;
    if (scores === null) throw failure('SPLIT_IMPOSSIBLE.nothingJudged');
    return scores;
  }

  #answers(split: 'test' | 'validation'): Promise<PredictionsOutput> {
    const { dir, preparedFile, division } = this.job;
    return this.compute.call('predictions', {
      ...{ weightsFile: join(dir, runFiles.weights), preparedFile, split },
      ...(division.splits !== null && { splits: division.splits }),
    });
  }
}
