import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Protects: the command line's fixed contract (docs/user-guide.md), as a script meets it. Needs the build. */

const rootDir = fileURLToPath(new URL('../..', import.meta.url));
const vowels = join(rootDir, 'test/fixtures/engine/vowels');
const dir = mkdtempSync(join(tmpdir(), 'unroll-cli-'));
const home = join(dir, 'home');
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(...args: string[]) {
  return spawn(process.execPath, [join(rootDir, 'bin/unroll'), ...args], {
    // Without the GPU in software, which test/engine/webgpu.test.ts is about: `doctor` would wait for its shaders.
    env: { ...process.env, UNROLL_HOME: home, VK_ICD_FILENAMES: '' },
  });
}

async function unroll(...args: string[]): Promise<Outcome> {
  const child = start(...args);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += String(data)));
  child.stderr.on('data', (data) => (stderr += String(data)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** stdout must be one JSON object and nothing else. */
async function json(...args: string[]): Promise<{ code: number | null; value: Record<string, unknown> }> {
  const { code, stdout, stderr } = await unroll(...args, '--json');
  try {
    return { code, value: JSON.parse(stdout) as Record<string, unknown> };
  } catch {
    throw new Error(`no JSON on stdout: ${stdout}\n${stderr}`);
  }
}

const keys = (value: object): string[] => Object.keys(value).sort();
const quick = ['--units', '6', '--no-bidirectional', '--epochs', '2', '--seed', '1'];

describe('from files to answers', () => {
  let dataset: string;
  let run: string;

  beforeAll(async () => {
    const imported = await json('import', vowels, '--name', 'Three speakers');
    expect(imported.code).toBe(0);
    expect(keys(imported.value)).toEqual([
      'channels',
      'classes',
      'dataset',
      'examples',
      'lengths',
      'refused',
      'splits',
      'understanding',
      'warnings',
    ]);
    expect(keys(imported.value['lengths'] as object)).toEqual(['max', 'median', 'min']);
    expect(keys(imported.value['splits'] as object)).toEqual(['test', 'train', 'validation']);
    dataset = imported.value['dataset'] as string;

    const trained = await json('train', dataset, '--model', 'lstm', ...quick, '--kernel', 'wasm');
    expect(trained).toMatchObject({ code: 0, value: { status: 'completed', kernel: 'wasm', epochs: 2 } });
    expect(keys(trained.value)).toEqual([
      'backend',
      'bestEpoch',
      'epochs',
      'floor',
      'floors',
      'intervals',
      'kernel',
      'model',
      'parameters',
      'run',
      'seconds',
      'status',
      'test',
      'validation',
      'verdict',
    ]);
    expect(keys(trained.value['test'] as object)).toEqual([
      'accuracy',
      'balancedAccuracy',
      'loss',
      'macroF1',
    ]);
    // Keras' count: 4 gates × ((12 channels, 12 differences + 6 units) × 6 + 6 biases), then 3 classes × (6 + 1).
    expect(trained.value['parameters']).toBe(4 * ((24 + 6) * 6 + 6) + 3 * (6 + 1));
    run = trained.value['run'] as string;
  }, 120_000);

  it('lists, shows, renames and compares runs', async () => {
    expect((await json('runs')).value['runs']).toMatchObject([{ id: run, datasetId: dataset }]);
    expect((await json('rename', run, 'first try')).value).toEqual({ run, name: 'first try' });
    expect((await json('note', 'first try', 'for the test')).value).toEqual({ run, note: 'for the test' });
    expect((await json('show', run.slice(0, -2))).value).toMatchObject({ id: run, note: 'for the test' });
    const second = await json('train', 'Three speakers', '--model', 'gru', ...quick);
    const { runs, differences } = (await json('compare', run, second.value['run'] as string)).value;
    expect(runs).toHaveLength(2);
    expect((differences as Record<string, unknown>)['model.cell']).toEqual(['lstm', 'gru']);
  }, 120_000);

  it('writes the trace of an example', async () => {
    const file = join(dir, 'trace.json');
    const { value } = await json('inspect', run, '--example', '0', '--out', file);
    expect(keys(value)).toEqual(['example', 'steps', 'tensors', 'units']);
    const steps = value['steps'] as number;
    expect(value['tensors']).toMatchObject({
      h: [steps, 6],
      c: [steps, 6],
      i: [steps, 6],
      f: [steps, 6],
      o: [steps, 6],
      probabilities: [steps, 3],
    });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toBeTruthy();
    expect((await json('inspect', run, '--example', '0', '--out', join(dir, 'trace.txt'))).code).toBe(2);
  }, 60_000);

  it.each(['tfjs', 'safetensors'])(
    'exports %s, whole or not at all, and predicts with it',
    async (format) => {
      const out = join(dir, format);
      const exported = await json('export', run, '--format', format, '--out', out);
      expect(exported).toMatchObject({ code: 0, value: { format, card: join(out, 'model-card.json') } });
      for (const file of exported.value['files'] as string[]) expect(existsSync(file)).toBe(true);
      const again = await json('export', run, '--format', format, '--out', out);
      expect(again).toMatchObject({ code: 2, value: { error: { code: 'OUTPUT_EXISTS' } } });

      const file = join(vowels, 'Vowels_TEST.ts');
      const byRun = (await json('predict', run, file)).value['predictions'] as { probabilities: object }[];
      const byModel = (await json('predict', out, file)).value['predictions'] as typeof byRun;
      expect(byModel).toHaveLength(byRun.length);
      expect(keys(byRun[0]!)).toEqual(['file', 'label', 'probabilities']);
      for (const [k, { probabilities }] of byRun.entries())
        for (const [label, p] of Object.entries(probabilities) as [string, number][])
          expect((byModel[k]!.probabilities as Record<string, number>)[label]).toBeCloseTo(p, 5);
    },
    120_000,
  );

  it('stops on Ctrl+C and goes on from there', async () => {
    const child = start('train', dataset, '--units', '8', '--epochs', '5000', '--patience', '5000', '--json');
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data) => (stdout += String(data)));
    const closed = once(child, 'close');
    for await (const data of child.stderr) {
      stderr += String(data);
      if (/epoch \d/.test(stderr) && !stderr.includes('Stopping')) child.kill('SIGINT');
    }
    const [code] = (await closed) as [number];
    expect(code).toBe(0);
    const stopped = JSON.parse(stdout) as { run: string; status: string; epochs: number };
    expect(stopped.status).toBe('stopped');
    const resuming = start('resume', stopped.run);
    resuming.stderr.once('data', () => resuming.kill('SIGINT'));
    await once(resuming, 'close');
    const { value } = await json('show', stopped.run);
    expect(value['epoch']).toBeGreaterThanOrEqual(stopped.epochs);
  }, 120_000);

  it('says what a training would be and cost, and starts none', async () => {
    const before = (await json('runs')).value['runs'] as unknown[];
    const { code, value } = await json('train', dataset, '--model', 'lstm', ...quick, '--dry-run');
    expect(code).toBe(0);
    expect(keys(value)).toEqual(['cost', 'dataset', 'layers', 'parameters', 'reasons', 'recipe']);
    expect(value['parameters']).toBe(4 * ((24 + 6) * 6 + 6) + 3 * (6 + 1));
    // Of each step: 4 gates × (24 features + 6 units) × 6, then 6 × 3 classes; rows as they are cost nothing.
    expect(value['cost']).toMatchObject({
      stepSeconds: null,
      multiplyAdds: { features: 0, network: 4 * (24 + 6) * 6 + 6 * 3 },
      streams: true,
    });
    const { stdout } = await unroll('train', dataset, '--units', '6', '--dry-run');
    expect(stdout).toMatch(/^multiply–adds .* MAC\/step/m);
    expect((await json('runs')).value['runs']).toHaveLength(before.length);
  }, 60_000);

  it('serves a model until it is told to end', async () => {
    const child = start('serve-model', run, '--json');
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { url, token, ...rest } = JSON.parse(String(line)) as Record<string, string>;
    expect(keys(rest)).toEqual(['docs', 'port']);
    const headers = { authorization: `Bearer ${token}` };
    const model = (await (await fetch(`${url}/model`, { headers })).json()) as { run: string };
    expect(model.run).toBe(run);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
    await expect(fetch(`${url}/health`)).rejects.toThrow();
  }, 60_000);

  it('deletes a run', async () => {
    const extra = (await json('train', dataset, ...quick)).value['run'] as string;
    expect((await json('delete', extra)).value).toEqual({ run: extra, deleted: true });
    expect((await json('show', extra)).value).toMatchObject({ error: { code: 'RUN_UNKNOWN' } });
  }, 60_000);
});

describe('forecasts', () => {
  it('trains on a series, scores in its units and forecasts', async () => {
    const file = join(dir, 'series.csv');
    const rows = Array.from(
      { length: 120 },
      (_, t) => `${t},${(10 + 3 * Math.sin((2 * Math.PI * t) / 12)).toFixed(4)}`,
    );
    writeFileSync(file, ['month,sales', ...rows].join('\n'));
    const trained = await json(
      'train',
      file,
      '--task',
      'forecast',
      '--target',
      'sales',
      '--horizon',
      '2',
      ...quick,
    );
    expect(trained.code).toBe(0);
    expect(keys(trained.value['test'] as object)).toEqual(['mae', 'mase', 'rmse', 'smape']);
    const predicted = await json('predict', trained.value['run'] as string, file);
    const [first] = predicted.value['predictions'] as { file: string; forecast: number[] }[];
    expect(first!.forecast).toHaveLength(2);
  }, 120_000);
});

describe('mistakes', () => {
  it.each([
    [['train', 'no-such-thing'], 'DATASET_UNKNOWN'],
    [['show', 'no-such-run'], 'RUN_UNKNOWN'],
    [['train', vowels, '--units', 'many'], 'ARGUMENT_INVALID'],
    [['train', vowels, '--units', '-3'], 'ARGUMENT_INVALID'],
    [['train', vowels, '--model', 'perceptron'], 'ARGUMENT_INVALID'],
    [['import', vowels, '--label', 'nothing'], 'COLUMN_UNKNOWN'],
    [['import', join(rootDir, 'package.json')], /FILE_|DATASET_EMPTY/],
    [['export', 'x', '--format', 'pickle', '--out', '/tmp/x'], 'ARGUMENT_INVALID'],
    [['inspect', 'x'], 'ARGUMENT_INVALID'],
    [['fly'], 'ARGUMENT_INVALID'],
  ] as const)(
    '%j is a person’s',
    async (args, code) => {
      const outcome = await json(...args);
      expect(outcome.code).toBe(2);
      const { error } = outcome.value as { error: { code: string; message: string; details: object } };
      expect(error.code).toMatch(code);
      expect(error.message).toMatch(/\S/);
      expect(error.message).not.toMatch(/\n\s+at /);
    },
    30_000,
  );

  it('of reading are asked about: the readings with their flags, and nothing is made', async () => {
    const asked = join(dir, 'asked');
    mkdirSync(asked);
    const rows = Array.from({ length: 24 }, (_, n) => {
      const table = Array.from({ length: 30 }, (__, t) => `${Math.sin(t + n)},${Math.cos(t * n)}`);
      writeFileSync(join(asked, `${n}.csv`), ['x,y', ...table, ''].join('\n'));
      return `${n}.csv,${n % 2 === 0 ? 'robin' : 'wren'},${n % 4 < 2 ? 'forest' : 'meadow'}`;
    });
    writeFileSync(join(asked, 'meta.csv'), ['file,finding,place', ...rows, ''].join('\n'));
    const [place, plan] = [join(dir, 'asked-home'), join(dir, 'plan.json')];
    const open = await json('import', asked, '--home', place);
    expect(open.code).toBe(2);
    const { questions } = open.value as { questions: { readings: { flags: string }[] }[] };
    expect(questions[0]!.readings.map(({ flags }) => flags)).toEqual(['--label finding', '--label place']);
    expect((await json('datasets', '--home', place)).value).toMatchObject({ datasets: [] });
    const made = await json('import', asked, '--home', place, '--label', 'place', '--save-plan', plan);
    expect(made.value).toMatchObject({ classes: ['forest', 'meadow'] });
    const again = await json('import', '--plan', plan, '--home', place);
    expect(again.value).toMatchObject({ dataset: made.value['dataset'] });
  }, 60_000);

  it('are said on stderr without --json, and nothing stands on stdout', async () => {
    const { code, stdout, stderr } = await unroll('show', 'no-such-run');
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error RUN_UNKNOWN: .*no-such-run/);
    const usage = await unroll('runs', '--upwards');
    expect(usage).toMatchObject({ code: 2, stdout: '' });
    expect(usage.stderr).toMatch(/^error ARGUMENT_INVALID: Unknown option '--upwards'\.$/m);
  });

  it('leave no half-written files', () => {
    const left = readdirSync(home, { recursive: true }).filter((file) => String(file).endsWith('.part'));
    expect(left).toEqual([]);
  });
});

it('does not mind a reader that closes the pipe', async () => {
  const child = start('doctor');
  child.stdout.destroy();
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(0);
});

it('--home moves all state, before the command as after it', async () => {
  const other = join(dir, 'an other');
  expect((await json('--home', other, 'runs')).value).toEqual({ runs: [], unreadable: [] });
  expect((await json('runs', '--home', other)).value).toEqual({ runs: [], unreadable: [] });
  expect(existsSync(join(other, 'catalog.sqlite'))).toBe(true);
});

it('says so when nothing can be kept where it should', async () => {
  const file = join(dir, 'a file');
  writeFileSync(file, 'not a folder');
  const { code, value } = await json('runs', '--home', file);
  expect(code).toBe(2);
  expect(value).toMatchObject({ error: { code: 'HOME_UNUSABLE', details: { folder: file } } });
});
