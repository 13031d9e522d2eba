import type { UtilityProcess, WebContents } from 'electron';
import { MessageChannelMain, utilityProcess } from 'electron';
import { ipc } from '../../shared/ipc';
import { Children } from './children';
import type { EngineCommand, EngineReport } from './engine-messages';
import { RestartPause } from './restart-pause';

/** Time to write a checkpoint and close the catalog. */
const STOP_MS = 5_000;

export interface EngineHostOptions {
  /** Absolute path of the engine's bundle. */
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/** Forks the engine, joins windows to it, starts it again when it dies, ends it when the lab quits. */
export class EngineHost {
  #child: UtilityProcess | null = null;
  #windows = new Set<WebContents>();
  readonly #pause = new RestartPause();
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #options: EngineHostOptions;

  constructor(options: EngineHostOptions) {
    this.#options = options;
  }

  /** Of the engine process; undefined while there is none. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    const { file, env, log } = this.#options;
    const child = utilityProcess.fork(file, [], { serviceName: 'unroll-engine', stdio: 'pipe', env });
    this.#child = child;
    let reason = '';
    const children = new Children((message) => child.postMessage(message satisfies EngineCommand));
    child.stdout?.on('data', (bytes: Buffer) => log(bytes.toString().trimEnd()));
    child.stderr?.on('data', (bytes: Buffer) => log(bytes.toString().trimEnd()));
    child.on('message', (message: EngineReport) => {
      if (message.kind === 'failed') ({ reason } = message);
      else if (message.kind === 'ready') this.#pause.ready();
      else children.obey(message);
    });
    child.once('exit', (code: number) => {
      children.killAll();
      if (this.#stopping) return;
      this.#child = null;
      this.#tellGone(reason || `The engine process ended with code ${code}.`);
      this.#timer = setTimeout(() => this.start(), this.#pause.next());
    });
    for (const window of this.#windows) this.#join(window);
  }

  /** Sends `window` a port to the engine now, and to each engine that follows, until it is closed or reloaded. */
  connect(window: WebContents): void {
    if (!this.#windows.has(window)) window.once('destroyed', () => this.#windows.delete(window));
    this.#windows.add(window);
    this.#join(window);
  }

  /** Asks the engine to end and kills it when it does not. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    this.#child = null;
    if (child === null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.postMessage({ kind: 'stop' } satisfies EngineCommand);
    const patience = setTimeout(() => child.kill(), STOP_MS);
    await ended;
    clearTimeout(patience);
  }

  #join(window: WebContents): void {
    if (this.#child === null || window.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    this.#child.postMessage({ kind: 'join' } satisfies EngineCommand, [port1]);
    window.postMessage(ipc.enginePort, null, [port2]);
  }

  #tellGone(reason: string): void {
    this.#options.log(reason);
    for (const window of this.#windows) if (!window.isDestroyed()) window.send(ipc.engineGone, reason);
  }
}
