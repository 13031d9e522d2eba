// What every row of the torture needs: the lab as a command, a home to begin with, and a process that looks into homes.
import { fork, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundle.mjs';

const hereDir = dirname(fileURLToPath(import.meta.url));
const rootDir = join(hereDir, '../..');
const cliFile = join(rootDir, 'out/main/cli.cjs');
export const dataDir = join(rootDir, 'test/fixtures/engine/vowels');
export const workDir = mkdtempSync(join(tmpdir(), 'unroll-torture-'));

/** The run that is tortured: 12 epochs, or as many as `--epochs` says, each with a checkpoint of its own where the machine is slow enough. */
export const options =
  '--model gru --units 8 --epochs 12 --patience 12 --batch 4 --seed 3 --kernel wasm --json'.split(' ');

export function trainFor(epochs) {
  for (const name of ['--epochs', '--patience']) options[options.indexOf(name) + 1] = String(epochs);
}

function shim() {
  const file = join(workDir, 'disk.so');
  if (existsSync(file)) return file;
  const { status } = spawnSync('cc', [
    '-shared',
    '-fPIC',
    '-O1',
    '-w',
    '-o',
    file,
    join(hereDir, 'disk.c'),
    '-ldl',
  ]);
  return status === 0 ? file : null;
}

/** Whether disks can be watched here: Linux and a C compiler. */
export const canWatch = () => process.platform === 'linux' && shim() !== null;

const environment = (homeDir, watch) => ({
  ...process.env,
  UNROLL_HOME: homeDir,
  ...(watch && { LD_PRELOAD: shim(), TORTURE_DIR: homeDir, ...watch }),
});

/** Runs a command of the lab to its end. `watch`: variables of disk.c. */
export function lab(homeDir, words, watch) {
  const env = environment(homeDir, watch);
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [cliFile, ...words], {
    env,
    encoding: 'utf8',
  });
  let json = {};
  try {
    json = JSON.parse(stdout);
  } catch {
    // Killed, or it said nothing.
  }
  return { status, signal, json, stderr };
}

/** Runs a command and kills it after so many milliseconds. */
export function killedAfter(homeDir, words, ms) {
  const child = spawn(process.execPath, [cliFile, ...words], { env: environment(homeDir), stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  return new Promise((resolve) =>
    child.once('exit', (status, signal) => {
      clearTimeout(timer);
      resolve({ status, isKilled: signal === 'SIGKILL' });
    }),
  );
}

const lookFile = bundled('look.ts', 'torture');

/** A process of look.ts. It starts again when it dies, and says so. */
export class Looker {
  #child = null;
  deaths = 0;

  async ask(request, onMessage = () => {}) {
    this.#child ??= fork(await lookFile(), {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const onExit = () => {
        this.#child = null;
        this.deaths += 1;
        reject(new Error('the process that looks died'));
      };
      const listen = (message) => {
        if (message.kind !== 'answer') return onMessage(message);
        child.off('exit', onExit);
        child.off('message', listen);
        if (message.error !== undefined) reject(new Error(message.error));
        else resolve(message.value);
      };
      child.once('exit', onExit);
      child.on('message', listen);
      child.send(request);
    });
  }

  look(homeDir) {
    return this.ask({ do: 'look', homeDir });
  }

  close() {
    this.#child?.removeAllListeners('exit');
    this.#child?.disconnect();
    this.#child = null;
  }
}

export const copyOf = (homeDir, name) => {
  const target = join(workDir, name);
  rmSync(target, { recursive: true, force: true });
  cpSync(homeDir, target, { recursive: true });
  return target;
};

export function filesOf(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

export const weightsOf = (homeDir, run) => readFileSync(join(homeDir, 'runs', run, 'weights.safetensors'));
export const lastRun = (homeDir) => readdirSync(join(homeDir, 'runs')).sort().at(-1);

/** A home with a data set; and what a run of it leads to when nothing happens. */
export function prepare() {
  mkdirSync(workDir, { recursive: true });
  const homeDir = join(workDir, 'prepared');
  const imported = lab(homeDir, ['import', dataDir, '--json']);
  if (imported.status !== 0) throw new Error(`The import failed: ${imported.stderr}`);
  const { dataset } = imported.json;
  const whole = copyOf(homeDir, 'whole');
  const started = Date.now();
  const trained = lab(whole, ['train', dataset, ...options]);
  if (trained.status !== 0) throw new Error(`The training failed: ${trained.stderr}`);
  return {
    homeDir,
    dataset,
    wholeDir: whole,
    run: trained.json.run,
    weights: weightsOf(whole, trained.json.run),
    trainMs: Date.now() - started,
  };
}

/** Goes on with whatever run is there to its end, or begins one. @returns why it is not as it should be; null when it is */
export function finish(homeDir, base) {
  const listed = lab(homeDir, ['runs', '--json']);
  if (listed.status !== 0) return `the home does not open: ${listed.stderr.trim()}`;
  if (listed.json.unreadable.length > 0) return 'a run cannot be read';
  const [run] = listed.json.runs;
  if (run?.status === 'failed') return 'the run is failed for good';
  const isDone = run?.status === 'completed';
  const words = run === undefined ? ['train', base.dataset, ...options] : ['resume', run.id, '--json'];
  const ended = isDone ? { status: 0, json: { run: run.id } } : lab(homeDir, words);
  if (ended.status !== 0) return `it does not go on: ${ended.stderr.trim()}`;
  if (!weightsOf(homeDir, ended.json.run).equals(base.weights)) return 'the weights differ';
  return null;
}
