// A process that says what an engine finds in a home, and makes homes for run.mjs. One request at a time over IPC.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from '../../src/main/engine/engine';
import { Bin } from '../../src/main/engine/files/bin';
import { openHome } from '../../src/main/engine/files/home';
import { sealed } from '../../src/main/engine/files/sealed';
import { readPrepared } from '../../src/main/engine/prepare/prepared';
import { RunCatalog } from '../../src/main/engine/runs/catalog';
import { readWeights } from '../../src/main/engine/models/network/weights-file';
import { DatasetStore } from '../../src/main/engine/store/store';
import { newestCheckpoint } from '../../src/main/engine/training/checkpoint';
import { toUnrollError } from '../../src/shared/domain/error';
import type { Run } from '../../src/shared/domain/run';
import { runFiles } from '../../src/shared/run-files';
import { mixedWork } from './work';

/** Thing → what it is, as a hash, or what was said of it: `! CODE`. */
export type Found = Record<string, string>;

const hashOf = (value: unknown): string =>
  createHash('sha256')
    .update(
      JSON.stringify(value, (_, part: unknown) => {
        if (typeof part === 'number' && !Number.isFinite(part)) return String(part);
        return ArrayBuffer.isView(part)
          ? Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('base64')
          : part;
      }),
    )
    .digest('hex');

/** All of a home as a person would come to see it. */
async function look(homeDir: string): Promise<Found> {
  const found: Found = {};
  const note = async (thing: string, read: () => unknown): Promise<void> => {
    try {
      found[thing] = hashOf(await read());
    } catch (thrown) {
      found[thing] = `! ${toUnrollError(thrown).code}`;
    }
  };
  const engine = await openEngine({ homeDir });
  try {
    const { client, home } = engine;
    found['notices'] = engine.notices.map(({ code }) => `! ${code}`).join(' ');
    const store = new DatasetStore(home.datasetsDir, new Bin(home.binDir), true);
    for (const dataset of await client.datasets.list({})) {
      const { id } = dataset;
      await note(`dataset ${id}`, () => dataset);
      await note(`examples ${id}`, () => client.datasets.examples({ dataset: id, offset: 0, limit: 100 }));
      await note(`files ${id}`, () => store.files(id));
      await note(`features ${id}`, () => readPrepared(store.preparedFile(id)));
    }
    for (const { id, reason } of await client.datasets.unreadable({}))
      found[`dataset ${id}`] = `! ${reason.code}`;
    for (const run of await client.runs.list({})) {
      const { id } = run;
      await note(`curves ${id}`, async () => {
        const { steps, epochs } = await client.runs.metrics({ run: id });
        const { decisions } = await client.runs.get({ run: id });
        const code = decisions.find(({ remark }) => remark.code === 'training.curvesDamaged')?.remark.code;
        if (code !== undefined) throw Object.assign(new Error(code));
        return { steps, epochs };
      });
      const { finishedMs: _, ...steady } = await client.runs.get({ run: id });
      await note(`run ${id}`, () => steady);
      const dir = join(home.runsDir, id);
      if (existsSync(join(dir, runFiles.weights)))
        await note(`weights ${id}`, () => readWeights(join(dir, runFiles.weights)));
      await note(`checkpoint ${id}`, async () => {
        const { saved, remarks } = await newestCheckpoint(dir, run.parameters);
        found[`epoch ${id}`] = String(saved?.state.counters.epoch ?? 0);
        if (remarks.length > 0) throw new Error(remarks[0]!.code);
        // Without files there is nothing to say, and nothing to lose: the run begins anew.
        return saved === null ? null : { state: saved.state, compute: saved.compute };
      });
    }
    for (const { id, reason } of await client.runs.unreadable({})) found[`run ${id}`] = `! ${reason.code}`;
    for (const model of await client.models.list({}))
      await note(`model ${model.id}`, () => ({ ...model, addedMs: 0 }));
    for (const { id, reason } of await client.models.unreadable({}))
      found[`model ${id}`] = `! ${reason.code}`;
    for (const report of await client.experiments.latest({}))
      await note(`experiment ${report.name}`, () => report);
    for (const { id, reason } of await client.experiments.unreadable({}))
      found[`experiment ${id}`] = `! ${reason.code}`;
    for (const entry of await client.bin.list({})) await note(`bin ${entry.id}`, () => entry);
    await note('settings', () => client.system.settings({}));
  } finally {
    await engine.close();
  }
  return found;
}

/** A home with many runs, each with its folder; their curves have `points` points in all. */
async function fill(homeDir: string, template: Run, runs: number, points: number): Promise<void> {
  const home = openHome(homeDir);
  const catalog = new RunCatalog(home.catalogFile);
  const each = Math.round(points / runs);
  const column = (): Float32Array => Float32Array.from({ length: each }, (_, k) => Math.exp(-k / each));
  const steps = {
    step: Int32Array.from({ length: each }, (_, k) => k + 1),
    ...{ loss: column(), metric: column(), gradientNorm: column(), learningRate: column() },
  };
  const epochs = {
    epoch: Int32Array.of(1),
    step: Int32Array.of(each),
    ...{ trainLoss: Float32Array.of(1), trainMetric: Float32Array.of(1), validationLoss: Float32Array.of(1) },
    ...{ validationMetric: Float32Array.of(1), seconds: Float64Array.of(1) },
  };
  for (let k = 0; k < runs; k++) {
    const run: Run = {
      ...template,
      id: `run-${String(k).padStart(5, '0')}`,
      name: `run ${k}`,
      createdMs: k + 1,
      epoch: 1,
    };
    catalog.record(run, null, steps, epochs);
    mkdirSync(join(home.runsDir, run.id), { recursive: true });
    writeFileSync(join(home.runsDir, run.id, runFiles.run), sealed({ formatVersion: 1, run }, 2));
  }
  catalog.close();
}

/** How long a home takes to open and list its runs, and then to give the curves of 20 of them. */
async function timed(
  homeDir: string,
): Promise<{ openMs: number; curvesMs: number; openCpuMs: number; runs: number }> {
  const startMs = performance.now();
  const cpu = process.cpuUsage();
  const engine = await openEngine({ homeDir });
  const runs = await engine.client.runs.list({});
  const openMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(cpu);
  const fromMs = performance.now();
  for (let k = 0; k < 20; k++)
    await engine.client.runs.metrics({ run: runs[Math.floor((k * runs.length) / 20)]!.id });
  const curvesMs = performance.now() - fromMs;
  await engine.close();
  return { openMs, curvesMs, openCpuMs: (user + system) / 1000, runs: runs.length };
}

type Request =
  | { do: 'look'; homeDir: string }
  | { do: 'fill'; homeDir: string; runFile: string; runs: number; points: number }
  | { do: 'timed'; homeDir: string }
  | { do: 'work'; homeDir: string; dataDir: string; minutes: number; pauseMs: number };

async function answer(request: Request): Promise<unknown> {
  if (request.do === 'look') return look(request.homeDir);
  if (request.do === 'timed') return timed(request.homeDir);
  if (request.do === 'work')
    return mixedWork(request, request.minutes, request.pauseMs, (held) => process.send!(held));
  const { run } = JSON.parse(readFileSync(request.runFile, 'utf8')) as { run: Run };
  return fill(request.homeDir, run, request.runs, request.points);
}

process.on('message', (request: Request) => {
  answer(request).then(
    (value) => process.send!({ kind: 'answer', value }),
    (thrown: unknown) => process.send!({ kind: 'answer', error: toUnrollError(thrown).message }),
  );
});
