import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/engine';
import { RandomStream } from '../../src/main/engine/random/random-stream';
import type { Dataset } from '../../src/shared/domain/dataset';
import { importFolder, Lab } from './lab';

const modelOf = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/foreign/${name}`, import.meta.url));

/** A data set of three channels and four classes, as the fixture's models have. */
function writeTables(dir: string): string {
  const random = new RandomStream(4, 'noise');
  for (const label of ['a', 'b', 'c', 'd']) {
    mkdirSync(join(dir, label), { recursive: true });
    for (let k = 0; k < 6; k++) {
      const rows = Array.from({ length: 9 + k }, () => [random.normal(), random.normal(), random.normal()]);
      writeFileSync(join(dir, label, `${k}.csv`), ['x,y,z', ...rows.map((row) => row.join(','))].join('\n'));
    }
  }
  return dir;
}

describe('a model made elsewhere, beside a data set', () => {
  const lab = new Lab();
  let engine: Engine;
  let dataset: Dataset;

  beforeAll(async () => {
    engine = await lab.open();
    const features = { kind: 'raw', standardise: true, differences: false } as const;
    dataset = await importFolder(engine, writeTables(join(lab.homeDir, 'tables')), { features });
  });
  afterAll(() => lab.remove());

  it('becomes a run whose gates can be looked at, and that is scored and exported like any other', async () => {
    const { client } = engine;
    const { run, remarks } = await client.models.import({
      path: modelOf('stacked.keras'),
      dataset: dataset.id,
    });
    expect(run).toMatchObject({ name: 'stacked.keras', status: 'completed', kept: true });
    expect(remarks).toHaveLength(1);
    expect(run.test?.task).toBe('classify');
    const trace = await client.inspection.trace({ run: run.id, example: 0 });
    expect(trace.layers.map(({ direction }) => direction)).toEqual([
      'forward',
      'backward',
      'forward',
      'backward',
    ]);
    expect(Object.keys(trace.layers[0]!.tensors).sort()).toEqual(['c', 'f', 'g', 'h', 'i', 'o']);
    const outDir = join(lab.homeDir, 'out');
    const { proof } = await client.exports.create({ run: run.id, format: 'onnx', outDir });
    expect(proof!.largestDifference).toBeLessThan(1e-4);
  });

  it('is refused by name when it does not fit', async () => {
    const drums = fileURLToPath(new URL('../../resources/samples/drum-sounds', import.meta.url));
    const other = await importFolder(engine, drums);
    for (const [name, id, reason] of [
      ['lstm.onnx', other.id, /features/],
      ['convolution.keras', dataset.id, /Conv1D/],
    ] as const)
      await expect(engine.client.models.import({ path: modelOf(name), dataset: id })).rejects.toMatchObject({
        data: { code: 'MODEL_UNREADABLE', message: expect.stringMatching(reason) as string },
      });
    expect(await engine.client.runs.list({ dataset: other.id })).toEqual([]);
  });
});
