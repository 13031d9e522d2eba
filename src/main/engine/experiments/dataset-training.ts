import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorFromShape } from '../../../shared/domain/error';
import { mainInterval, mainScore } from '../../../shared/domain/main-score';
import type { Recipe } from '../../../shared/domain/model';
import type { Floor, Scores } from '../../../shared/domain/run';
import { failure } from '../../../shared/sentences/failure';
import { createControl } from '../training/control';
import type { TrainingEvent } from '../training/job';
import { train } from '../training/train';

/** What a training came to, on the test part or, where there is none, on the validation part. */
export interface TrainingOutcome {
  readonly score: number;
  readonly interval: readonly [number, number];
  readonly parameters: number;
  readonly seconds: number;
  readonly epochs: number;
  readonly floor: Floor | null;
}

/** A folder that is gone afterwards. */
export async function withFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'unroll-experiment-'));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/**
 * Trains what a recipe says, exactly as a run does, and keeps nothing but its scores.
 *
 * @param onShare how far it is, 0 … 1
 * @throws UnrollError what a training throws
 */
export function trainOnce(
  preparedFile: string,
  recipe: Recipe,
  onShare: (share: number) => void,
): Promise<TrainingOutcome> {
  return withFolder(async (runDir) => {
    let parameters = 0;
    let floor: Floor | null = null;
    let end: Extract<TrainingEvent, { kind: 'finished' }> | null = null;
    const emit = (event: TrainingEvent): void => {
      if (event.kind === 'started') ({ parameters, floor } = event);
      else if (event.kind === 'epoch') onShare((event.epochs.epoch.at(-1) ?? 0) / recipe.training.epochs);
      else if (event.kind === 'progress') onShare(event.share);
      else if (event.kind === 'failed') throw errorFromShape(event.error);
      else if (event.kind === 'finished') end = event;
    };
    const startMs = performance.now();
    const job = { run: 'experiment', runDir, preparedFile, recipe, resume: false };
    await train(job, emit, createControl());
    const seconds = (performance.now() - startMs) / 1000;
    const finished = end as Extract<TrainingEvent, { kind: 'finished' }> | null;
    const scores: Scores | null = finished?.test ?? finished?.validation ?? null;
    if (finished === null || scores === null) throw failure('DATASET_EMPTY.noJudges');
    const [low, high] = mainInterval(scores);
    return {
      score: mainScore(scores),
      interval: [low, high],
      parameters: finished.parameters ?? parameters,
      seconds,
      epochs: Math.max(1, finished.epoch),
      floor,
    };
  });
}
