import { spawn } from 'node:child_process';

/** A server that has lived so long is started again at once; one that died sooner after a pause that grows. */
const STEADY_MS = 10_000;
const FIRST_PAUSE_MS = 200;
const LAST_PAUSE_MS = 5_000;
const SUPERVISED = 'UNROLL_SUPERVISED';

/** Said by the server to who watches over it. */
export interface Ready {
  readonly port: number;
}

/** Whether this process is watched over: then it ends with the one that does. */
export function isSupervised(): boolean {
  if (process.env[SUPERVISED] === undefined) return false;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  return true;
}

export function tellReady(ready: Ready): void {
  process.send?.(ready);
}

/**
 * Runs this command in a process of its own and starts it again, on the same port, whenever it crashes. What ends of itself,
 * by a signal to this process, or before it was ready ends this one too, with the same code.
 *
 * @param say for people
 */
export async function supervise(say: (line: string) => void): Promise<void> {
  let port: number | null = null;
  let isEnding = false;
  let pauseMs = FIRST_PAUSE_MS;
  let child: ReturnType<typeof spawn> | null = null;
  const end = (signal: NodeJS.Signals): void => {
    isEnding = true;
    child?.kill(signal);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  for (;;) {
    const startedMs = Date.now();
    const [, script, ...words] = process.argv;
    const again = port === null ? [] : ['--port', String(port)];
    // Of its own group, so that Ctrl+C comes once, through here.
    child = spawn(process.execPath, [...process.execArgv, script!, ...words, ...again], {
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, [SUPERVISED]: '1' },
    });
    child.on('message', (ready: Ready) => ({ port } = ready));
    const [code, signal] = await ended(child);
    if (isEnding || port === null || code === 0 || code === 2) {
      process.exitCode = code ?? 1;
      break;
    }
    say(
      `The lab stopped (${signal ?? `code ${code}`}) and is started again; open tabs ask for its new address.`,
    );
    if (Date.now() - startedMs > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    pauseMs = Math.min(2 * pauseMs, LAST_PAUSE_MS);
    if (isEnding) break;
  }
  process.off('SIGINT', end);
  process.off('SIGTERM', end);
}

function ended(child: ReturnType<typeof spawn>): Promise<[number | null, NodeJS.Signals | null]> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve([code, signal]));
    child.once('error', () => resolve([1, null]));
  });
}
