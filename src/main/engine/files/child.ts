import { fork } from 'node:child_process';

/** A Node process of the engine's own that runs one bundle: what may crash does so there. */
export interface Child {
  post(message: unknown): void;
  /** Kills it at once; `onExit` follows. */
  kill(): void;
}

export interface ChildEvents {
  readonly onMessage: (message: unknown) => void;
  /**
   * Once.
   * @param detail how it ended: `ended with code 1.`
   * @param complaint the end of what it wrote to stderr; nothing when it was killed or crashed
   */
  readonly onExit: (detail: string, complaint: string) => void;
}

export type StartChild = (file: string, env: NodeJS.ProcessEnv, events: ChildEvents) => Child;

const KEPT_COMPLAINT_CHARACTERS = 2_000;

/** The end of what a process complains of. */
export function complaintOf(stderr: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stderr?.on('data', (data) => (text = (text + String(data)).slice(-KEPT_COMPLAINT_CHARACTERS)));
  return () => text;
}

function forkNode(node: string, file: string, env: NodeJS.ProcessEnv, events: ChildEvents): Child {
  const { onMessage, onExit } = events;
  const child = fork(file, {
    execPath: node,
    serialization: 'advanced',
    // Drivers print as they please.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env,
    execArgv: [],
  });
  const complaint = complaintOf(child.stderr);
  let ended = false;
  const end = (detail: string, lastWords: string): void => {
    if (!ended) onExit(detail, lastWords);
    ended = true;
  };
  child.on('message', onMessage);
  child.once('close', (code, signal) =>
    signal === null ? end(`ended with code ${code}.`, complaint()) : end(`was ended by ${signal}.`, ''),
  );
  child.once('error', ({ message }) => {
    if (child.pid === undefined) end(`could not be started: ${message}.`, '');
  });
  return {
    post: (message) => {
      if (child.connected) child.send(message as object);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

let startByMain: StartChild | null = null;

/**
 * Electron's own executable is no Node where its fuses say so, as in a package (docs/packaging.md): there its main process
 * starts the children. Called once, before the engine opens.
 */
export function startChildrenBy(starter: StartChild): void {
  startByMain = starter;
}

/** With the Node that runs this, or the one that opened the window (scripts/start.mjs), else by Electron's main process. */
export const startChild: StartChild = (file, env, events) => {
  const node = env['UNROLL_NODE'] ?? (process.versions['electron'] === undefined ? process.execPath : null);
  if (node === null && startByMain !== null) return startByMain(file, env, events);
  return forkNode(node ?? process.execPath, file, env, events);
};
