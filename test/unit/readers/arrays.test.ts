import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinBlocks } from '../../../src/main/engine/readers/blocks';
import type { Block } from '../../../src/main/engine/readers/reader';
import { Sources } from '../../../src/main/engine/readers/sources';
import type { UnrollError } from '../../../src/shared/domain/error';

const folder = fileURLToPath(new URL('../../fixtures/arrays/', import.meta.url));

interface Expected {
  readonly columns?: Record<string, number[]>;
  readonly sequences?: number[][][];
  readonly labels?: string[];
}
const expected = Object.entries(
  JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, Expected>,
);

let dir = '';
let sources: Sources;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'arrays-'));
  sources = new Sources(dir);
});
afterAll(async () => {
  await sources.close();
  await rm(dir, { recursive: true, force: true });
});

async function found(path: string, shown: string) {
  const { size, mtimeMs } = await stat(path);
  return { path, shown, size, mtimeMs };
}

async function write(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, bytes);
  return path;
}

async function describeFile(path: string, name: string) {
  const file = await found(path, name);
  return sources.describe(file, await sources.claim(file));
}

async function refusal(name: string, bytes: Uint8Array | string): Promise<UnrollError> {
  const path = await write(name, bytes);
  return describeFile(path, name).then(
    () => {
      throw new Error('it was read');
    },
    (error: unknown) => error as UnrollError,
  );
}

function numbers(block: Block): Record<string, number[]> {
  return Object.fromEntries(
    block.columns.flatMap((column) => (column.type === 'text' ? [] : [[column.name, [...column.values]]])),
  );
}

async function sequence(path: string, name: string, index: number): Promise<Block> {
  const blocks: Block[] = [];
  const span = { start: 0, end: Infinity, sequence: index };
  for await (const block of sources.blocks(await found(path, name), span)) blocks.push(block);
  return joinBlocks(blocks);
}

describe('files of arrays', () => {
  it.each(expected.filter(([, { columns }]) => columns))(
    'reads the table in %s',
    async (name, { columns }) => {
      const { content } = await describeFile(join(folder, name), name);
      expect(content.kind).toBe('table');
      expect(numbers(await sequence(join(folder, name), name, 0))).toEqual(columns);
    },
  );

  it.each(expected.filter(([, { sequences }]) => sequences))(
    'reads the sequences in %s',
    async (name, { sequences, labels }) => {
      const { content } = await describeFile(join(folder, name), name);
      expect(content).toMatchObject({ kind: 'cases', labels, channels: sequences![0]![0]!.length });
      for (const [k, steps] of sequences!.entries()) {
        const columns = Object.values(numbers(await sequence(join(folder, name), name, k)));
        expect(columns).toEqual(steps[0]!.map((_, channel) => steps.map((step) => step[channel])));
      }
    },
  );

  it('never opens a pickle', async () => {
    const error = await refusal('objects.npy', await readFile(join(folder, 'objects.npy')));
    expect(error).toMatchObject({ code: 'FILE_FORMAT_UNKNOWN' });
    expect(error.message).toContain('pickle');
  });

  it.each(['f8.npy', 'series.npz', 'v6.mat', 'v7.mat'])(
    'refuses %s by name when it is cut off',
    async (name) => {
      const bytes = await readFile(join(folder, name));
      const error = await refusal(name, bytes.subarray(0, 150));
      expect(error.code).toMatch(/^FILE_(CORRUPT|EMPTY)$/);
      expect(error.message).toContain(name);
    },
  );
});

describe('ARFF', () => {
  const flat =
    '% a comment\n@relation "gun point"\n@attribute t1 numeric\n@attribute t2 real\n@attribute target {1, 2}\n@data\n0.5,?,1\n-1e-2,3,2\n';

  it('reads a sequence a line, its class last', async () => {
    const path = await write('flat.arff', flat);
    const { content } = await describeFile(path, 'flat.arff');
    expect(content).toMatchObject({
      kind: 'cases',
      labels: ['1', '2'],
      lengths: [1, 2],
      problem: 'gun point',
    });
    expect(numbers(await sequence(path, 'flat.arff', 1))).toEqual({ value: [Math.fround(-1e-2), 3] });
  });

  it('reads channels from a relational attribute', async () => {
    const text =
      '@relation motions\n@attribute x relational\n @attribute t1 numeric\n @attribute t2 numeric\n@end x\n@attribute activity {walk,run}\n@data\n\'1,2\\n3,4\',walk\n"5,6\\n7,8",run\n';
    const path = await write('relational.arff', text);
    const { content } = await describeFile(path, 'relational.arff');
    expect(content).toMatchObject({ channels: 2, labels: ['walk', 'run'] });
    expect(numbers(await sequence(path, 'relational.arff', 1))).toEqual({
      'channel 1': [5, 6],
      'channel 2': [7, 8],
    });
  });

  it('names the line that does not fit its header', async () => {
    const error = await refusal('odd.arff', `${flat}1,2\n`);
    expect(error).toMatchObject({ code: 'FILE_CORRUPT' });
    expect(error.message).toContain('line 9');
  });
});

describe('the Monash archive', () => {
  const head =
    '# text\n@relation x\n@attribute series_name string\n@attribute start_timestamp date\n@frequency monthly\n@data\n';

  it('reads series with their times', async () => {
    const path = await write('a.tsf', `${head}T1:1979-11-01 00-00-00:1,2.5,?\nT2:1980-01-01 00-00-00:7\n`);
    await describeFile(path, 'a.tsf');
    const block = await sequence(path, 'a.tsf', 0);
    expect(block.columns.map(({ name }) => name)).toEqual(['series_name', 'time', 'value']);
    const { time, value } = numbers(block);
    expect(time!.map((ms) => new Date(ms).toISOString().slice(0, 10))).toEqual([
      '1979-11-01',
      '1979-12-01',
      '1980-01-01',
      '1980-01-01',
    ]);
    expect(value).toEqual([1, 2.5, Number.NaN, 7]);
  });

  it('names the line and the word that is no number', async () => {
    const error = await refusal('b.tsf', `${head}T1:1979-11-01 00-00-00:1,two\n`);
    expect(error.message).toContain('line 7');
    expect(error.message).toContain('two');
  });
});
