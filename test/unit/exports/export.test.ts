import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { unzipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import type { ModelCard } from '../../../src/shared/contract/model-card';
import { readModelFolder } from '../../../src/main/engine/exports/model-folder';
import { ExportService } from '../../../src/main/engine/exports/service';
import { decodeSafetensors } from '../../../src/main/engine/files/safetensors';
import { assemble, windowsOf } from '../../../src/main/engine/models/network/batch';
import type { RecurrentNetworkSpec } from '../../../src/shared/domain/model';
import type { Lab } from './fixture';
import { makeLab } from './fixture';
import { plainForward, softmax } from './plain-forward';

let lab: Lab;
afterEach(() => rm(lab.workDir, { recursive: true }));

/** Scaled inputs of all examples, [steps][features]. */
function sequences({ data, model }: Lab): number[][][] {
  return windowsOf(
    data,
    data.starts.map((_, k) => k),
  ).map((window) => {
    const { inputs } = assemble([window], model.scaling);
    return Array.from({ length: window.steps }, (_, t) => [...inputs.slice(t * 3, t * 3 + 3)]);
  });
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, k) => expect(Math.abs(actual[k]! - value)).toBeLessThan(tolerance));
}

const convolutions = [
  { filters: 5, width: 5, stride: 2 },
  { filters: 4, width: 2, stride: 3 },
];
const networks: [string, Partial<RecurrentNetworkSpec>][] = [
  ['LSTM', { cell: 'lstm' }],
  ['GRU', { cell: 'gru' }],
  ['RNN tanh', { cell: 'rnn' }],
  ['RNN ReLU, mean', { cell: 'rnn', activation: 'relu', pooling: 'mean' }],
  ['LSTM, two layers, both directions', { cell: 'lstm', layers: 2, bidirectional: true }],
  [
    'GRU, two layers, both directions, mean',
    { cell: 'gru', layers: 2, bidirectional: true, pooling: 'mean' },
  ],
  ['GRU behind two convolutions', { cell: 'gru', convolutions, layers: 2 }],
  [
    'LSTM with layer norms behind convolutions, both directions, mean',
    { convolutions, layerNorm: true, bidirectional: true, pooling: 'mean' },
  ],
];

describe('tfjs', () => {
  for (const [name, changes] of networks)
    it(`${name}: stock tfjs loads it and predicts what the formulas say`, async () => {
      lab = await makeLab(changes);
      const outDir = join(lab.workDir, 'out');
      const { files, card } = await new ExportService(lab.options).create('run-1', 'tfjs', outDir);
      expect((await readdir(outDir)).sort()).toEqual([
        'group1-shard1of1.bin',
        'model-card.json',
        'model.json',
        'parity.json',
      ]);
      expect(files.every(existsSync)).toBe(true);
      const facts = JSON.parse(await readFile(card, 'utf8')) as ModelCard;
      expect(facts.parity!.largestDifference).toBeLessThan(1e-5);
      expect(facts.parity!.examples).toBe(2);
      expect((await readModelFolder(outDir)).model.weights).toEqual(lab.model.weights);

      const json = JSON.parse(await readFile(join(outDir, 'model.json'), 'utf8')) as tf.io.ModelJSON;
      const weights = await readFile(join(outDir, 'group1-shard1of1.bin'));
      const stock = await loadLayersModel(
        tf.io.fromMemory({
          modelTopology: json.modelTopology as object,
          weightSpecs: json.weightsManifest[0]!.weights,
          weightData: new Uint8Array(weights).buffer,
        }),
      );
      for (const sequence of sequences(lab)) {
        const output = stock.predict(tf.tensor3d([sequence])) as tf.Tensor;
        expectClose(await output.data(), softmax(plainForward(lab.model, sequence)), 1e-5);
        output.dispose();
      }
      stock.dispose();
    });

  it('writes the gates’ activation, because Keras’ default is another', async () => {
    lab = await makeLab({ cell: 'gru' });
    const outDir = join(lab.workDir, 'out');
    await new ExportService(lab.options).create('run-1', 'tfjs', outDir);
    const text = await readFile(join(outDir, 'model.json'), 'utf8');
    expect(text).toContain('"recurrent_activation":"sigmoid"');
    expect(text).toContain('"reset_after":false');
  });

  it('refuses a GRU that stock tfjs does not have, and leaves nothing behind', async () => {
    lab = await makeLab({ cell: 'gru', resetAfter: true });
    const outDir = join(lab.workDir, 'out');
    await expect(new ExportService(lab.options).create('run-1', 'tfjs', outDir)).rejects.toMatchObject({
      code: 'EXPORT_UNSUPPORTED',
    });
    expect(existsSync(outDir)).toBe(false);
  });

  it('leaves no tensor behind', async () => {
    lab = await makeLab({});
    const service = new ExportService(lab.options);
    await service.create('run-1', 'tfjs', join(lab.workDir, 'a'));
    const before = tf.memory().numTensors;
    await service.create('run-1', 'tfjs', join(lab.workDir, 'b'));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('safetensors', () => {
  it.each(networks)('%s: the arrays alone give the predictions', async (_, changes) => {
    lab = await makeLab(changes);
    const outDir = join(lab.workDir, 'out');
    await new ExportService(lab.options).create('run-1', 'safetensors', outDir);
    const { tensors } = decodeSafetensors(await readFile(join(outDir, 'model.safetensors')));
    const config = JSON.parse(await readFile(join(outDir, 'config.json'), 'utf8')) as {
      tensors: { name: string; shape: number[] }[];
    };
    const weights = config.tensors.map(({ name, shape }) => ({
      name,
      shape,
      data: tensors.get(name)!.data as Float32Array,
    }));
    const { model } = await readModelFolder(outDir);
    expect(model.weights).toEqual(weights);
    for (const sequence of sequences(lab))
      expectClose(
        plainForward({ ...lab.model, weights }, sequence),
        plainForward(lab.model, sequence),
        1e-12,
      );
  });
});

describe('the folder', () => {
  it('must be new or empty', async () => {
    lab = await makeLab({});
    const service = new ExportService(lab.options);
    const outDir = join(lab.workDir, 'full');
    await mkdir(outDir);
    await service.create('run-1', 'safetensors', outDir);
    const before = await readdir(outDir);
    await expect(service.create('run-1', 'safetensors', outDir)).rejects.toMatchObject({
      code: 'OUTPUT_EXISTS',
    });
    const file = join(lab.workDir, 'file');
    await writeFile(file, '');
    await expect(service.create('run-1', 'safetensors', file)).rejects.toMatchObject({
      code: 'OUTPUT_EXISTS',
    });
    await expect(service.create('run-1', 'safetensors', join(file, 'x'))).rejects.toMatchObject({
      code: 'OUTPUT_EXISTS',
    });
    expect(await readdir(outDir)).toEqual(before);
    expect((await readdir(lab.workDir)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('says nothing of where the data lay', async () => {
    lab = await makeLab({});
    const { card } = await new ExportService(lab.options).create(
      'run-1',
      'safetensors',
      join(lab.workDir, 'o'),
    );
    expect(await readFile(card, 'utf8')).not.toContain('private');
  });

  it('comes as a zip too', async () => {
    lab = await makeLab({});
    const { name, bytes } = await new ExportService(lab.options).download('run-1', 'safetensors');
    expect(name).toBe('run-1-safetensors.zip');
    const files = unzipSync(bytes);
    expect(Object.keys(files).sort()).toEqual([
      'config.json',
      'model-card.json',
      'model.safetensors',
      'parity.json',
    ]);
    expect(decodeSafetensors(files['model.safetensors']!).tensors.has('head/kernel')).toBe(true);
  });
});
