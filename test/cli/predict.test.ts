import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeBytes } from '../unit/readers/decode-bytes';

/** Protects: models at work from a shell, on the lab's own samples: files, folders, patterns, pipes. Needs the build. */

const rootDir = fileURLToPath(new URL('../..', import.meta.url));
const samples = join(rootDir, 'resources/samples');
const dir = mkdtempSync(join(tmpdir(), 'unroll-predict-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: readonly string[], cwd = rootDir) {
  return spawn(process.execPath, [join(rootDir, 'bin/unroll'), ...args], {
    cwd,
    env: { ...process.env, UNROLL_HOME: join(dir, 'home') },
  });
}

async function unroll(
  args: readonly string[],
  input: string | Uint8Array = '',
  cwd = rootDir,
): Promise<Outcome> {
  const child = start(args, cwd);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += String(data)));
  child.stderr.on('data', (data) => (stderr += String(data)));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

type Json = Record<string, unknown>;
const lines = (stdout: string): Json[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Json);

async function train(name: string, data: string, epochs: number, ...more: string[]): Promise<void> {
  const args = [
    'train',
    join(samples, data),
    '--name',
    name,
    '--epochs',
    String(epochs),
    '--seed',
    '1',
    ...more,
  ];
  const { code, stderr } = await unroll([...args, '--json']);
  if (code !== 0) throw new Error(stderr);
}

const rowsOf = (file: string): string[] => readFileSync(file, 'utf8').trim().split('\n');
const exercises = join(samples, 'shoulder-exercises');
const exercise = (label: string, which = 0): string =>
  join(exercises, label, readdirSync(join(exercises, label)).sort()[which]!);

describe('sensor recordings', () => {
  beforeAll(async () => {
    const carried = ['--no-bidirectional', '--pooling', 'mean', '--units', '16'];
    await train('shoulder', 'shoulder-exercises', 60, ...carried);
  });

  it('takes folders and quoted patterns, and calls files as they were called', async () => {
    const folder = await unroll(['predict', 'shoulder', 'row', '--json'], '', exercises);
    const { predictions } = JSON.parse(folder.stdout) as { predictions: { file: string; label: string }[] };
    const names = readdirSync(join(exercises, 'row')).sort();
    expect(predictions.map(({ file }) => file)).toEqual(names.map((name) => join('row', name)));
    expect(predictions.filter(({ label }) => label === 'row').length).toBeGreaterThan(names.length / 2);
    const pattern = await unroll(['predict', 'shoulder', 'r?w/*.csv', '--csv'], '', exercises);
    const [head, ...rows] = pattern.stdout.trim().split('\n');
    expect(head).toBe('file,label,abduction,external-rotation,pendulum,row');
    expect(rows.map((row) => row.split(',')[0])).toEqual(names.map((name) => join('row', name)));
    const none = await unroll(['predict', 'shoulder', 'x*/*.csv', '--json'], '', exercises);
    expect(none.code).toBe(2);
    expect(JSON.parse(none.stdout)).toMatchObject({ error: { code: 'FILE_MISSING' } });
  });

  it('says of lines that come through a pipe what it says of the file', async () => {
    const file = exercise('row');
    // No longer than the model looks back: the state is carried, and the end says what the whole says.
    const [head, ...rows] = rowsOf(file).slice(0, 121);
    const short = join(dir, 'short.csv');
    writeFileSync(short, [head, ...rows].join('\n'));
    const whole = await unroll(['predict', 'shoulder', short, '--json']);
    const piped = await unroll(['predict', 'shoulder', '-', '--json'], readFileSync(short));
    const [expected, found] = [whole, piped].map(
      ({ stdout }) =>
        (JSON.parse(stdout) as { predictions: { probabilities: Record<string, number> }[] }).predictions,
    );
    expect(Object.keys(found![0]!)).toEqual(['file', 'label', 'probabilities']);
    for (const [label, value] of Object.entries(expected![0]!.probabilities))
      expect(found![0]!.probabilities[label]).toBeCloseTo(value, 5);
    // Without names: the channels alone, in their order, and a decimal less of a separator's kind.
    const bare = rows.map((row) => row.split(',').slice(1).join(';')).join('\n');
    const nameless = await unroll(['predict', 'shoulder', '-', '--json'], bare);
    expect(JSON.parse(nameless.stdout)).toEqual(JSON.parse(piped.stdout));
  });

  it('gives a recording made of many a timeline: in the file, in the pipe, as rows and as lines of JSON', async () => {
    const parts = ['row', 'pendulum', 'row'].flatMap((label) => [0, 1, 2, 3].map((k) => exercise(label, k)));
    const [head] = rowsOf(parts[0]!);
    const long = join(dir, 'long.csv');
    writeFileSync(long, [head, ...parts.flatMap((file) => rowsOf(file).slice(1))].join('\n'));
    const { stdout } = await unroll(['predict', 'shoulder', long, '--json']);
    const { predictions } = JSON.parse(stdout) as {
      predictions: { timeline: { segments: Json[]; steps: number } }[];
    };
    const { segments, steps } = predictions[0]!.timeline;
    const told = segments.map(({ label }) => label).filter((label, k, all) => label !== all[k - 1]);
    expect(told.slice(0, 1)).toEqual(['row']);
    expect(told).toContain('pendulum');
    expect(told.at(-1)).toBe('row');
    expect(segments[0]).toMatchObject({ label: 'row', probability: expect.any(Number) as number });
    expect(segments.every(({ start, end }) => 0 <= Number(start) && Number(start) < Number(end))).toBe(true);
    expect(Number(segments.at(-1)!['end'])).toBeLessThanOrEqual(steps);

    const live = await unroll(['predict', 'shoulder', long, '--stream', '--json']);
    const heard = lines(live.stdout);
    expect(heard.at(-1)).toMatchObject({ event: 'prediction', file: long });
    const own = heard.filter(({ event }) => event === 'segment');
    expect(own.map(({ event: _, file: __, ...segment }) => segment)).toEqual(segments);
    const rows = await unroll(['predict', 'shoulder', '-', '--stream', '--csv'], readFileSync(long));
    const [columns, ...table] = rows.stdout.trim().split('\n');
    expect(columns).toBe('file,label,start,end,startSeconds,endSeconds,probability');
    expect(table.map((row) => row.split(',').slice(1, 4))).toEqual(
      segments.map(({ label, start, end }) => [String(label), String(start), String(end)]),
    );
  });

  it('answers while the pipe is still open, and ends cleanly at Ctrl+C', async () => {
    const child = start([
      'predict',
      'shoulder',
      '-',
      '--stream',
      '--json',
      '--shortest',
      '0.2',
      '--on',
      '0.3',
      '--off',
      '0.1',
    ]);
    let stdout = '';
    const first = new Promise<void>((resolve) => {
      child.stdout.on('data', (data) => {
        stdout += String(data);
        resolve();
      });
    });
    child.stdin.write(`${rowsOf(exercise('row')).slice(0, 150).join('\n')}\n`);
    await first;
    expect(lines(stdout)[0]).toMatchObject({ event: 'start', file: '-' });
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(0);
    expect(lines(stdout).at(-1)).toMatchObject({ event: 'prediction', file: '-' });
  });

  it.each([
    ['nothing', '', 'SEQUENCE_EMPTY'],
    ['other columns', 'a,b\n1,2\n', 'COLUMN_UNKNOWN'],
    ['another number of columns', '1,2\n3,4\n', 'COLUMN_UNKNOWN'],
    ['a word among the numbers', '1,2,3,4,5,6\n1,2,x,4,5,6\n', 'FILE_CORRUPT'],
    ['no text', Uint8Array.of(200, 0, 3, 10, 255), 'FILE_CORRUPT'],
  ])('refuses %s through a pipe', async (_, input, code) => {
    const outcome = await unroll(['predict', 'shoulder', '-', '--json'], input);
    expect(outcome.code).toBe(2);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ error: { code } });
  });
});

describe('sound', () => {
  const drum = join(samples, 'drum-sounds/electronic/elec_beep.flac');

  beforeAll(async () => {
    await train('drums', 'drum-sounds', 4, '--units', '12');
  });

  it('hears raw samples of another rate through a pipe as it hears the file', async () => {
    const { samples: sound, rateHz } = await decodeBytes(readFileSync(drum), drum);
    const pcm = Buffer.from(new Float32Array([...sound].flatMap((value) => [value, value])).buffer);
    const options = ['--rate', String(rateHz), '--channels', '2', '--encoding', 'f32le'];
    const piped = await unroll(['predict', 'drums', '-', ...options, '--json'], pcm);
    const whole = await unroll(['predict', 'drums', drum, '--json']);
    const [found, expected] = [piped, whole].map(
      ({ stdout }) =>
        (JSON.parse(stdout) as { predictions: { probabilities: Record<string, number> }[] }).predictions[0]!,
    );
    for (const [label, value] of Object.entries(expected!.probabilities))
      expect(found!.probabilities[label]).toBeCloseTo(value, 4);
  });

  it('says so when Ctrl+C ends it before all files are answered', async () => {
    // So many that their events do not fit into the pipe, which nobody reads: it cannot be done before it is interrupted.
    const folders = Array.from({ length: 16 }, (_, k) => join(dir, `drums-${k}`));
    for (const folder of folders) symlinkSync(join(samples, 'drum-sounds'), folder);
    const child = start(['predict', 'drums', ...folders, '--stream', '--json']);
    let stdout = '';
    const first = new Promise<void>((resolve) => {
      child.stdout.on('data', (data) => {
        stdout += String(data);
        child.stdout.pause();
        resolve();
      });
    });
    await first;
    child.kill('SIGINT');
    child.stdout.resume();
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(2);
    expect(lines(stdout).at(-1)).toMatchObject({ error: { code: 'CANCELLED' } });
  });

  it('finds the sounds of a folder and passes over the rest', async () => {
    const { stdout } = await unroll(['predict', 'drums', join(samples, 'drum-sounds'), '--json']);
    const { predictions, refused } = JSON.parse(stdout) as {
      predictions: { file: string }[];
      refused?: object[];
    };
    expect(predictions.length).toBe(63);
    expect(predictions.every(({ file }) => file.endsWith('.flac'))).toBe(true);
    expect(refused).toBeUndefined();
  });
});
