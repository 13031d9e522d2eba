import { Worker } from 'node:worker_threads';
import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { foreign } from '../../../shared/sentences/why';
import type { Child } from '../files/child';
import { startChild } from '../files/child';
import type { WorkerReply, WorkerRequest } from './messages';

/** A compute worker as the engine sees it. */
export interface WorkerLink {
  readonly ended: boolean;
  post(request: WorkerRequest): void;
  /** Kills it at once; resolves when it is gone. */
  terminate(): Promise<void>;
}

export interface WorkerBundle {
  /** The bundle of `worker.ts`. */
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface LinkEvents {
  readonly onReply: (reply: WorkerReply) => void;
  /** Also after `terminate`. */
  readonly onEnd: (error: UnrollError) => void;
}

/**
 * Where a worker computes. A thread starts at once and costs little. A process bears what a thread would not: drivers of
 * GPUs that crash, and Dawn, which cannot be ended in a thread.
 */
export type Place = 'thread' | 'process';

function crash(detail: string): UnrollError {
  return failure('COMPUTE_FAILED.worker', { detail: foreign(detail) });
}

export function openLink(place: Place, bundle: WorkerBundle, events: LinkEvents): WorkerLink {
  return place === 'thread' ? new ThreadLink(bundle, events) : new ProcessLink(bundle, events);
}

class ThreadLink implements WorkerLink {
  readonly #worker: Worker;
  #ended = false;

  constructor({ file, env }: WorkerBundle, { onReply, onEnd }: LinkEvents) {
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

class ProcessLink implements WorkerLink {
  readonly #child: Child;
  readonly #gone: Promise<void>;
  #ended = false;

  constructor({ file, env }: WorkerBundle, { onReply, onEnd }: LinkEvents) {
    let leave = (): void => {};
    this.#gone = new Promise((resolve) => {
      leave = resolve;
    });
    this.#child = startChild(file, env, {
      onMessage: (reply) => onReply(reply as WorkerReply),
      onExit: (detail) => {
        this.#ended = true;
        onEnd(crash(`it ${detail}`));
        leave();
      },
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  post(request: WorkerRequest): void {
    this.#child.post(request);
  }

  async terminate(): Promise<void> {
    if (!this.#ended) this.#child.kill();
    await this.#gone;
  }
}
