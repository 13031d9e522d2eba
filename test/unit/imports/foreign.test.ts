import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { isModelFile, readForeignModelApart } from '../../../src/main/engine/imports/model-thread';
import { readForeignModel } from '../../../src/main/engine/imports/read-model';
import { kerasBytes, kerasH5Bytes } from '../../../src/main/engine/exports/keras/keras-format';
import { requireHeld } from '../../../src/main/engine/exports/held';
import type { OnnxModel } from '../../../src/main/engine/formats/onnx/onnx-file';
import { decodeOnnx, encodeOnnx } from '../../../src/main/engine/formats/onnx/onnx-file';
import { makeLab } from '../exports/fixture';
import { networks, stockVariants } from '../exports/networks';
import { plainForward, softmax } from '../exports/plain-forward';

const fixtures = join(import.meta.dirname, '../../fixtures/foreign');
const answers = JSON.parse(await readFile(join(fixtures, 'answers.json'), 'utf8')) as {
  inputs: number[][];
  models: Record<string, number[]>;
};

let dir: string;
beforeAll(async () => {
  await useBackend('cpu');
  dir = await mkdtemp(join(tmpdir(), 'unroll-foreign-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function fileOf(name: string, bytes: Uint8Array | string): Promise<string> {
  const file = join(dir, name);
  await writeFile(file, bytes);
  return file;
}

describe('a model made elsewhere', () => {
  it.each(Object.entries(answers.models))('%s answers what its maker said', async (name, expected) => {
    const network = await readForeignModel(join(fixtures, name));
    const found = softmax(plainForward(network, answers.inputs));
    expected.forEach((value, k) => expect(found[k]).toBeCloseTo(value, 5));
  });

  it('gets silent units where its layers are not equally wide, and says so', async () => {
    const { spec, remarks } = await readForeignModel(join(fixtures, 'stacked.keras'));
    expect(spec).toMatchObject({ cell: 'lstm', units: 5, layers: 2, bidirectional: true, pooling: 'last' });
    expect(remarks).toEqual(['Layer 2 has 3 units; 2 silent ones were added.']);
  });

  it('that leads its library in circles is refused, and holds nothing but its thread', async () => {
    const whole = (await readFile(join(fixtures, 'stacked.h5'))).toString('latin1');
    // Longer by four bytes than the file says it is there: found by `npm run torture -- --only mutants`.
    const at = whole.indexOf('32', 3140);
    const bytes = Buffer.from(`${whole.slice(0, at)}-1e309${whole.slice(at + 2)}`, 'latin1');
    const file = await fileOf('circles.h5', bytes);
    await expect(readForeignModelApart(file)).rejects.toMatchObject({ sentence: 'MODEL_UNREADABLE.reader' });
    expect(await isModelFile(file)).toBe(true);
  }, 60_000);

  it('of stock tfjs opens from its model.json', async () => {
    const model = sequential();
    const gru = {
      units: 4,
      recurrentActivation: 'sigmoid' as const,
      recurrentInitializer: 'glorotUniform' as const,
    };
    model.add(
      layers.bidirectional({ layer: layers.gru(gru), mergeMode: 'concat', inputShape: [null, 3] } as never),
    );
    model.add(layers.dense({ units: 2 }));
    model.add(layers.softmax());
    let saved: tf.io.ModelArtifacts | null = null;
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        saved = artifacts;
        return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
      }),
    );
    const { modelTopology, weightSpecs, weightData } = saved! as tf.io.ModelArtifacts;
    await fileOf('weights.bin', new Uint8Array(weightData as ArrayBuffer));
    const json = {
      format: 'layers-model',
      modelTopology,
      weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
    };
    await fileOf('model.json', JSON.stringify(json));
    const output = model.predict(tf.tensor3d([answers.inputs])) as tf.Tensor;
    const expected = await output.data();
    const found = softmax(plainForward(await readForeignModel(dir), answers.inputs));
    found.forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 5));
    await fileOf(
      'model.json',
      JSON.stringify({ ...json, weightsManifest: [{ paths: ['../weights.bin'], weights: weightSpecs }] }),
    );
    await expect(readForeignModel(dir)).rejects.toMatchObject({ code: 'MODEL_UNREADABLE' });
    model.dispose();
  });

  it.each([...networks, ...stockVariants])('%s comes back from its own Keras files', async (_, changes) => {
    const lab = await makeLab(changes);
    const model = requireHeld(lab.model, 'keras');
    for (const bytes of [await kerasBytes(model), await kerasH5Bytes(model)]) {
      const back = await readForeignModel(await fileOf('own', bytes));
      expect(back.weights).toEqual(lab.model.weights);
      expect(back.spec.pooling).toBe(model.spec.pooling);
    }
    await rm(lab.workDir, { recursive: true });
  });
});

describe('what the lab cannot show is refused by name', () => {
  it.each([
    ['convolution.keras', /Conv1D/],
    ['branches.keras', /branches/],
  ])('%s', async (name, reason) => {
    await expect(readForeignModel(join(fixtures, name))).rejects.toMatchObject({
      code: 'MODEL_UNREADABLE',
      message: expect.stringMatching(reason) as string,
    });
  });

  it.each([
    ['padding on both sides', 'conv_1', { padding: 'same' }, /Conv1D with same/],
    ['another activation', 'conv_1', { activation: 'elu' }, /Conv1D with causal padding and elu/],
    ['dilation', 'conv_1', { dilation_rate: [2] }, /dilation/],
    ['an absurd width', 'conv_1', { kernel_size: [1e6] }, /1000000 steps/],
    ['another width than its weights', 'conv_1', { kernel_size: [4] }, /shape/],
    ['a norm over time', 'norm_1', { axis: 1 }, /over time/],
    ['a norm of another ε', 'norm_1', { epsilon: 0.001 }, /0.001/],
  ])('Keras with %s', async (_, layer, changes, reason) => {
    const lab = await makeLab({
      cell: 'gru',
      layerNorm: true,
      convolutions: [{ filters: 3, width: 3, stride: 2 }],
    });
    const files = unzipSync(await kerasBytes(requireHeld(lab.model, 'keras')));
    const config = JSON.parse(Buffer.from(files['config.json']!).toString()) as {
      config: { layers: { config: Record<string, unknown> }[] };
    };
    Object.assign(config.config.layers.find((one) => one.config['name'] === layer)!.config, changes);
    const bytes = zipSync({ ...files, 'config.json': strToU8(JSON.stringify(config)) });
    await expect(readForeignModel(await fileOf('spoiled', bytes))).rejects.toMatchObject({
      code: 'MODEL_UNREADABLE',
      message: expect.stringMatching(reason) as string,
    });
    await rm(lab.workDir, { recursive: true });
  });

  const onnx = async (spoil: (model: OnnxModel) => void): Promise<string> => {
    const model = decodeOnnx(await readFile(join(fixtures, 'lstm.onnx')));
    spoil(model);
    return fileOf('spoiled.onnx', encodeOnnx(model));
  };
  const node = ({ graph }: OnnxModel, opType: string) => graph.node.find((one) => one.opType === opType)!;

  it.each<[string, (model: OnnxModel) => void, RegExp]>([
    ['an operator of another domain', (model) => (node(model, 'Gemm').domain = 'evil'), /evil\.Gemm/],
    ['an unknown operator', (model) => (node(model, 'Gemm').opType = 'Loop'), /Loop/],
    ['a cycle', (model) => (node(model, 'Gemm').output = ['x']), /cycle|branches|reach/],
    ['no way to the output', (model) => (model.graph.output[0]!.name = 'elsewhere'), /reach/],
    [
      'a weight in another file',
      (model) =>
        Object.assign(model.graph.initializer[0]!, {
          dataLocation: 1,
          externalData: [{ key: 'location', value: '/etc/passwd' }],
        }),
      /another file/,
    ],
    ['a weight of an absurd shape', (model) => (model.graph.initializer[2]!.dims = [1e9, 1e9]), /damaged/],
    [
      'a weight that is cut off',
      (model) => (model.graph.initializer[2]!.rawData = new Uint8Array(8)),
      /damaged/,
    ],
    ['an initial state', (model) => (node(model, 'LSTM').input[5] = 'head.bias'), /initial state/],
    [
      'the last step along another axis',
      (model) => (node(model, 'Gemm').input[0] = '/rnn/Transpose_1_output_0'),
      /branches|every step/,
    ],
  ])('ONNX with %s', async (_, spoil, reason) => {
    await expect(readForeignModel(await onnx(spoil))).rejects.toMatchObject({
      code: 'MODEL_UNREADABLE',
      message: expect.stringMatching(reason) as string,
    });
  });

  it.each<[string, () => Promise<Uint8Array>]>([
    ['nothing', async () => new Uint8Array(0)],
    ['words', async () => strToU8('hello, this is no model at all')],
    ['half a zip', async () => (await readFile(join(fixtures, 'stacked.keras'))).subarray(0, 20_000)],
    ['half an HDF5 file', async () => (await readFile(join(fixtures, 'stacked.h5'))).subarray(0, 9_000)],
    ['a pickle', async () => Uint8Array.of(0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, 0x2e)],
    ['a zip without a model', async () => zipSync({ 'readme.txt': strToU8('hello') })],
    [
      'a zip that would fill the memory',
      async () => {
        const files = unzipSync(await readFile(join(fixtures, 'stacked.keras')));
        return zipSync({ ...files, 'config.json': new Uint8Array(20 * 2 ** 20).fill(0x20) });
      },
    ],
    [
      'a configuration that names code',
      async () => {
        const files = unzipSync(await readFile(join(fixtures, 'stacked.keras')));
        const config = JSON.parse(Buffer.from(files['config.json']!).toString()) as {
          config: { layers: unknown[] };
        };
        config.config.layers.splice(2, 0, {
          module: 'os',
          class_name: 'Lambda',
          config: { function: 'system' },
        });
        return zipSync({ ...files, 'config.json': strToU8(JSON.stringify(config)) });
      },
    ],
  ])('%s', async (_, bytes) => {
    await expect(readForeignModel(await fileOf('hostile', await bytes()))).rejects.toMatchObject({
      code: 'MODEL_UNREADABLE',
    });
  });

  it('whatever single byte of it is damaged, it opens or is refused', async () => {
    for (const name of ['gru-both.onnx', 'functional.keras', 'stacked.h5']) {
      const bytes = await readFile(join(fixtures, name));
      for (let k = 0; k < 40; k++) {
        const spoiled = new Uint8Array(bytes);
        const place = Math.floor((k * bytes.length) / 40);
        spoiled[place] = spoiled[place]! ^ 0xff;
        const file = await fileOf('spoiled', spoiled);
        await readForeignModel(file).catch((thrown: { code: string }) =>
          expect(thrown.code).toBe('MODEL_UNREADABLE'),
        );
      }
    }
  });
});
