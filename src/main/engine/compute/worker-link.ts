import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { UnrollError } from '../../../shared/domain/error';
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
  return new UnrollError(
    'COMPUTE_FAILED',
    `The compute worker broke off: ${detail} Try again; if it happens again, choose another kernel.`,
    { detail },
  );
}

export function openLink(place: Place, bundle: WorkerBundle, events: LinkEvents): WorkerLink {
  if (place === 'thread') return new ThreadLink(bundle, events);
  const node = nodeFile(bundle.env);
  return node === null ? new NoLink(events) : new ProcessLink(node, bundle, events);
}

/**
 * Node's executable: the one that runs this, or the one that opened the window (scripts/start.mjs). Electron's own stands
 * for Node neither in a package, whose fuses forbid it, nor for Dawn, which does not load into every Electron.
 */
function nodeFile(env: NodeJS.ProcessEnv): string | null {
  return env['UNROLL_NODE'] ?? (process.versions['electron'] === undefined ? process.execPath : null);
}

/** Where no process can be had: ends at once and says why. */
class NoLink implements WorkerLink {
  readonly ended = true;

  constructor({ onEnd }: LinkEvents) {
    const sentence =
      'WebGPU computes in a process of Node, which the installed app does not bring along: open the lab with npm start, or choose another backend.';
    setImmediate(() => onEnd(new UnrollError('BACKEND_UNAVAILABLE', sentence, { backend: 'webgpu' })));
  }

  post(): void {}

  terminate(): Promise<void> {
    return Promise.resolve();
  }
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
  readonly #process: ChildProcess;
  readonly #gone: Promise<void>;
  #ended = false;

  constructor(node: string, { file, env }: WorkerBundle, { onReply, onEnd }: LinkEvents) {
    this.#process = fork(file, {
      serialization: 'advanced',
      // Drivers write as they please; the engine's own output is its caller's.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execPath: node,
      env,
      execArgv: [],
    });
    let failure: Error | null = null;
    this.#process.on('message', (reply) => onReply(reply as WorkerReply));
    this.#process.on('error', (error) => {
      failure = error;
    });
    this.#gone = new Promise((resolve) => {
      const end = (detail: string): void => {
        if (!this.#ended) onEnd(crash(detail));
        this.#ended = true;
        resolve();
      };
      this.#process.once('exit', (code, signal) => end(`it ended with ${signal ?? `code ${code}`}.`));
      this.#process.once('error', () => {
        if (this.#process.pid === undefined) end(`${failure?.message}.`);
      });
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  post(request: WorkerRequest): void {
    if (this.#process.connected) this.#process.send(request);
  }

  async terminate(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#gone;
  }
}
