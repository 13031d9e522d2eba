import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FiledFloats } from '../../../src/main/engine/files/filed-floats';
import { assemble, windowsOf } from '../../../src/main/engine/models/network/batch';
import { fitScaling } from '../../../src/main/engine/models/scale/scaling';
import { JudgedRows } from '../../../src/main/engine/prepare/judged-rows';
import { readHeld, readPrepared, writePrepared } from '../../../src/main/engine/prepare/prepared';
import { withSplits } from '../../../src/main/engine/prepare/with-splits';
import { seriesData } from '../training/example-data';

/** Protects: that features which stay in their file are those that would be in memory, that damage of the file is found all the same. */

let dir: string;
let file: string;
const data = seriesData({
  values: Array.from({ length: 300 }, (_, t) => Math.sin(t / 7) + t / 100),
  context: 24,
  season: 12,
});

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'unroll-filed-'));
  file = join(dir, 'prepared.safetensors');
  await writePrepared(file, data);
});
afterAll(() => rm(dir, { recursive: true }));

describe('features in a file', () => {
  it('are left there when they are many, and in memory when they are few', async () => {
    expect((await readPrepared(file, 0)).features).toBeInstanceOf(FiledFloats);
    expect((await readPrepared(file)).features).toBeInstanceOf(Float32Array);
  });

  it('make the batches, the scales and the scalers that features in memory make', async () => {
    const filed = await readPrepared(file, 0);
    const held = await readHeld(file);
    const examples = Int32Array.from(held.starts.keys()).reverse();
    const scaling = fitScaling(held);
    expect(fitScaling(filed)).toEqual(scaling);
    expect(assemble(windowsOf(filed, examples), scaling)).toEqual(
      assemble(windowsOf(held, examples), scaling),
    );
    const turned = held.splits.map((split) => 2 - split);
    expect(withSplits(filed, turned).scaler).toEqual(withSplits(held, turned).scaler);
  });

  it('are written down as they are read', async () => {
    const copy = join(dir, 'copy.safetensors');
    await writePrepared(copy, await readPrepared(file, 0));
    const hashOf = async (one: string) =>
      createHash('sha256')
        .update(await readFile(one))
        .digest('hex');
    expect(await hashOf(copy)).toBe(await hashOf(file));
  });

  it('end where the numbers end', async () => {
    const { features } = await readPrepared(file, 0);
    expect(features.subarray(features.length - 2, features.length + 5)).toHaveLength(2);
    expect(features.subarray(features.length + 1, features.length + 5)).toHaveLength(0);
  });

  it('are refused when one bit of them is another', async () => {
    const bytes = await readFile(file);
    bytes[bytes.length >> 1]! ^= 4;
    const damaged = join(dir, 'damaged.safetensors');
    await writeFile(damaged, bytes);
    await expect(readPrepared(damaged, 0)).rejects.toMatchObject({ code: 'FILE_CORRUPT' });
    await writeFile(damaged, bytes.subarray(0, bytes.length - 8));
    await expect(readPrepared(damaged, 0)).rejects.toMatchObject({ code: 'FILE_CORRUPT' });
  });
});

it('rows that overlapping examples are judged by are counted once, in their order', () => {
  const spans = {
    starts: Int32Array.of(40, 0, 5, 12, 40, 90),
    lengths: Int32Array.of(10, 10, 10, 3, 12, 0),
    scoredFrom: Int32Array.of(0, 0, 5, 3, 4, 0),
  };
  const examples = [...spans.starts.keys()];
  const seen = new Set<number>();
  for (const e of examples)
    for (let t = spans.scoredFrom[e]!; t < spans.lengths[e]!; t++) seen.add(spans.starts[e]! + t);
  const rows = [...seen].sort((a, b) => a - b);
  const judged = new JudgedRows(spans, examples);
  expect([...judged.all()]).toEqual(rows);
  expect(judged.count).toBe(rows.length);
  rows.forEach((row, place) => expect(judged.placeOf(row)).toBe(place));
});
