// A home of its own and the lab as a command in it; what each command gave goes into the record.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  fieldHashes,
  fileHash,
  plain,
  plainHash,
  plainText,
  safetensorsHash,
  sha,
  standIn,
} from './plain.mjs';

const GPU_DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json';
const CALL_MS = 400_000;

// What `auto` takes depends on timings.
export const COMPUTE = { backend: 'wasm', kernel: 'native' };
const TINY = { epochs: 2, units: 8, batch: 8 };
export const TRANSFORMER = { model: 'transformer', units: null, width: 8, heads: 2 };

export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A refusal is a result like another. */
export function refusal({ status, json, stderr }) {
  if (status === 0 && json !== null && !json.error) return null;
  const { code, message } = json?.error ?? {
    code: `exit ${status}`,
    message: stderr.trim().split('\n').at(-1),
  };
  return { refused: code, message: plainText(message ?? '') };
}

function flagsOf(choices) {
  return Object.entries(choices).flatMap(([name, value]) => {
    if (value === null) return [];
    if (value === true) return [`--${name}`];
    if (value === false) return [`--no-${name}`];
    return [`--${name}`, value];
  });
}

export class Lab {
  record = {};
  /** Names of data sets → their ids. */
  datasets = {};
  calls = 0;
  hasGpu = existsSync(GPU_DRIVER);
  #dir = mkdtempSync(join(tmpdir(), 'unroll-identity-'));

  /** @param checkout a folder with a built checkout */
  constructor(checkout) {
    this.cli = resolve(checkout, 'bin/unroll');
    this.samples = resolve(checkout, 'resources/samples');
    for (const name of ['home', 'data', 'exported']) mkdirSync(join(this.#dir, name));
    this.home = join(this.#dir, 'home');
    this.data = join(this.#dir, 'data');
    standIn(this.#dir, 'work');
    standIn(this.samples, 'samples');
    this.env = { ...process.env, UNROLL_HOME: this.home, TZ: 'UTC', LC_ALL: 'C.UTF-8', LANG: 'C.UTF-8' };
    // A driver from outside would make WebGPU available to `auto` on one machine and not on another.
    delete this.env.VK_ICD_FILENAMES;
  }

  close(keep) {
    if (keep) console.error(this.#dir);
    else rmSync(this.#dir, { recursive: true, force: true });
  }

  note(name, value) {
    if (name in this.record) throw new Error(`${name} twice`);
    this.record[name] = value;
  }

  /** A made file. */
  at(name) {
    return join(this.data, name);
  }

  exported(name) {
    return join(this.#dir, 'exported', name);
  }

  runDir(run) {
    return join(this.home, 'runs', run);
  }

  call(args, { input, gpu = false } = {}) {
    this.calls += 1;
    const { status, stdout, stderr } = spawnSync(process.execPath, [this.cli, ...args.map(String)], {
      env: gpu ? { ...this.env, VK_ICD_FILENAMES: GPU_DRIVER } : this.env,
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      timeout: CALL_MS,
    });
    return { status, stdout, stderr, json: parsed(stdout) };
  }

  importData(name, paths, choices = {}) {
    const answer = this.call(['import', ...paths, '--name', name, ...flagsOf(choices), '--json']);
    const refused = refusal(answer);
    if (refused) return this.note(`data/${name}`, refused);
    const { dataset, ...facts } = answer.json;
    this.datasets[name] = dataset;
    standIn(dataset, name);
    const dir = join(this.home, 'datasets', dataset);
    this.note(`data/${name}`, plain(facts));
    this.note(`data/${name}/prepared`, safetensorsHash(readFileSync(join(dir, 'prepared.safetensors'))));
    this.note(`data/${name}/dataset`, fieldHashes(parsed(readFileSync(join(dir, 'dataset.json'), 'utf8'))));
    this.note(`data/${name}/examples`, fieldHashes(parsed(readFileSync(join(dir, 'examples.json'), 'utf8'))));
  }

  noteRun(name, answer) {
    const refused = refusal(answer);
    if (refused) {
      this.note(`run/${name}`, refused);
      return null;
    }
    // `models import` answers with the whole run.
    const run = answer.json.run?.id ?? answer.json.run;
    const dir = this.runDir(run);
    this.note(`run/${name}`, plain(answer.json));
    for (const file of ['weights.safetensors', 'weights.training.safetensors']) {
      const path = join(dir, file);
      if (existsSync(path)) this.note(`run/${name}/${file}`, safetensorsHash(readFileSync(path)));
    }
    const metrics = join(dir, 'metrics.safetensors');
    if (existsSync(metrics))
      this.note(`run/${name}/metrics`, safetensorsHash(readFileSync(metrics), ['epochs/seconds']));
    this.note(`run/${name}/run.json`, fieldHashes(parsed(readFileSync(join(dir, 'run.json'), 'utf8'))));
    return run;
  }

  trainArguments(name, dataset, choices) {
    return ['train', this.datasets[dataset] ?? dataset, '--name', name, ...flagsOf(choices), '--json'];
  }

  train(name, dataset, choices, { gpu = false } = {}) {
    if (!(dataset in this.datasets)) return this.note(`run/${name}`, `no data set ${dataset}`);
    const all = { ...TINY, ...COMPUTE, ...choices };
    return this.noteRun(name, this.call(this.trainArguments(name, dataset, all), { gpu }));
  }

  /** Of the models without a network; what a network's flags would say to them is not of interest. */
  fit(name, dataset, choices) {
    if (!(dataset in this.datasets)) return this.note(`run/${name}`, `no data set ${dataset}`);
    return this.noteRun(name, this.call(this.trainArguments(name, dataset, { seed: 1, ...choices })));
  }

  predict(name, model, files, extra = []) {
    const answer = this.call(['predict', model, ...files, ...extra, '--json']);
    this.note(`predict/${name}`, refusal(answer) ?? plainHash(answer.json));
  }

  hear(name, model, input, extra = []) {
    const { status, stdout } = this.call(['predict', model, '-', '--stream', ...extra, '--json'], { input });
    const events = stdout.trim().split('\n').map(parsed);
    this.note(`hear/${name}`, { status, events: events.length, hash: plainHash(events) });
  }

  inspect(name, run, extra = ['--example', 1]) {
    const file = this.exported(`trace-${name}.json`);
    const answer = this.call(['inspect', run, ...extra, '--out', file, '--json']);
    this.note(`inspect/${name}`, refusal(answer) ?? fileHash('trace.json', readFileSync(file)));
  }

  generate(name, run, extra) {
    const file = this.exported(`generated-${name}.csv`);
    const answer = this.call(['generate', run, ...extra, '--out', file, '--json']);
    this.note(
      `generate/${name}`,
      refusal(answer) ?? { said: plainHash(answer.json), csv: sha(readFileSync(file, 'utf8')) },
    );
  }

  exportAs(name, run, format, extra = []) {
    const out = this.exported(`${name}-${format}${extra.join('')}`);
    const key = `export/${name}/${format}${extra.join('')}`;
    const answer = this.call(['export', run, '--format', format, ...extra, '--out', out, '--json']);
    const refused = refusal(answer);
    if (refused) {
      this.note(key, refused);
      return out;
    }
    const hashes = readdirSync(out)
      .sort()
      .filter((file) => !file.endsWith('.h5'))
      .map((file) => [plainText(file), fileHash(file, readFileSync(join(out, file)))]);
    this.note(key, Object.fromEntries(hashes));
    return out;
  }
}
