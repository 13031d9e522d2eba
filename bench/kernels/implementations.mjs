// The contenders: each a process of its own that answers one JSON line with another.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const hereDir = dirname(fileURLToPath(import.meta.url));
const rootDir = join(hereDir, '../..');
const python = join(
  rootDir,
  process.platform === 'win32' ? 'bench/peers/venv/Scripts/python.exe' : 'bench/peers/venv/bin/python',
);
const node = process.execPath;

/** Bundles our own side and the stock layers, as the lab is bundled: tfjs' WebAssembly loader wants CommonJS. */
async function bundle(name) {
  const outDir = join(rootDir, 'build/bench', name);
  await build({
    root: rootDir,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ...{ ssr: join(hereDir, `${name}.ts`), outDir, target: 'node20', minify: false, emptyOutDir: true },
      rolldownOptions: { output: { format: 'cjs', entryFileNames: `${name}.cjs` } },
    },
  });
  return join(outDir, `${name}.cjs`);
}

/** Where `bin/unroll setup tensorflow` puts its runtime (src/main/engine/files/home.ts). */
function tensorflowDir() {
  const { UNROLL_TENSORFLOW, UNROLL_HOME, XDG_DATA_HOME, APPDATA } = process.env;
  if (UNROLL_TENSORFLOW !== undefined) return UNROLL_TENSORFLOW;
  const platformDir = {
    darwin: join(homedir(), 'Library/Application Support/Unroll'),
    win32: join(APPDATA ?? join(homedir(), 'AppData/Roaming'), 'Unroll'),
  }[process.platform];
  const home = UNROLL_HOME ?? platformDir ?? join(XDG_DATA_HOME ?? join(homedir(), '.local/share'), 'unroll');
  return join(home, 'tensorflow');
}

/** [name, command, what it needs] */
async function contenders(threads) {
  const [unroll, stock] = [await bundle('unroll'), await bundle('stock')];
  const ours = (kernel, count) => ({
    command: [node, '--expose-gc', unroll],
    env: { BENCH_KERNEL: kernel, UNROLL_THREADS: String(count), UNROLL_TENSORFLOW: tensorflowDir() },
  });
  const tfjs = (backend) => ({
    command: [node, stock],
    env: { BENCH_BACKEND: backend, UNROLL_TENSORFLOW: tensorflowDir() },
  });
  const peer = (file) => ({
    command: [python, join(hereDir, file)],
    env: { BENCH_THREADS: String(threads) },
  });
  const noPeers = existsSync(python) ? null : 'node bench/run.mjs --install-peers brings it';
  return [
    { name: 'unroll-native', ...ours('native', threads), missing: null },
    { name: 'unroll-wasm', ...ours('wasm', threads), missing: null },
    { name: 'unroll-wasm-1', ...ours('wasm', 1), missing: null },
    { name: 'unroll-webgpu', ...ours('webgpu', threads), missing: null },
    { name: 'unroll-tensorflow', ...ours('tensorflow', threads), missing: null },
    { name: 'tfjs-wasm', ...tfjs('wasm'), missing: null },
    { name: 'tfjs-node', ...tfjs('tensorflow'), missing: null },
    { name: 'pytorch', ...peer('torch_peer.py'), missing: noPeers },
    { name: 'keras', ...peer('keras_peer.py'), missing: noPeers },
  ];
}

/** A running contender. */
export class Implementation {
  #child;
  #lines;
  #startedMs = performance.now();

  constructor(name, command, env) {
    this.name = name;
    this.#child = spawn(command[0], command.slice(1), {
      cwd: rootDir,
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', process.env.BENCH_VERBOSE ? 'inherit' : 'ignore'],
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @throws Error with what the implementation said, or that it ended */
  async ask(request) {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    return this.#answer();
  }

  async #answer() {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(`${this.name} ended`);
      // Libraries print what they like; ours begin with a brace.
      if (!value.startsWith('{')) continue;
      const answer = JSON.parse(value);
      if (answer.error !== undefined) throw new Error(`${this.name}: ${answer.error}`);
      return answer;
    }
  }

  /** Waits until it can compute. @returns what it says of itself */
  async ready() {
    const facts = await this.#answer();
    return { ...facts, readyMs: performance.now() - this.#startedMs };
  }

  sinceStartMs() {
    return performance.now() - this.#startedMs;
  }

  async close() {
    this.#child.stdin.end();
    if (this.#child.exitCode === null) await new Promise((resolve) => this.#child.once('exit', resolve));
  }
}

/** Starts every contender that can run; says in a line why another cannot. */
export async function startAll(threads, only) {
  const started = [];
  for (const { name, command, env, missing } of await contenders(threads)) {
    if (only !== null && !only.includes(name)) continue;
    if (missing !== null) {
      console.error(`${name}: left out, ${missing}.`);
      continue;
    }
    const implementation = new Implementation(name, command, env);
    try {
      started.push({ implementation, facts: await implementation.ready() });
    } catch (error) {
      console.error(`${name}: left out, ${error.message}.`);
    }
  }
  return started;
}
