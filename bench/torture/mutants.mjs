// Damaged files of every format that the lab reads, and damaged models: each is read or refused by name, at little cost, and
// nothing is written elsewhere. A row of the torture, and a command of its own:
//
//   node bench/torture/mutants.mjs --data 10000 --models 2000 --seed 1
//
// Every file is opened by the whole engine in a process of its own, whose processor time, memory and loop are read. Half of the
// models, and of the zipped tables, carry hashes and checksums that are right again, so that what is behind them is reached.
import { fork } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundled } from './bundle.mjs';
import { randomOf } from '../random.mjs';
import { dataSources, filesIn, fixtures, modelSources, writeMutant } from './mutate.mjs';

const MOST_CPU_MS = 5000;
const MOST_RSS = 1e9;
const MOST_LOOP_MS = 50;
/** Wall time after which a process is taken for hung. */
const PATIENCE_MS = 60_000;

const readerFile = bundled('mutant-reader.ts', 'mutants');

/** The process that reads, started again when it has died. */
class Reader {
  #child = null;

  constructor(workDir) {
    this.workDir = workDir;
  }

  async #started() {
    const home = join(this.workDir, 'home');
    const child = fork(await readerFile(), [home, join(fixtures, 'engine/vowels')], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, UNROLL_HOME: home, TMPDIR: join(this.workDir, 'tmp') },
    });
    await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', () => reject(new Error('the process that reads did not start')));
    });
    this.#child = child;
    return child;
  }

  async read(kind, path) {
    const child = this.#child ?? (await this.#started());
    return new Promise((resolve) => {
      const end = (answer) => {
        clearTimeout(patience);
        child.off('message', end);
        child.off('exit', died);
        resolve(answer);
      };
      const died = (code, signal) => {
        this.#child = null;
        end({ crash: `died with ${signal ?? code}` });
      };
      const patience = setTimeout(() => {
        this.#child = null;
        child.off('exit', died);
        child.kill('SIGKILL');
        end({ crash: `no answer within ${PATIENCE_MS / 1000} s` });
      }, PATIENCE_MS);
      child.once('message', end);
      child.once('exit', died);
      child.send({ kind, path });
    });
  }

  close() {
    this.#child?.kill();
  }
}

async function readMutants(groups, count, random, workDir, keepDir) {
  const reader = new Reader(workDir);
  const failures = [];
  const worst = { cpuMs: 0, rss: 0, loopMs: 0, loopCpuMs: 0 };
  const codes = {};
  let slowLoops = 0;
  try {
    for (let k = 0; k < count; k++) {
      const group = groups[k % groups.length];
      const source = group[random.below(group.length)];
      const dir = join(workDir, 'in', `mutant${k}`);
      mkdirSync(dir, { recursive: true });
      const path = writeMutant(source, dir, random);
      const {
        crash,
        code,
        message,
        cpuMs = 0,
        rss = 0,
        loopMs = 0,
        loopCpuMs = 0,
      } = await reader.read(source.kind ?? 'data', path);
      codes[crash ? 'crash' : code] = (codes[crash ? 'crash' : code] ?? 0) + 1;
      for (const [name, value] of Object.entries({ cpuMs, rss, loopMs, loopCpuMs }))
        worst[name] = Math.max(worst[name], value);
      const isHeld = loopCpuMs > MOST_LOOP_MS;
      if (isHeld) slowLoops++;
      if (isHeld && keepDir) {
        console.log(
          `${k} ${source.name}: ${code}, held ${Math.round(loopCpuMs)} ms, ${Math.round(loopMs)} ms by the clock`,
        );
        cpSync(dir, join(keepDir, `${k}-${source.name}`), { recursive: true });
      }
      const what =
        crash ??
        (code === 'INTERNAL'
          ? `INTERNAL: ${message}`
          : cpuMs > MOST_CPU_MS
            ? `${Math.round(cpuMs)} ms of processor time`
            : rss > MOST_RSS
              ? `${Math.round(rss / 1e6)} MB`
              : null);
      if (what !== null) {
        failures.push(`${k} ${source.name}: ${what}`);
        if (keepDir) cpSync(dir, join(keepDir, `${k}-${source.name}`), { recursive: true });
      }
      rmSync(dir, { recursive: true });
    }
  } finally {
    reader.close();
  }
  return { failures, worst, codes, slowLoops };
}

/** @param data how many damaged files of data, @param models how many damaged models */
export async function mutants({ random, data, models, keepDir = null }) {
  const workDir = mkdtempSync(join(tmpdir(), 'unroll-mutants-'));
  try {
    for (const name of ['in', 'tmp', 'home']) mkdirSync(join(workDir, name));
    const read = await readMutants(dataSources(), data, random, workDir, keepDir);
    const opened = await readMutants(modelSources(), models, random, workDir, keepDir);
    const failures = [...read.failures, ...opened.failures];
    const outside = filesIn(workDir)
      .map((file) => relative(workDir, file))
      .filter((name) => !/^(home|tmp)\//.test(name));
    failures.push(...outside.map((name) => `${name} was written`));
    // Damage spares much: where nothing is read, nothing was tried.
    if (data > 50 && (read.codes.read ?? 0) < data / 10)
      failures.push('hardly anything was read: is the build current?');
    const worst = (name) => Math.max(read.worst[name], opened.worst[name]);
    const figure = `${data} files (${read.codes.read ?? 0} read, the others refused by name), ${models} models (${opened.codes.read ?? 0} read): ${failures.length} failures; at most ${(worst('cpuMs') / 1000).toFixed(1)} s of processor time, ${Math.round(worst('rss') / 1e6)} MB; the loop over ${MOST_LOOP_MS} ms of processor time ${read.slowLoops + opened.slowLoops} times, at most ${Math.round(worst('loopCpuMs'))} ms (${Math.round(worst('loopMs'))} ms by the clock)`;
    return {
      figure,
      isGood: failures.length === 0,
      failures,
      codes: { data: read.codes, models: opened.codes },
    };
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '200' },
      models: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      keep: { type: 'string' },
    },
  });
  const { figure, isGood, failures, codes } = await mutants({
    random: randomOf(Number(values.seed)),
    data: Number(values.data),
    models: Number(values.models),
    keepDir: values.keep ?? null,
  });
  for (const failure of failures) console.log(failure);
  console.log(JSON.stringify(codes));
  console.log(figure);
  process.exitCode = isGood ? 0 : 1;
}
