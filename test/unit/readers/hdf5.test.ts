import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isModelFile } from '../../../src/main/engine/imports/model-thread';
import { joinBlocks } from '../../../src/main/engine/readers/blocks';
import type { Block } from '../../../src/main/engine/readers/reader';
import { Sources } from '../../../src/main/engine/readers/sources';
import { UnrollError } from '../../../src/shared/domain/error';

const folder = fileURLToPath(new URL('../../fixtures/arrays/', import.meta.url));

interface Expected {
  readonly columns?: Record<string, (number | string)[]>;
  readonly sequences?: number[][][];
  readonly labels?: string[];
}
const expected = Object.entries(
  JSON.parse(readFileSync(join(folder, 'expected-hdf5.json'), 'utf8')) as Record<string, Expected>,
);
const tables = expected.filter(([, { columns }]) => columns !== undefined);
const sets = expected.filter(([, { sequences }]) => sequences !== undefined);

let dir = '';
let sources: Sources;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hdf5-'));
  sources = new Sources(dir);
});
afterAll(async () => {
  await sources.close();
  await rm(dir, { recursive: true, force: true });
});

async function found(path: string) {
  const { size, mtimeMs } = await stat(path);
  return { path, shown: path.slice(path.lastIndexOf('/') + 1), size, mtimeMs };
}

async function describeFile(path: string) {
  const file = await found(path);
  return sources.describe(file, await sources.claim(file));
}

function refusal(path: string): Promise<UnrollError | null> {
  return describeFile(path).then(
    () => null,
    (error: unknown) => error as UnrollError,
  );
}

async function cells(path: string, sequence = 0): Promise<Record<string, (number | string)[]>> {
  const blocks: Block[] = [];
  for await (const block of sources.blocks(await found(path), { start: 0, end: Infinity, sequence }))
    blocks.push(block);
  return Object.fromEntries(
    joinBlocks(blocks).columns.map((column) => [
      column.name,
      column.type === 'text' ? Array.from(column.codes, (code) => column.words[code]!) : [...column.values],
    ]),
  );
}

describe('HDF5 and MATLAB 7.3', () => {
  it.each(tables)('reads the table in %s as its own library does', async (name, { columns }) => {
    const path = join(folder, name);
    const { content } = await describeFile(path);
    expect(content).toMatchObject({ kind: 'table', format: 'hdf5' });
    expect(await cells(path)).toEqual(columns);
  });

  it.each(sets)('reads the sequences in %s as its own library does', async (name, { sequences, labels }) => {
    const path = join(folder, name);
    const { content } = await describeFile(path);
    expect(content).toMatchObject({ kind: 'cases', format: 'hdf5-cases', labels });
    for (const [k, steps] of sequences!.entries())
      expect(Object.values(await cells(path, k))).toEqual(
        steps[0]!.map((_, channel) => steps.map((step) => step[channel])),
      );
  });

  it.each([
    ['vlen.h5', 'ragged', 'lists of different lengths'],
    ['reference.h5', '"r"', 'references'],
    ['v73-cell.mat', 'signals', 'cell array'],
    ['lzf.h5', '"x"', 'lzf'],
    ['pandas-table.h5', 'pickles', 'to_parquet'],
    ['model.h5', 'Keras', 'unroll models import'],
    ['links.h5', 'another file', '"raw"'],
  ])('refuses %s by name', async (name, ...words) => {
    const error = await refusal(join(folder, name));
    expect(error).toBeInstanceOf(UnrollError);
    expect(error!.code).toMatch(/^FILE_(FORMAT_UNKNOWN|CORRUPT)$/);
    for (const word of [name, ...words]) expect(error!.message).toContain(word);
  });

  it('is told from a model, whose ending it has', async () => {
    expect(await isModelFile(join(folder, 'series.h5'))).toBe(false);
    expect(await isModelFile(join(folder, 'model.h5'))).toBe(true);
    // What cannot be read is for the import of models to refuse.
    expect(await isModelFile(join(folder, 'f8.npy'))).toBe(true);
    expect(await isModelFile(join(folder, 'none.h5'))).toBe(true);
  });

  it('is known by its content, not by its name', async () => {
    const path = join(dir, 'recording.bin');
    await writeFile(path, await readFile(join(folder, 'series.h5')));
    expect((await describeFile(path)).content).toMatchObject({ format: 'hdf5' });
  });

  it.each(['series.h5', 'v73.mat', 'sequences.h5'])('says that %s is cut off', async (name) => {
    const bytes = await readFile(join(folder, name));
    for (const part of [0.1, 0.5, 0.9]) {
      const path = join(dir, `cut-${name}`);
      await writeFile(path, bytes.subarray(0, Math.max(600, Math.floor(bytes.length * part))));
      expect(await refusal(path)).toMatchObject({ code: 'FILE_CORRUPT' });
    }
  });

  it('ends with an error of its own, or reads, whatever bytes are changed, and still reads what is whole', async () => {
    let state = 7;
    const random = (below: number): number =>
      (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) % below;
    let refused = 0;
    for (const [name] of expected) {
      const whole = await readFile(join(folder, name));
      for (let round = 0; round < 25; round++) {
        const bytes = Buffer.from(whole);
        for (let k = 0; k < 1 + random(8); k++) bytes[random(Math.min(bytes.length, 4096))] = random(256);
        const path = join(dir, `changed-${round}-${name}`);
        await writeFile(path, bytes);
        const error = await refusal(path);
        if (error === null) continue;
        refused++;
        expect(error.code, error.message).toMatch(/^FILE_(CORRUPT|EMPTY|FORMAT_UNKNOWN|TOO_LARGE)$/);
      }
    }
    expect(refused).toBeGreaterThan(20);
    const path = join(dir, 'whole.h5');
    await writeFile(path, await readFile(join(folder, 'series.h5')));
    expect((await describeFile(path)).content.kind).toBe('table');
  });
});

it('names the weights of a Keras 3 model for what they are', async () => {
  const { default: h5wasm } = await import('h5wasm/node');
  await h5wasm.ready;
  const path = join(dir, 'm.weights.h5');
  const file = new h5wasm.File(path, 'w');
  const layers = file.create_group('layers');
  for (const layer of ['lstm', 'dense'])
    layers
      .create_group(layer)
      .create_group('vars')
      .create_dataset({ name: '0', data: new Float32Array(128).fill(0.5), shape: [32, 4] });
  file.close();
  const error = await refusal(path);
  expect(error).toMatchObject({ code: 'FILE_FORMAT_UNKNOWN' });
  expect(error!.message).toContain('weights of a Keras model');
});
