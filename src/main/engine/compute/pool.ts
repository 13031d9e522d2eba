import { Worker } from 'node:worker_threads';
import { errorFromShape, errorToShape, UnrollError } from '../../../shared/domain/error';
import { workerFile } from '../files/worker-file';
import { tensorflowSettings } from './tensorflow/settings';
import type { TrainingCommand, TrainingEvent, TrainingJob } from '../training/job';
import type { JobInput, JobName, JobOutput } from './jobs';
import type { WorkerReply, WorkerRequest } from './messages';

export interface TrainingHandle {
  command(command: TrainingCommand): void;
  /** Resolves after the last event, or after `terminate`. Never rejects: a crash is a `failed` event. */
  readonly done: Promise<void>;
  /** Kills the worker at once; no further event comes. */
  terminate(): Promise<void>;
}

function crash(detail: string): UnrollError {
  return new UnrollError(
    'COMPUTE_FAILED',
    `The compute worker broke off: ${detail} Try again; if it happens again, choose another kernel.`,
    { detail },
  );
}

interface ThreadOptions {
  /** The bundle of `worker.ts`. */
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
}

/** One worker thread and how it tells of its end. */
class ComputeThread {
  readonly #worker: Worker;
  #ended = false;

  constructor(
    { file, env }: ThreadOptions,
    onReply: (reply: WorkerReply) => void,
    onEnd: (error: UnrollError) => void,
  ) {
    this.#worker = new Worker(file, { env });
    let failure: Error | null = null;
    this.#worker.on('message', onReply);
    this.#worker.on('error', (error) => {
      failure = error;
    });
    this.#worker.on('exit', (code) => {
      this.#ended = true;
      onEnd(crash(failure === null ? `it ended with code ${code}.` : `${failure.message}.`));
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  post(request: WorkerRequest): void {
    this.#worker.postMessage(request);
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Trains in a worker thread that is kept warm between jobs. */
class TrainingThread {
  readonly #thread: ComputeThread;
  #current: { onEvent: (event: TrainingEvent) => void; finish: () => void } | null = null;

  constructor(options: ThreadOptions, onIdle: (thread: TrainingThread) => void) {
    this.#thread = new ComputeThread(
      options,
      (reply) => {
        if (reply.kind === 'event') this.#current?.onEvent(reply.event);
        if (reply.kind !== 'trained') return;
        const { finish } = this.#current!;
        this.#current = null;
        onIdle(this);
        finish();
      },
      (error) => {
        this.#current?.onEvent({ kind: 'failed', error: errorToShape(error) });
        this.#current?.finish();
        this.#current = null;
      },
    );
  }

  get ended(): boolean {
    return this.#thread.ended;
  }

  train(job: TrainingJob, onEvent: (event: TrainingEvent) => void): TrainingHandle {
    const done = new Promise<void>((finish) => {
      this.#current = { onEvent, finish };
    });
    this.#thread.post({ kind: 'train', job });
    return {
      done,
      command: (command) => {
        if (!this.ended) this.#thread.post({ kind: 'command', command });
      },
      terminate: async () => {
        const { finish } = this.#current ?? {};
        this.#current = null;
        await this.terminate();
        finish?.();
      },
    };
  }

  async terminate(): Promise<void> {
    await this.#thread.terminate();
  }
}

interface PendingCall {
  resolve(output: unknown): void;
  reject(error: UnrollError): void;
  partial(output: unknown): void;
}

/** Runs one-off jobs (`jobs.ts`) one after the other. */
class JobThread {
  readonly #thread: ComputeThread;
  readonly #pending = new Map<number, PendingCall>();
  #nextId = 1;

  constructor(options: ThreadOptions) {
    this.#thread = new ComputeThread(
      options,
      (reply) => {
        if (reply.kind !== 'result' && reply.kind !== 'error' && reply.kind !== 'partial') return;
        const call = this.#pending.get(reply.id);
        if (reply.kind === 'partial') {
          call?.partial(reply.output);
          return;
        }
        this.#pending.delete(reply.id);
        if (reply.kind === 'result') call?.resolve(reply.output);
        else call?.reject(errorFromShape(reply.error));
      },
      (error) => {
        this.#pending.forEach(({ reject }) => reject(error));
        this.#pending.clear();
      },
    );
  }

  get ended(): boolean {
    return this.#thread.ended;
  }

  /** With `partial` the job is long: it tells of what it has so far, and its thread gives way to the window. */
  call(name: string, input: unknown, partial?: (output: unknown) => void): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, partial: partial ?? (() => {}) });
      this.#thread.post({ kind: 'call', id, name, input, background: partial !== undefined });
    });
  }

  async terminate(): Promise<void> {
    await this.#thread.terminate();
  }
}

export interface PoolOptions {
  /** The bundle of `worker.ts`; looked for when the first worker starts. */
  readonly file?: string;
  /** Where a TensorFlow runtime is, or would be. */
  readonly tensorflowDir?: string;
}

/**
 * The engine's workers: one kept warm for training and one for one-off jobs. A worker that crashes costs only what it
 * was doing; the next call starts another.
 */
export class ComputePool {
  #job: JobThread | null = null;
  #spare: TrainingThread | null = null;
  /** Kept warm for the next long job. */
  #idle: JobThread | null = null;
  readonly #working = new Set<JobThread>();
  readonly #training = new Set<TrainingThread>();

  readonly #options: PoolOptions;

  constructor(options: PoolOptions = {}) {
    this.#options = options;
  }

  /** Starts both workers and loads backend and kernel in the one for jobs. */
  async warmUp(): Promise<void> {
    this.#spare ??= this.#newTrainingThread();
    await this.call('warmUp', { backend: 'auto', kernel: 'auto' });
  }

  /** Several jobs at once each get a worker of their own. */
  train(job: TrainingJob, onEvent: (event: TrainingEvent) => void): TrainingHandle {
    const thread = this.#spare === null || this.#spare.ended ? this.#newTrainingThread() : this.#spare;
    this.#spare = null;
    return thread.train(job, onEvent);
  }

  /** @throws UnrollError what the job threw, or COMPUTE_FAILED when the worker broke off */
  async call<Name extends JobName>(name: Name, input: JobInput<Name>): Promise<JobOutput<Name>> {
    if (this.#job === null || this.#job.ended) this.#job = new JobThread(this.#threadOptions());
    return (await this.#job.call(name, input)) as JobOutput<Name>;
  }

  /**
   * A long job in a thread of its own, which hands out what it has so far. Aborting ends the thread at once.
   *
   * @throws UnrollError what the job threw, CANCELLED, or COMPUTE_FAILED when the worker broke off
   */
  async work<Name extends JobName>(
    name: Name,
    input: JobInput<Name>,
    onPartial: (partial: JobOutput<Name>) => void,
    signal: AbortSignal,
  ): Promise<JobOutput<Name>> {
    const thread =
      this.#idle === null || this.#idle.ended ? new JobThread(this.#threadOptions()) : this.#idle;
    this.#idle = null;
    this.#working.add(thread);
    const abort = (): void => void thread.terminate();
    signal.addEventListener('abort', abort, { once: true });
    try {
      if (signal.aborted) abort();
      const output = await thread.call(name, input, (partial) => onPartial(partial as JobOutput<Name>));
      this.#idle ??= thread;
      return output as JobOutput<Name>;
    } catch (thrown) {
      if (signal.aborted) throw new UnrollError('CANCELLED', 'This was cancelled.');
      throw thrown;
    } finally {
      signal.removeEventListener('abort', abort);
      this.#working.delete(thread);
      if (this.#idle !== thread) await thread.terminate();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#training, ...this.#working].map((thread) => thread.terminate()));
    await this.#job?.terminate();
    await this.#idle?.terminate();
    this.#idle = null;
    this.#training.clear();
    this.#spare = null;
    this.#job = null;
  }

  #threadOptions(): ThreadOptions {
    const { file = workerFile('compute-worker'), tensorflowDir } = this.#options;
    // TensorFlow's C++ reads the environment of the process, not of the thread.
    for (const [name, value] of Object.entries(tensorflowSettings)) process.env[name] ??= value;
    const env = { ...process.env, ...(tensorflowDir && { UNROLL_TENSORFLOW: tensorflowDir }) };
    return { file, env };
  }

  #newTrainingThread(): TrainingThread {
    const thread = new TrainingThread(this.#threadOptions(), (idle) => {
      if (this.#spare === null || this.#spare.ended) this.#spare = idle;
      else void idle.terminate().then(() => this.#training.delete(idle));
    });
    this.#training.add(thread);
    return thread;
  }
}
