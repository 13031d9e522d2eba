import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/engine';
import { ExportFormat } from '../../src/shared/contract/exports';
import type { ParityCertificate } from '../../src/main/engine/exports/parity';
import type { Dataset } from '../../src/shared/domain/dataset';
import type { Run } from '../../src/shared/domain/run';
import { importFolder, Lab } from './lab';

const drumsDir = fileURLToPath(new URL('../../resources/samples/drum-sounds', import.meta.url));

/** Real sound all the way: files → log-mel → a short training → export → the same files again. */
describe('exports and predictions', () => {
  const lab = new Lab();
  let engine: Engine;
  let dataset: Dataset;
  let run: Run;

  beforeAll(async () => {
    engine = await lab.open();
    dataset = await importFolder(engine, drumsDir);
    const { id } = await engine.client.runs.start({
      dataset: dataset.id,
      choices: { model: { cell: 'gru', units: 8, bidirectional: false }, training: { epochs: 3, seed: 1 } },
    });
    run = await engine.client.runs.wait({ run: id });
  });
  afterAll(() => lab.remove());

  it('hands an export out as one zip file', async () => {
    const { name, bytes } = await engine.client.exports.download({ run: run.id, format: 'safetensors' });
    expect(name).toBe(`${run.id}-safetensors.zip`);
    expect([...bytes.subarray(0, 2)]).toEqual([0x50, 0x4b]);
  });

  it('exports what the card describes', async () => {
    for (const format of ExportFormat.options) {
      const outDir = join(lab.homeDir, format);
      const { files, card, certificate } = await engine.client.exports.create({
        run: run.id,
        format,
        outDir,
      });
      expect(files.every((file) => existsSync(file))).toBe(true);
      expect(files).toContain(card);
      if (format === 'tensorboard' || format === 'report') {
        expect(certificate).toBe(null);
        continue;
      }
      const proof = JSON.parse(readFileSync(certificate!, 'utf8')) as ParityCertificate;
      const fromFiles = format === 'unroll' || format.startsWith('onnx');
      expect(proof.inputs).toBe(fromFiles ? 'recordings' : 'features');
      const { validation } = dataset.understanding.splits;
      expect(proof.examples).toBe(format === 'unroll' ? Math.min(8, validation) : validation);
    }
  });

  it.each(['run', 'tfjs', 'safetensors', 'unroll', 'kept'] as const)(
    'predicts of a test file through %s what the evaluation said of it',
    async (source) => {
      const { client } = engine;
      const { example, predicted, confidence, classes } = await client.runs.predictions({
        run: run.id,
        split: 'test',
      });
      const { examples } = await client.datasets.examples({ dataset: dataset.id, offset: 0, limit: 1000 });
      const paths = [...example].map((index) => join(drumsDir, examples[index]!.file));
      const bundle = join(lab.homeDir, 'unroll', 'model.unroll');
      const model =
        source === 'run'
          ? run.id
          : source === 'kept'
            ? (await client.models.add({ path: bundle })).id
            : join(lab.homeDir, source);
      const { predictions, refused } = await client.predict.files({ model, paths });
      expect(refused).toEqual([]);
      expect(predictions.map(({ file }) => file)).toEqual(paths);
      predictions.forEach((prediction, k) => {
        if (prediction.kind !== 'label') throw new Error('a class was expected');
        const label = classes[predicted[k]!]!;
        expect(prediction.label).toBe(label);
        expect(prediction.probabilities[label]).toBeCloseTo(confidence[k]!, 6);
        const sum = Object.values(prediction.probabilities).reduce((a, b) => a + b);
        expect(sum).toBeCloseTo(1, 5);
      });
    },
  );

  it('says what is wrong', async () => {
    const { client } = engine;
    await expect(client.predict.files({ model: 'nothing', paths: [drumsDir] })).rejects.toMatchObject({
      data: { code: 'RUN_UNKNOWN' },
    });
    await expect(client.predict.files({ model: drumsDir, paths: [drumsDir] })).rejects.toMatchObject({
      data: { code: 'MODEL_UNREADABLE' },
    });
    const { refused } = await client.predict.files({ model: run.id, paths: [drumsDir, '/not/there.wav'] });
    expect(refused.map(({ code }) => code)).toEqual(['FILE_MISSING']);
    await expect(
      client.exports.create({ run: run.id, format: 'tfjs', outDir: drumsDir }),
    ).rejects.toMatchObject({ data: { code: 'OUTPUT_EXISTS' } });
  });
});
