import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromHalves, toHalves } from '../../../src/main/engine/alike/half';
import { findAlike } from '../../../src/main/engine/alike/search';
import { BLOCK_ROWS, IndexWriter, readIndex } from '../../../src/main/engine/alike/state-index';
import type { StateIndex } from '../../../src/main/engine/alike/state-index';

const UNITS = 6;
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'unroll-alike-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Numbers in −1 … 1 that follow from where they stand. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

const centre = {
  mean: Float32Array.from({ length: UNITS }, (_, k) => 0.1 * k),
  deviation: Float32Array.from({ length: UNITS }, (_, k) => 0.2 + 0.05 * k),
};

/** Recordings of these many cells, the states of each going slowly. */
async function indexOf(lengths: readonly number[]): Promise<{ index: StateIndex; states: Float32Array[] }> {
  const random = noise(7);
  const writer = new IndexWriter({ dir, centre, cellSteps: 5, items: [], blocks: [] });
  const states: Float32Array[] = [];
  for (const [k, length] of lengths.entries()) {
    const own = new Float32Array(length * UNITS);
    for (let at = 0; at < own.length; at++)
      own[at] = Math.tanh(0.9 * (own[at - UNITS] ?? 0) + 0.6 * random());
    // As it comes: in parts.
    await writer.add(own.subarray(0, UNITS * Math.floor(length / 3)));
    await writer.add(own.subarray(UNITS * Math.floor(length / 3)));
    writer.end({ key: `r${k}`, file: `r${k}.wav`, start: 10 * k, perCell: 0.5, end: 10 * k + 0.5 * length });
    states.push(fromHalves(toHalves(own)));
  }
  return { index: await writer.close(), states };
}

type Score = (states: Float32Array, cell: number, count: number) => number;

/** Looks at every window in double precision, and takes the best again and again. */
function bruteForce(
  states: readonly Float32Array[],
  [own, first, length]: readonly [number, number, number],
  count: number,
  score: Score,
): { key: string; cell: number; score: number }[] {
  const all = states.flatMap((one, k) =>
    Array.from({ length: one.length / UNITS - length + 1 }, (_, cell) => ({
      ...{ key: `r${k}`, cell, score: score(one, cell, length) },
    })),
  );
  all.sort((a, b) => b.score - a.score);
  const found: typeof all = [];
  for (const one of all) {
    const isTaken = [{ key: `r${own}`, cell: first }, ...found].some(
      ({ key, cell }) => key === one.key && Math.abs(cell - one.cell) < length,
    );
    if (!isTaken) found.push(one);
    if (found.length === count) break;
  }
  return found;
}

function direction(states: Float32Array, row: number): number[] {
  const off = Array.from(centre.mean, (mean, k) => states[row * UNITS + k]! - mean);
  const length = Math.hypot(...off);
  return off.map((value) => value / length);
}

describe('search by state', () => {
  it('rounds to 16 bits as IEEE 754 does', () => {
    const given = [
      0,
      -0,
      1,
      -2,
      65504,
      65519,
      65520,
      2 ** -24,
      2 ** -25,
      3 * 2 ** -25,
      1 + 2 ** -11,
      1 + 3 * 2 ** -11,
      0.1,
    ];
    const kept = [
      0,
      -0,
      1,
      -2,
      65504,
      65504,
      Infinity,
      2 ** -24,
      0,
      2 ** -23,
      1,
      1 + 2 ** -9,
      0.0999755859375,
    ];
    expect([...fromHalves(toHalves(given))]).toEqual(kept);
    const all = Uint16Array.from({ length: 65_536 }, (_, k) => k).filter((k) => ((k >> 10) & 31) < 31);
    expect(toHalves(fromHalves(all))).toEqual(all);
  });

  it.each([1, 4])(
    'finds what looking at every window of %i cells finds, over several blocks',
    async (length) => {
      const { index, states } = await indexOf([40_000, 900, 30_000, 70_000]);
      expect(index.blocks.length).toBeGreaterThan(2);
      expect(index.blocks[0]!.rows).toBe(BLOCK_ROWS);
      const [own, first] = [2, 12_345];
      const sum = new Float64Array(UNITS);
      for (let k = 0; k < length; k++)
        direction(states[own]!, first + k).forEach((value, u) => (sum[u]! += value));
      const norm = Math.hypot(...sum);
      const expected = bruteForce(states, [own, first, length], 30, (one, cell, count) => {
        let total = 0;
        for (let k = 0; k < count; k++)
          total += direction(one, cell + k).reduce((s, value, u) => s + (value * sum[u]!) / norm, 0);
        return total / count;
      });
      const from = 10 * own + 0.5 * first;
      const found = await findAlike(index, { key: `r${own}`, from, to: from + 0.5 * length, count: 30 });
      expect(found.map(({ key, from: at }) => [key, at])).toEqual(
        expected.map(({ key, cell }) => [key, 10 * Number(key.slice(1)) + 0.5 * cell]),
      );
      found.forEach(({ score }, k) => expect(score).toBeCloseTo(expected[k]!.score, 9));
    },
  );

  it('finds where chosen units were the same, in deviations of each', async () => {
    const { index, states } = await indexOf([900, 1200]);
    const [own, first, length, units] = [0, 100, 3, [1, 4]] as const;
    const asked = units.map((u) => {
      let sum = 0;
      for (let k = 0; k < length; k++) sum += states[own]![(first + k) * UNITS + u]! / length;
      return sum;
    });
    const expected = bruteForce(states, [own, first, length], 10, (one, cell, count) => {
      let squares = 0;
      for (let k = 0; k < count; k++)
        units.forEach((u, n) => {
          squares += ((one[(cell + k) * UNITS + u]! - asked[n]!) / centre.deviation[u]!) ** 2;
        });
      return -Math.sqrt(squares / count / units.length);
    });
    const found = await findAlike(index, { key: 'r0', from: 50, to: 51.5, count: 10, units: [...units] });
    expect(found.map(({ key, from }) => [key, from])).toEqual(
      expected.map(({ key, cell }) => [key, 10 * Number(key.slice(1)) + 0.5 * cell]),
    );
    await expect(
      findAlike(index, { key: 'r0', from: 50, to: 51, count: 1, units: [6] }),
    ).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });

  it('looks through what it is told to, adds to what is there, and refuses what was damaged', async () => {
    const { index } = await indexOf([300, 300]);
    const more = new IndexWriter((await readIndex(dir))!);
    await more.add(new Float32Array(20 * UNITS).fill(0.5));
    more.drop();
    await more.add(new Float32Array(40 * UNITS).fill(0.25));
    more.end({ key: 'r9', file: 'r9.wav', start: 0, perCell: 1, end: 40 });
    const grown = await more.close();
    expect(grown.items.map(({ key, row, rows }) => [key, row, rows])).toEqual([
      ['r0', 0, 300],
      ['r1', 300, 300],
      ['r9', 620, 40],
    ]);
    expect((await readIndex(dir))!.items).toEqual(grown.items);
    const question = { key: 'r0', from: 5, to: 6, count: 1000 };
    const among = new Set(['r1']);
    const found = await findAlike(grown, { ...question, among });
    expect(found.length).toBeGreaterThan(50);
    expect(new Set(found.map(({ key }) => key))).toEqual(among);
    await expect(findAlike(grown, { ...question, key: 'gone' })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
    const file = join(dir, `${index.blocks[0]!.name}.states`);
    const bytes = readFileSync(file);
    writeFileSync(
      file,
      bytes.map((byte) => byte ^ 0x3c),
    );
    await expect(findAlike(grown, question)).rejects.toMatchObject({ code: 'FILE_CORRUPT' });
  });
});
