import type { UnrollError } from '../../../shared/domain/error';
import { errorFromShape, errorToShape } from '../../../shared/domain/error';
import type { ComputeSpec } from '../../../shared/domain/model';
import { failure } from '../../../shared/sentences/failure';
import { workerFile } from '../files/worker-file';
import { tensorflowSettings } from '../kernels/tensorflow/settings';
import type { Trainer, TrainingEvent, TrainingHandle, TrainingJob } from '../training/job';
import type { JobInput, JobName, JobOutput } from './jobs';
import { openLink } from './worker-link';
import type { Place, WorkerBundle, WorkerLink } from './worker-link';

const usesGpu = ({ backend, kernel }: ComputeSpec): boolean => backend === 'webgpu' || kernel === 'webgpu';

/** Trains in a worker that can be kept warm between jobs. */
class TrainingWorker {
  readonly #link: WorkerLink;
  #current: { onEvent: (event: TrainingEvent) => void; finish: () => void } | null = null;

  constructor(
    place: Place,
    bundle: WorkerBundle,
    onIdle: (worker: TrainingWorker) => void,
    onGone: (worker: TrainingWorker) => void,
  ) {
    this.#link = openLink(place, bundle, {
      onReply: (reply) => {
        if (reply.kind === 'event') this.#current?.onEvent(reply.event);
        // What a worker said before it was terminated may still arrive.
        if (reply.kind !== 'trained' || this.#current === null) return;
        const { finish } = this.#current;
        this.#current = null;
        onIdle(this);
        finish();
      },
      onEnd: (error) => {
        this.#current?.onEvent({ kind: 'failed', error: errorToShape(error) });
        this.#current?.finish();
        this.#current = null;
        onGone(this);
      },
    });
  }

  get ended(): boolean {
    return this.#link.ended;
  }

  train(job: TrainingJob, onEvent: (event: TrainingEvent) => void): TrainingHandle {
    let finish = (): void => {};
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const own = { onEvent, finish };
    this.#current = own;
    this.#link.post({ kind: 'train', job });
    return {
      done,
      // The worker may be at another job by now.
      command: (command) => {
        if (this.#current === own) this.#link.post({ kind: 'command', command });
      },
      terminate: async () => {
        if (this.#current !== own) return;
        this.#current = null;
        await this.terminate();
        finish();
      },
    };
  }

  async terminate(): Promise<void> {
    await this.#link.terminate();
  }
}

interface PendingCall {
  resolve(output: unknown): void;
  reject(error: UnrollError): void;
  partial(output: unknown): void;
}

/** Runs one-off jobs (`jobs.ts`) one after the other. */
class JobWorker {
  readonly #link: WorkerLink;
  readonly #pending = new Map<number, PendingCall>();
  #nextId = 1;

  constructor(place: Place, bundle: WorkerBundle) {
    this.#link = openLink(place, bundle, {
      onReply: (reply) => {
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
      onEnd: (error) => {
        this.#pending.forEach(({ reject }) => reject(error));
        this.#pending.clear();
      },
    });
  }

  get ended(): boolean {
    return this.#link.ended;
  }

  /** With `partial` the job is long: it tells of what it has so far, and its thread gives way to the window. */
  call(name: string, input: unknown, partial?: (output: unknown) => void): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, partial: partial ?? (() => {}) });
      this.#link.post({ kind: 'call', id, name, input, background: partial !== undefined });
    });
  }

  async terminate(): Promise<void> {
    await this.#link.terminate();
  }
}

export interface PoolOptions {
  /** The bundle of `worker.ts`; looked for when the first worker starts. */
  readonly file?: string;
  /** Where a TensorFlow runtime is, or would be. */
  readonly tensorflowDir?: string;
}

/**
 * The engine's workers: a thread kept warm for training and one for one-off jobs; for each training that asks for a GPU a
 * process, which ends with it. A worker that crashes costs only what it was doing; the next call starts another.
 */
export class ComputePool implements Trainer {
  #job: JobWorker | null = null;
  #spare: TrainingWorker | null = null;
  /** Kept warm for the next long job. */
  #idle: JobWorker | null = null;
  readonly #working = new Set<JobWorker>();
  readonly #training = new Set<TrainingWorker>();

  readonly #options: PoolOptions;

  constructor(options: PoolOptions = {}) {
    this.#options = options;
  }

  /** Starts both workers and loads backend and kernel in the one for jobs. */
  async warmUp(): Promise<void> {
    this.#spare ??= this.#newTrainingWorker('thread');
    await this.call('warmUp', { backend: 'auto', kernel: 'auto' });
  }

  /** Several jobs at once each get a worker of their own. */
  train(job: TrainingJob, onEvent: (event: TrainingEvent) => void): TrainingHandle {
    if (usesGpu(job.recipe.compute)) return this.#newTrainingWorker('process').train(job, onEvent);
    const worker =
      this.#spare === null || this.#spare.ended ? this.#newTrainingWorker('thread') : this.#spare;
    this.#spare = null;
    return worker.train(job, onEvent);
  }

  /** @throws UnrollError what the job threw, or COMPUTE_FAILED when the worker broke off */
  async call<Name extends JobName>(name: Name, input: JobInput<Name>): Promise<JobOutput<Name>> {
    if (this.#job === null || this.#job.ended) this.#job = new JobWorker('thread', this.#bundle());
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
    const worker =
      this.#idle === null || this.#idle.ended ? new JobWorker('thread', this.#bundle()) : this.#idle;
    this.#idle = null;
    this.#working.add(worker);
    const abort = (): void => void worker.terminate();
    signal.addEventListener('abort', abort, { once: true });
    try {
      if (signal.aborted) abort();
      const output = await worker.call(name, input, (partial) => onPartial(partial as JobOutput<Name>));
      this.#idle ??= worker;
      return output as JobOutput<Name>;
    } catch (thrown) {
      if (signal.aborted) throw failure('CANCELLED.work');
      throw thrown;
    } finally {
      signal.removeEventListener('abort', abort);
      this.#working.delete(worker);
      if (this.#idle !== worker) await worker.terminate();
    }
  }

  /**
   * {@link call} in a process that is started for it and ends with it: for what may crash.
   *
   * @throws UnrollError also COMPUTE_FAILED when it takes longer than `timeoutMs`
   */
  async callApart<Name extends JobName>(
    name: Name,
    input: JobInput<Name>,
    timeoutMs: number,
  ): Promise<JobOutput<Name>> {
    const worker = new JobWorker('process', this.#bundle());
    const timer = setTimeout(() => void worker.terminate(), timeoutMs);
    try {
      return (await worker.call(name, input)) as JobOutput<Name>;
    } finally {
      clearTimeout(timer);
      await worker.terminate();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#training, ...this.#working].map((worker) => worker.terminate()));
    await this.#job?.terminate();
    await this.#idle?.terminate();
    this.#idle = null;
    this.#training.clear();
    this.#spare = null;
    this.#job = null;
  }

  #bundle(): WorkerBundle {
    const { file = workerFile('compute-worker'), tensorflowDir } = this.#options;
    // TensorFlow's C++ reads the environment of the process, not of the thread.
    for (const [name, value] of Object.entries(tensorflowSettings)) process.env[name] ??= value;
    const env = { ...process.env, ...(tensorflowDir && { UNROLL_TENSORFLOW: tensorflowDir }) };
    return { file, env };
  }

  #newTrainingWorker(place: Place): TrainingWorker {
    const worker = new TrainingWorker(
      place,
      this.#bundle(),
      (idle) => {
        if (place === 'thread' && (this.#spare === null || this.#spare.ended)) this.#spare = idle;
        else void idle.terminate();
      },
      (gone) => this.#training.delete(gone),
    );
    this.#training.add(worker);
    return worker;
  }
}
