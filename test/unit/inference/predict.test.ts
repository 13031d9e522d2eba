import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readModelFolder } from '../../../src/main/engine/exports/model-folder';
import { predictJob } from '../../../src/main/engine/inference/predict-job';
import { ExportService } from '../../../src/main/engine/exports/service';
import { PredictionService } from '../../../src/main/engine/inference/service';
import { windowsOf } from '../../../src/main/engine/models/network/batch';
import type { Prediction } from '../../../src/shared/contract/predict';
import { UnrollError } from '../../../src/shared/domain/error';
import type { Lab } from '../exports/fixture';
import { makeLab } from '../exports/fixture';

let lab: Lab;
let service: PredictionService;
afterEach(async () => {
  await lab.options.sources.close();
  await rm(lab.workDir, { recursive: true });
});

async function open(...parameters: Parameters<typeof makeLab>): Promise<void> {
  lab = await makeLab(...parameters);
  service = new PredictionService(lab.options);
}

/** Writes an example of the prepared data as a table, as it would have been imported; more rows go before it. */
async function writeExample(example: number, before: readonly number[][] = []): Promise<string> {
  const { starts, lengths, features } = lab.data;
  const rows = Array.from({ length: lengths[example]! }, (_, t) => {
    const start = (starts[example]! + t) * 3;
    return [...features.subarray(start, start + 3)];
  });
  const file = join(lab.workDir, `example-${example}.csv`);
  // Another order of columns and one more: the model takes what it knows by name.
  const lines = [...before, ...rows].map(([x, y, z], t) => `${t / 10},${z},hello,${x},${y}`);
  await writeFile(file, ['time,z,note,x,y', ...lines].join('\n'));
  return file;
}

/** What the lab says of its own examples when it scores a split. */
async function evaluated(examples: readonly number[]): Promise<number[][]> {
  const values = await predictJob({
    source: { kind: 'file', weightsFile: lab.weightsFile },
    windows: windowsOf(lab.data, examples),
  });
  const columns = lab.data.outputs.length;
  return examples.map((_, k) => [...values.subarray(k * columns, (k + 1) * columns)]);
}

function valuesOf(prediction: Prediction): number[] {
  if (prediction.kind === 'forecast') return prediction.forecast;
  if (prediction.kind !== 'label') throw new Error(`unexpected ${prediction.kind}`);
  return lab.data.outputs.map((name) => prediction.probabilities[name]!);
}

describe('predict', () => {
  it.each(['run-1', 'safetensors', 'tfjs'] as const)(
    'through %s gives what the evaluation gives for the same recordings',
    async (source) => {
      await open({ cell: 'gru', bidirectional: true, pooling: 'mean' });
      const outDir = join(lab.workDir, 'model');
      if (source !== 'run-1') {
        await new ExportService(lab.options).create('run-1', source, outDir);
        lab.options.runs.get = (id) => {
          throw new UnrollError('RUN_UNKNOWN', id);
        };
      }
      const files = await Promise.all([0, 1, 2, 3, 4, 5].map((example) => writeExample(example)));
      const model = source === 'run-1' ? source : outDir;
      const { predictions, refused } = await service.predict({ model, paths: files });
      expect(refused).toEqual([]);
      expect(predictions.map(({ file }) => file)).toEqual(files);
      const expected = await evaluated([0, 1, 2, 3, 4, 5]);
      predictions.forEach((prediction, k) =>
        valuesOf(prediction).forEach((value, c) => expect(value).toBeCloseTo(expected[k]![c]!, 6)),
      );
      const [first] = predictions;
      if (first?.kind !== 'label') throw new Error('a class was expected');
      const best = expected[0]!.indexOf(Math.max(...expected[0]!));
      expect(first.label).toBe(lab.data.outputs[best]);
    },
  );

  it('forecasts from the last context window, in data units', async () => {
    await open({}, 'forecast');
    // Example 0 has five steps and the context four: only the last four may count.
    const file = await writeExample(0, [
      [100, 200, 300],
      [-100, 0, 5],
    ]);
    const { predictions } = await service.predict({ model: 'run-1', paths: [file] });
    const [window] = windowsOf(lab.data, [0]);
    const last = { ...window!, values: window!.values.slice(3), steps: 4 };
    const expected = await predictJob({
      source: { kind: 'file', weightsFile: lab.weightsFile },
      windows: [last],
    });
    expect(valuesOf(predictions[0]!)).toEqual([...expected]);
  });

  it('predicts every sequence of a .ts file', async () => {
    await open({});
    lab.options.datasets.get('').understanding.plan.channels = ['channel 1', 'channel 2', 'channel 3'];
    const file = join(lab.workDir, 'Some_TEST.ts');
    const header = [
      '@problemName Some',
      '@univariate false',
      '@dimensions 3',
      '@classLabel true a b',
      '@data',
    ];
    await writeFile(file, [...header, '1,2:3,4:5,6:a', '1,2,3:3,4,4:5,6,7:b'].join('\n'));
    const { predictions, refused } = await service.predict({ model: 'run-1', paths: [file] });
    expect(refused).toEqual([]);
    expect(predictions.map((prediction) => prediction.file)).toEqual([`${file}#0`, `${file}#1`]);
  });

  it('refuses by name what it cannot use, and goes on', async () => {
    await open({});
    const good = await writeExample(2);
    const other = join(lab.workDir, 'other.csv');
    await writeFile(other, 'x,y\n1,2\n3,4\n');
    const sound = join(lab.workDir, 'sound.wav');
    await writeFile(sound, 'RIFF');
    const missing = join(lab.workDir, 'gone.csv');
    const { predictions, refused } = await service.predict({
      model: 'run-1',
      paths: [missing, other, sound, good],
    });
    expect(predictions.map(({ file }) => file)).toEqual([good]);
    expect(refused.map(({ file, code }) => [file, code])).toEqual([
      [missing, 'FILE_MISSING'],
      [other, 'COLUMN_UNKNOWN'],
      [sound, 'FILE_FORMAT_UNKNOWN'],
    ]);
  });

  it('stops when it is cancelled', async () => {
    await open({});
    const abort = new AbortController();
    abort.abort();
    const file = await writeExample(1);
    const question = { model: 'run-1', paths: [file] };
    await expect(service.predict(question, abort.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('a model folder from anywhere', () => {
  /** Sets one value deep in a JSON file of an exported model; without a value it is taken out. */
  async function spoil(file: string, place: string, value: unknown): Promise<void> {
    const json = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    const keys = place.split('.');
    const last = keys.pop()!;
    const parent = keys.reduce((node, key) => node[key] as Record<string, unknown>, json);
    if (value !== undefined) parent[last] = value;
    else if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else Reflect.deleteProperty(parent, last);
    await writeFile(file, JSON.stringify(json));
  }

  it.each([
    ['a path out of the folder', 'weightsManifest.0.paths', ['../weights.safetensors']],
    ['an absolute path', 'weightsManifest.0.paths', ['/etc/passwd']],
    ['an address', 'weightsManifest.0.paths', ['https://example.org/x']],
    ['an absurd shape', 'weightsManifest.0.weights.0.shape', [1e9, 1e9]],
    ['a missing weight', 'weightsManifest.0.weights.0', undefined],
    ['another element type', 'weightsManifest.0.weights.0.dtype', 'string'],
    ['no manifest', 'weightsManifest', undefined],
    ['a graph model', 'format', 'graph-model'],
  ])('is refused with %s in model.json', async (_, place, value) => {
    await open({});
    const dir = join(lab.workDir, 'model');
    await new ExportService(lab.options).create('run-1', 'tfjs', dir);
    await spoil(join(dir, 'model.json'), place, value);
    await expect(readModelFolder(dir)).rejects.toMatchObject({ code: 'MODEL_UNREADABLE' });
  });

  it.each([
    ['absurd units', 'network.spec.units', 1e12],
    ['units that the weights do not have', 'network.spec.units', 8],
    ['an output without a name', 'outputs.3', undefined],
    ['a short scaler', 'input.scaler.mean.2', undefined],
    ['another head', 'network.shape.head', 'linear'],
    ['a newer version', 'formatVersion', 2],
    ['features that it does not know', 'input.plan.features.kind', 'eval'],
  ])('is refused with %s in model-card.json', async (_, place, value) => {
    await open({});
    const dir = join(lab.workDir, 'model');
    await new ExportService(lab.options).create('run-1', 'safetensors', dir);
    await spoil(join(dir, 'model-card.json'), place, value);
    await expect(readModelFolder(dir)).rejects.toMatchObject({ code: 'MODEL_UNREADABLE' });
  });

  it('is refused with damaged or linked files', async () => {
    await open({});
    const dir = join(lab.workDir, 'model');
    await new ExportService(lab.options).create('run-1', 'safetensors', dir);
    const weights = join(dir, 'model.safetensors');
    await rm(weights);
    await expect(readModelFolder(dir)).rejects.toMatchObject({ code: 'MODEL_UNREADABLE' });
    await symlink(lab.weightsFile, weights);
    await expect(readModelFolder(dir)).rejects.toMatchObject({ code: 'MODEL_UNREADABLE' });
    await rm(weights);
    await writeFile(weights, 'no tensors here, only words');
    await expect(readModelFolder(dir)).rejects.toMatchObject({ code: 'MODEL_UNREADABLE' });
    await writeFile(join(dir, 'model-card.json'), '{');
    await expect(readModelFolder(dir)).rejects.toMatchObject({ code: 'MODEL_UNREADABLE' });
    const empty = join(lab.workDir, 'empty');
    await mkdir(empty);
    await expect(readModelFolder(empty)).rejects.toMatchObject({ code: 'MODEL_UNREADABLE' });
  });
});
