import type { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordingAnswer, RecordingInput } from '../../shared/contract/recordings';
import type { Modality } from '../../shared/domain/dataset';
import { errorFromShape } from '../../shared/domain/error';
import { Batcher } from './batcher';
import { Places } from './places';
import { recordingOf } from './recording';
import type { PredictAnswer } from './schemas';
import { refusal } from './service-error';

/** How many recordings are computed together, and how long the first waits for others. */
const MOST_TOGETHER = 32;
const WAIT_MS = 4;
/** Seconds after which a refused request is likely to find a place. */
const RETRY_SECONDS = 1;

export interface PredictionsOptions {
  readonly modality: Modality;
  readonly compute: (recordings: readonly RecordingInput[]) => Promise<readonly RecordingAnswer[]>;
  /** Requests that are read, wait or are computed at once. */
  readonly mostRequests: number;
}

interface Computed {
  readonly answer: RecordingAnswer;
  readonly together: number;
}

/** Requests with a recording → what the model says of it. */
export class Predictions {
  readonly #places: Places;
  readonly #batcher: Batcher<RecordingInput, Computed>;
  readonly #modality: Modality;
  #dir: Promise<string> | null = null;

  constructor({ modality, compute, mostRequests }: PredictionsOptions) {
    this.#modality = modality;
    this.#places = new Places(mostRequests);
    this.#batcher = new Batcher({
      most: MOST_TOGETHER,
      waitMs: WAIT_MS,
      compute: async (recordings) => {
        const answers = await compute(recordings);
        return answers.map((answer) => ({ answer, together: recordings.length }));
      },
    });
  }

  get inProgress(): number {
    return this.#places.taken;
  }

  /** @throws ServiceError BUSY, and what is wrong with the request; UnrollError why the recording cannot be used */
  async answer(request: IncomingMessage, signal: AbortSignal): Promise<PredictAnswer> {
    const giveBack = this.#places.take();
    if (giveBack === null)
      throw refusal('BUSY', 'Too many requests wait for the model; try again in a moment.', {
        'Retry-After': String(RETRY_SECONDS),
      });
    const dirs: string[] = [];
    try {
      const recording = await recordingOf(request, this.#modality, async () => {
        const dir = join(await this.#ownDir(), randomUUID());
        await mkdir(dir);
        dirs.push(dir);
        return dir;
      });
      const { answer, together } = await this.#batcher.add(recording, signal);
      if (answer.refused !== null) throw errorFromShape(answer.refused);
      return {
        predictions: answer.predictions.map(({ file: _file, ...said }) => said),
        computedTogether: together,
      };
    } finally {
      for (const dir of dirs) await rm(dir, { recursive: true, force: true });
      giveBack();
    }
  }

  /** Waits for what is in progress. */
  async finish(): Promise<void> {
    await this.#places.empty();
  }

  async close(): Promise<void> {
    if (this.#dir !== null) await rm(await this.#dir, { recursive: true, force: true });
  }

  /** Readable by this person alone (mkdtemp makes it so). */
  #ownDir(): Promise<string> {
    return (this.#dir ??= mkdtemp(join(tmpdir(), 'unroll-served-')));
  }
}
