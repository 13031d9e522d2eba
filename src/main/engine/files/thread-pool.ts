import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { UnrollError } from '../../../shared/domain/error';
import { errorFromShape } from '../../../shared/domain/error';
import type { ErrorShape } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { workerFile } from './worker-file';

/** Pool → thread. A thread may be so many pieces ahead of who reads them. */
export type ThreadRequest<Job> =
  | { readonly kind: 'start'; readonly job: Job; readonly ahead: number }
  | { readonly kind: 'more' }
  /** What the job is made of, where that comes in parts; absent: there is no more. */
  | { readonly kind: 'input'; readonly part?: unknown }
  | { readonly kind: 'stop' };

/** Thread → pool. */
export type ThreadReply<Piece> =
  | { readonly kind: 'piece'; readonly piece: Piece }
  /** A part of the input is being worked on. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly error: ErrorShape };

export interface JobLimits {
  readonly signal?: AbortSignal | undefined;
  /** The longest that a piece may take. */
  readonly timeoutMs: number;
  /** What is thrown when the thread died or the time is over. */
  readonly onLost: (why: 'crashed' | 'timeout') => UnrollError;
}

/** What a job is made of as it comes, and what of a part is moved to the thread instead of copied. */
export interface JobInput {
  readonly parts: AsyncIterable<unknown>;
  readonly transfer: (part: never) => readonly ArrayBuffer[];
}

interface Waiting {
  readonly begin: (worker: Worker) => void;
  readonly refuse: (error: Error) => void;
}

const PIECES_AHEAD = 2;
const PARTS_AHEAD = 3;
const LONGEST_END_MS = 2000;

/**
 * A few warm threads of one bundle, for work that may crash or never end. A job that does costs only itself: its thread is
 * ended, and the next job gets a new one.
 */
export class ThreadPool<Job, Piece> {
  readonly #queue: Waiting[] = [];
  readonly #idle: Worker[] = [];
  /** Thread → how to give its job up. */
  readonly #busy = new Map<Worker, (error: Error) => void>();

  /**
   * @param bundle name of the thread's bundle
   * @param heapMb what JavaScript may hold in a thread; one that needs more is lost, and nothing else
   */
  constructor(
    private readonly bundle: string,
    private readonly size: number,
    private readonly heapMb?: number,
  ) {}

  /**
   * What a job makes, piece by piece. Reading no further ends it.
   *
   * @param input is read while the job goes on, and to no end where the job ends before
   * @throws UnrollError CANCELLED, what the job itself throws, what reading the input throws, or what `limits.onLost` makes
   */
  async *run(job: Job, limits: JobLimits, input?: JobInput): AsyncGenerator<Piece, void, undefined> {
    if (limits.signal?.aborted === true) throw cancelled();
    const line = new Line<Piece>(await this.#claim(limits.signal), job, limits);
    this.#busy.set(line.worker, (error) => line.fail(error));
    const fed = input === undefined ? null : line.feed(input);
    try {
      yield* line.pieces();
    } finally {
      const isSound = await line.leave();
      await fed;
      this.#busy.delete(line.worker);
      if (isSound) this.#rest(line.worker);
      else await endThread(line.worker);
      this.#next();
    }
  }

  /** Ends all threads. Jobs are cancelled; a later job starts new threads. */
  async close(): Promise<void> {
    for (const { refuse } of this.#queue.splice(0)) refuse(cancelled());
    const workers = [...this.#idle.splice(0), ...this.#busy.keys()];
    for (const giveUp of [...this.#busy.values()]) giveUp(cancelled());
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #claim(signal: AbortSignal | undefined): Promise<Worker> {
    return new Promise((resolve, reject) => {
      const leave = (): void => signal?.removeEventListener('abort', onAbort);
      const waiting: Waiting = {
        begin: (worker) => {
          leave();
          resolve(worker);
        },
        refuse: (error) => {
          leave();
          reject(error);
        },
      };
      const onAbort = (): void => {
        const place = this.#queue.indexOf(waiting);
        if (place >= 0) this.#queue.splice(place, 1);
        waiting.refuse(cancelled());
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#queue.push(waiting);
      this.#next();
    });
  }

  #next(): void {
    while (this.#queue.length > 0 && this.#busy.size < this.size) {
      const { begin, refuse } = this.#queue.shift()!;
      try {
        const worker = this.#idle.pop() ?? this.#start();
        worker.removeAllListeners();
        worker.ref();
        // Taken from this moment on, though the job begins a moment later.
        this.#busy.set(worker, () => {});
        begin(worker);
      } catch (thrown) {
        refuse(thrown as Error);
      }
    }
  }

  #start(): Worker {
    const limits = this.heapMb === undefined ? {} : { maxOldGenerationSizeMb: this.heapMb };
    return new Worker(workerFile(this.bundle), { resourceLimits: limits });
  }

  #rest(worker: Worker): void {
    worker.removeAllListeners();
    const forget = (): void => {
      const place = this.#idle.indexOf(worker);
      if (place >= 0) this.#idle.splice(place, 1);
    };
    // Without a listener an error between two jobs would end the engine.
    worker.on('error', forget);
    worker.on('exit', forget);
    worker.unref();
    this.#idle.push(worker);
  }
}

/** One job on one thread. */
class Line<Piece> {
  readonly #pieces: Piece[] = [];
  #state: 'going' | 'ended' | 'failed' = 'going';
  /** Whether the thread itself is well, whatever became of its job. */
  #isSound = true;
  #error: Error | null = null;
  #wake: (() => void) | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** Parts of the input that the thread has and has not begun. */
  #parts = 0;
  #isFed = true;
  #room: (() => void) | null = null;
  readonly #onAbort = (): void => this.fail(cancelled());

  constructor(
    readonly worker: Worker,
    job: unknown,
    readonly limits: JobLimits,
  ) {
    worker.on('message', (reply: ThreadReply<Piece>) => this.#take(reply));
    worker.on('error', () => this.fail(limits.onLost('crashed')));
    worker.on('exit', () => this.fail(limits.onLost('crashed')));
    limits.signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#post({ kind: 'start', job, ahead: PIECES_AHEAD });
  }

  /** The job is over, and so is its thread. */
  fail(error: Error): void {
    if (this.#state !== 'going') return;
    this.#state = 'failed';
    this.#isSound = false;
    this.#end(error);
  }

  #end(error: Error): void {
    this.#error = error;
    this.#wake?.();
    this.#room?.();
  }

  /** Hands the input over as fast as it is worked on. What reading it throws ends the job. */
  async feed({ parts, transfer }: JobInput): Promise<void> {
    this.#isFed = false;
    try {
      for await (const part of parts) {
        while (this.#parts >= PARTS_AHEAD && this.#state === 'going')
          await new Promise<void>((resolve) => (this.#room = resolve));
        if (this.#state !== 'going') return;
        this.#parts++;
        this.#post({ kind: 'input', part }, transfer(part as never));
      }
      this.#post({ kind: 'input' });
    } catch (thrown) {
      this.fail(thrown instanceof Error ? thrown : new Error(String(thrown)));
    } finally {
      this.#isFed = true;
      this.#wake?.();
    }
  }

  async *pieces(): AsyncGenerator<Piece, void, undefined> {
    for (;;) {
      if (this.#error !== null) throw this.#error;
      const piece = this.#pieces.shift();
      if (piece !== undefined) {
        this.#post({ kind: 'more' });
        yield piece;
      } else if (this.#state === 'going') await this.#wait();
      else return;
    }
  }

  /** @returns whether the thread can take another job */
  async leave(): Promise<boolean> {
    if (this.#state === 'going') {
      this.#post({ kind: 'stop' });
      while (this.#state === 'going') {
        this.#pieces.length = 0;
        await this.#wait();
      }
    }
    this.limits.signal?.removeEventListener('abort', this.#onAbort);
    return this.#isSound;
  }

  #post(request: ThreadRequest<unknown>, moved: readonly ArrayBuffer[] = []): void {
    if (this.#state === 'going') this.worker.postMessage(request, [...moved]);
  }

  #take(reply: ThreadReply<Piece>): void {
    if (this.#state !== 'going') return;
    if (reply.kind === 'piece') this.#pieces.push(reply.piece);
    else if (reply.kind === 'taken') {
      this.#parts--;
      this.#room?.();
    } else if (reply.kind === 'end') {
      this.#state = 'ended';
      this.#room?.();
    } else {
      this.#state = 'failed';
      this.#end(errorFromShape(reply.error));
    }
    this.#wake?.();
  }

  async #wait(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      // A thread that waits for its input is not slow itself.
      if (this.#isFed || this.#parts > 0)
        this.#timer = setTimeout(() => this.fail(this.limits.onLost('timeout')), this.limits.timeoutMs);
    });
    this.#wake = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** Until then it may go on writing, and files of its would come back that were removed. */
async function endThread(worker: Worker): Promise<void> {
  worker.removeAllListeners();
  // A dying thread may still report; without a listener that would end the engine.
  worker.on('error', () => {});
  const over = new AbortController();
  // One that is held by a library for good does not die.
  const late = delay(LONGEST_END_MS, undefined, { signal: over.signal, ref: false }).catch(() => {});
  await Promise.race([worker.terminate(), late]);
  over.abort();
}

function cancelled(): UnrollError {
  return failure('CANCELLED.work');
}
