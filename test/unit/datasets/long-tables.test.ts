import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { spanFeatures } from '../../../src/main/engine/examples/span-features';
import { tableRows } from '../../../src/main/engine/examples/table-rows';
import { SplitRandom } from '../../../src/main/engine/random/split-random';
import type { SourceFile } from '../../../src/main/engine/readers/source-file';
import { longestTurn } from '../loop-watch';
import { Workshop } from './workshop';

/** Protects: that tables longer than memory's share come out as short ones do, and that reading holds no loop. */

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(async () => {
  await shop.remove();
});

const LIMIT_MS = 50;

async function read(shown: string): Promise<SourceFile> {
  const path = join(shop.dataDir, shown);
  const found = { path, shown, size: statSync(path).size, mtimeMs: 0 };
  return shop.sources.describe(found, await shop.sources.claim(found));
}

const rows = (count: number, row: (t: number) => string): string =>
  `time,a,b,c\n${Array.from({ length: count }, (_, t) => row(t)).join('\n')}\n`;
/** Uneven, with pauses: `b` misses every tenth value, and its first three. */
const sensor = (t: number): string =>
  `${new Date(Date.UTC(2020, 0, 1) + t * 60_000).toISOString()},${Math.sin(t / 9).toFixed(4)},${t < 3 || t % 10 === 0 ? '' : (t % 97) / 8},${(t * 7919) % 1000}`;

describe('a long table', () => {
  it('has the same features a block after the other as all at once, whatever is missing and known ahead', async () => {
    shop.put({ 'long.csv': rows(70_000, sensor) });
    const file = await read('long.csv');
    const plan = {
      task: 'forecast',
      channels: ['a', 'b', 'c'],
      targets: ['b'],
      timeColumn: 'time',
      rateHz: 1 / 60,
      resampled: false,
      features: { kind: 'raw', differences: true, standardise: true },
      forecast: {
        ...{ horizonSteps: 5, contextSteps: 20, seasonSteps: 97, trainStrideSteps: 3, strideSteps: 5 },
        ...{ known: ['c'], calendar: ['day'], seasonalDifferences: true },
      },
    } as const;
    const typed = plan as unknown as Parameters<typeof spanFeatures>[2];
    const content = file.content as Extract<typeof file.content, { kind: 'table' }>;
    const span = { start: 100, end: 69_000 };
    const whole = await spanFeatures(shop.sources, file, typed, span);
    let at = 0;
    let marks = 0;
    for await (const { values, filled } of tableRows(shop.sources, file, content, typed, span)) {
      expect(Buffer.compare(bytesOf(values), bytesOf(whole.values.subarray(at, at + values.length)))).toBe(0);
      at += values.length;
      marks += filled?.reduce((sum, mark) => sum + mark, 0) ?? 0;
    }
    expect(at).toBe(whole.values.length);
    expect(marks).toBe(whole.filled!.reduce((sum, mark) => sum + mark, 0));
  });

  it.each([
    ['one long table', { 'long.csv': rows(70_000, sensor) }],
    [
      'three hundred small ones',
      Object.fromEntries(
        Array.from({ length: 300 }, (_, k) => [
          `${k % 2 ? 'up' : 'down'}/${k}.csv`,
          rows(60, (t) => sensor(t + k)),
        ]),
      ),
    ],
    [
      'JSON',
      {
        'x.json': JSON.stringify(Array.from({ length: 40_000 }, (_, t) => ({ t, x: Math.sin(t), y: t % 7 }))),
      },
    ],
    [
      'a .ts of many values',
      {
        'x.ts': `@problemName x\n@timeStamps false\n@classLabel true 0 1\n@data\n${Array.from({ length: 60 }, (_, k) => `${Array.from({ length: 5_000 }, (_v, t) => (t * k) % 13).join(',')}:${k % 2}`).join('\n')}\n`,
      },
    ],
  ])('is read without holding the loop: %s', async (_name, files) => {
    shop.put(files);
    const held = await longestTurn(() => Promise.all(Object.keys(files).map(read)));
    if (held !== null) expect(held).toBeLessThan(LIMIT_MS);
  });
});

describe('an import of more than memory is given', () => {
  const cached = (ending: string): number[] =>
    readdirSync(shop.home.cacheDir, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith(ending))
      .map((name) => statSync(join(shop.home.cacheDir, name)).size);
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await setTimeout(2);
  };

  it('leaves nothing when it is cancelled, while it is read and while it is prepared', async () => {
    const columns = 'abcdefghijklmnop'.split('');
    const random = new SplitRandom(5);
    const row = (): string => columns.map(() => Math.floor(10 * random.next())).join();
    const block = Array.from({ length: 1000 }, row).join('\n');
    shop.put({ 'large.csv': `${columns.join()}\n${`${block}\n`.repeat(1150)}` });
    const reading = shop.scans.start([shop.dataDir]);
    await until(() => cached('.f64').some((bytes) => bytes > 0));
    shop.activities.cancel(reading);
    expect((await shop.activities.wait(reading)).activity.status).toBe('cancelled');
    expect(cached('.f64')).toEqual([]);

    const { scan } = await shop.scan({ targets: ['a'] });
    const preparing = shop.scans.commit(scan, 'strongest');
    await until(() => cached('.f32').some((bytes) => bytes > 0));
    shop.activities.cancel(preparing);
    expect((await shop.activities.wait(preparing)).activity.status).toBe('cancelled');
    expect(cached('.f32')).toEqual([]);
    expect(readdirSync(shop.home.datasetsDir)).toEqual([]);
  }, 300_000);
});

describe('recordings of several files', () => {
  it('are put together without holding the loop', async () => {
    const walk = (hz: number, seconds: number): string =>
      `seconds_elapsed,x,y,z\n${Array.from({ length: hz * seconds }, (_, k) => `${k / hz},${Math.sin(k / 9)},${k % 7},${(k * 7919) % 1000}`).join('\n')}\n`;
    shop.put({ 'one/Accelerometer.csv': walk(100, 900), 'one/Gyroscope.csv': walk(50, 900) });
    shop.put({ 'two/Accelerometer.csv': walk(100, 900), 'two/Gyroscope.csv': walk(50, 900) });
    // What is understood of a few files first takes the compiler's time, which is no one's to change.
    await shop.understand();
    await shop.reopen();
    const held = await longestTurn(() => shop.understand());
    expect((await shop.understand()).plan.recordings).toBe('folder');
    if (held !== null) expect(held).toBeLessThan(2 * LIMIT_MS);
  }, 120_000);
});

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
