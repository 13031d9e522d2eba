import { Worker } from 'node:worker_threads';
import { errorFromShape, UnrollError } from '../../../../shared/domain/error';
import { workerFile } from '../../files/worker-file';
import type { AudioAnswer, AudioJob, AudioResults } from './decode-worker';

export interface JobLimits {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
  /** What is thrown when the worker died or the time is over. */
  readonly onLost: (why: 'crashed' | 'timeout') => UnrollError;
}

interface Waiting {
  readonly job: AudioJob;
  readonly limits: JobLimits;
  readonly resolve: (result: AudioResults[AudioJob['kind']]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A few warm worker threads for foreign sound files. A file that crashes its worker or never ends costs only itself:
 * the worker is ended and the next job gets a new one.
 */
export class AudioPool {
  private readonly queue: Waiting[] = [];
  private readonly idle: Worker[] = [];
  /** Worker → how to give its job up. */
  private readonly busy = new Map<Worker, () => void>();

  constructor(private readonly size: number) {}

  /** @throws UnrollError CANCELLED, what the job itself throws, or what `limits.onLost` makes */
  async run<K extends AudioJob['kind']>(
    job: Extract<AudioJob, { kind: K }>,
    limits: JobLimits,
  ): Promise<AudioResults[K]> {
    return new Promise<AudioResults[K]>((resolve, reject) => {
      this.queue.push({
        job,
        limits,
        resolve: resolve as Waiting['resolve'],
        reject,
      });
      this.next();
    });
  }

  /** Ends all workers. Waiting jobs are cancelled; a later job starts new workers. */
  async close(): Promise<void> {
    for (const { reject } of this.queue.splice(0)) reject(cancelled());
    const workers = [...this.idle.splice(0), ...this.busy.keys()];
    for (const giveUp of [...this.busy.values()]) giveUp();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  private next(): void {
    while (this.queue.length > 0 && this.busy.size < this.size) {
      const waiting = this.queue.shift()!;
      if (waiting.limits.signal?.aborted === true) {
        waiting.reject(cancelled());
        continue;
      }
      try {
        this.dispatch(waiting, this.idle.pop() ?? new Worker(workerFile('decode-worker')));
      } catch (thrown) {
        waiting.reject(thrown as Error);
      }
    }
  }

  private dispatch({ job, limits, resolve, reject }: Waiting, worker: Worker): void {
    worker.removeAllListeners();
    worker.ref();
    const settle = (finish: () => void, keep: boolean): void => {
      clearTimeout(timer);
      limits.signal?.removeEventListener('abort', onAbort);
      worker.removeAllListeners();
      this.busy.delete(worker);
      if (keep) {
        this.rest(worker);
      } else {
        // A dying worker may still report; without a listener that would end the engine.
        worker.on('error', () => {});
        void worker.terminate();
      }
      finish();
      this.next();
    };
    const onAbort = (): void => settle(() => reject(cancelled()), false);
    this.busy.set(worker, onAbort);
    const timer = setTimeout(() => settle(() => reject(limits.onLost('timeout')), false), limits.timeoutMs);
    limits.signal?.addEventListener('abort', onAbort, { once: true });
    worker.on('message', (answer: AudioAnswer) => {
      settle(() => {
        if (answer.ok) resolve(answer.result);
        else reject(errorFromShape(answer.error));
      }, true);
    });
    worker.on('error', () => settle(() => reject(limits.onLost('crashed')), false));
    worker.on('exit', () => settle(() => reject(limits.onLost('crashed')), false));
    worker.postMessage(job);
  }

  private rest(worker: Worker): void {
    const forget = (): void => {
      const place = this.idle.indexOf(worker);
      if (place >= 0) this.idle.splice(place, 1);
    };
    // Without a listener an error between two jobs would end the engine.
    worker.on('error', forget);
    worker.on('exit', forget);
    worker.unref();
    this.idle.push(worker);
  }
}

function cancelled(): UnrollError {
  return new UnrollError('CANCELLED', 'The work was cancelled.');
}
