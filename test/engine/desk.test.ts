import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskState } from '../../src/shared/desk/desk-state';
import { edit, HAND } from '../../src/shared/desk/edits';
import type { DeskMark, DeskStep } from '../../src/shared/domain/desk';
import { encodeWav } from '../../src/shared/sound/encode-wav';
import { Lab } from './lab';

const RATE_HZ = 8000;
const lab = new Lab();
let dir: string;
let ids = 0;
const newId = (): string => `t${ids++}`;
const mark = (start: number, end: number, label: string): DeskMark => ({
  ...{ id: newId(), track: HAND, label, start, end },
});

/** 60 s of a quiet hum of 100 Hz, with a loud tone of 1 kHz from 10 to 12 s and from 30 to 31 s. */
function recording(): Float32Array {
  return Float32Array.from({ length: 60 * RATE_HZ }, (_, k) => {
    const t = k / RATE_HZ;
    const isLoud = (t >= 10 && t < 12) || (t >= 30 && t < 31);
    return 0.02 * Math.sin(2 * Math.PI * 100 * t) + (isLoud ? 0.5 * Math.sin(2 * Math.PI * 1000 * t) : 0);
  });
}

beforeAll(() => {
  dir = join(lab.homeDir, 'field');
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'dawn.wav'), encodeWav(recording(), RATE_HZ, 1));
  writeFileSync(join(dir, 'dawn.txt'), '10.0\t12.0\twren\n30.0\t31.0\twren\n');
  const rows = Array.from({ length: 500 }, (_, k) => `${k / 50},${k >= 100 && k < 150 ? 3 : 0},1`);
  writeFileSync(join(dir, 'walk.csv'), `time,ax,ay\n${rows.join('\n')}\n`);
  writeFileSync(join(dir, 'broken.wav'), 'RIFF');
});
afterAll(() => lab.remove());

async function stateOf(id: string): Promise<DeskState> {
  const { client } = await lab.open();
  const { desk, steps } = await client.desk.get({ desk: id });
  const state = new DeskState(desk.recordings);
  for (const step of steps) state.take(step);
  return state;
}

async function opened(): Promise<string> {
  const { client } = await lab.open();
  return (await client.desk.openPaths({ paths: [dir] })).desk;
}

describe('a label desk', () => {
  it('takes recordings with the marks that lie beside them, and names what it cannot read', async () => {
    const { client } = await lab.open();
    const { desk, refused } = await client.desk.openPaths({ paths: [dir] });
    const { recordings } = (await client.desk.get({ desk })).desk;
    expect(refused.map(({ file }) => file)).toEqual(['broken.wav']);
    expect(recordings.map(({ shown, kind, rateHz, rows }) => [shown, kind, rateHz, rows])).toEqual([
      ['dawn.wav', 'sound', RATE_HZ, 60 * RATE_HZ],
      ['walk.csv', 'table', 50, 500],
    ]);
    expect(recordings[0]!.marks.map(({ start, end, label }) => [start, end, label])).toEqual([
      [10, 12, 'wren'],
      [30, 31, 'wren'],
    ]);
    expect(recordings[1]!.channels).toEqual(['ax', 'ay']);
  });

  it('keeps every step over restarts, counts one that comes again once, and takes back what was done before', async () => {
    const id = await opened();
    const first = edit(0, newId, { put: [mark(1, 2, 'robin')] });
    const second = edit(0, newId, { put: [mark(3, 4, 'robin')] });
    for (const steps of [[first, first], [second], [first]])
      await (await lab.open()).client.desk.write({ desk: id, steps });
    await lab.reopen();
    const { client } = await lab.open();
    expect((await client.desk.write({ desk: id, steps: [second] })).revision).toBe(2);
    expect((await stateOf(id)).marks(0).length).toBe(4);
    await client.desk.write({ desk: id, steps: [{ is: 'undo', id: newId() }] });
    await lab.reopen();
    const state = await stateOf(id);
    expect(state.marks(0).map(({ start }) => start)).toEqual([1, 10, 30]);
    expect(state.canRedo).toBe(true);
  });

  it('goes on after a write that was cut off, and says which lines are damaged', async () => {
    const id = await opened();
    const { client } = await lab.open();
    await client.desk.write({ desk: id, steps: [edit(0, newId, { put: [mark(1, 2, 'robin')] })] });
    const file = join(lab.homeDir, 'desks', id, 'journal.jsonl');
    const half = readFileSync(file, 'utf8').slice(0, 40);
    appendFileSync(file, half);
    expect((await client.desk.get({ desk: id })).steps.length).toBe(1);
    await client.desk.write({ desk: id, steps: [edit(0, newId, { put: [mark(5, 6, 'robin')] })] });
    const { steps, damaged } = await client.desk.get({ desk: id });
    expect([steps.length, damaged]).toEqual([2, 1]);
  });

  it('refuses steps for recordings that are not there, and desks that are not', async () => {
    const { client } = await lab.open();
    const steps: DeskStep[] = [edit(7, newId, { put: [mark(1, 2, 'robin')] })];
    const id = await opened();
    await expect(client.desk.write({ desk: id, steps })).rejects.toThrow('no recording 8');
    await expect(client.desk.get({ desk: 'none' })).rejects.toThrow('no label desk none');
  });

  it('draws a stretch as it is', async () => {
    const { client } = await lab.open();
    const desk = await opened();
    const part = { desk, recording: 0, start: 9, end: 13, columns: 4 };
    const { values } = await client.desk.peaks(part);
    // Before, two seconds inside, after; by hand: 0.5 + 0.02 at most, where both have their crests together.
    const greatest = [0, 1, 2, 3].map((column) => values[2 * column + 1]!);
    expect(greatest[0]).toBeCloseTo(0.02, 2);
    for (const inside of greatest.slice(1, 3)) {
      expect(inside).toBeGreaterThan(0.49);
      expect(inside).toBeLessThan(0.5201);
    }
    expect(greatest[3]).toBeCloseTo(0.02, 2);
    const { levels, highHz } = await client.desk.spectrogram({ ...part, rows: 64 });
    expect(highHz).toBe(RATE_HZ / 2);
    // 1 kHz lies in row 16 of 64 up to 4 kHz, at 20·log10(0.5) = −6 dB, or 100 − 6 of a hundred parts of 255.
    const column = levels!.subarray(64, 128);
    const loudest = column.indexOf(Math.max(...column));
    expect(loudest === 15 || loudest === 16).toBe(true);
    expect(column[loudest]! / 255).toBeCloseTo(0.94, 1.5);
    // The whole, from what is kept of it, shows the same extremes.
    const whole = await client.desk.peaks({ ...part, start: 0, end: 60, columns: 60 });
    expect(whole.values[2 * 10 + 1]).toBeGreaterThan(0.49);
    expect(whole.values[2 * 20 + 1]).toBeLessThan(0.03);
  });

  it('finds what is above a threshold, in a band and in a channel', async () => {
    const { client } = await lab.open();
    const desk = await opened();
    const band = { kind: 'band', lowHz: 800, highHz: 1200 } as const;
    const found = await client.desk.above({ desk, recording: 0, of: band, threshold: -20, gapSeconds: 0.2 });
    expect(found.stretches.length).toBe(2);
    const borders = found.stretches.flat();
    [10, 12, 30, 31].forEach((second, k) => expect(Math.abs(borders[k]! - second)).toBeLessThan(0.03));
    const none = { desk, recording: 0, of: { ...band, lowHz: 2000, highHz: 3000 }, threshold: -20 };
    expect((await client.desk.above(none)).stretches).toEqual([]);
    const long = { desk, recording: 0, of: band, threshold: -20, minSeconds: 1.5 };
    expect((await client.desk.above(long)).stretches.length).toBe(1);
    const channel = { kind: 'channel', channel: 'ax' } as const;
    expect((await client.desk.above({ desk, recording: 1, of: channel, threshold: 1 })).stretches).toEqual([
      [2, 3],
    ]);
  });

  it('writes what is marked as files, and comes back out of the bin', async () => {
    const { client } = await lab.open();
    const desk = await opened();
    const outDir = join(lab.homeDir, 'out');
    await client.desk.write({
      desk,
      steps: [edit(0, newId, { put: [{ ...mark(1, 2, 'robin'), lowHz: 500, highHz: 900 }] })],
    });
    const { files } = await client.desk.save({ desk, format: 'audacity', outDir });
    expect(readFileSync(files[0]!, 'utf8').split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^1(\.0+)?\t2(\.0+)?\trobin$/),
      expect.stringMatching(/^\\\t500(\.0+)?\t900(\.0+)?$/),
    ]);
    await client.desk.delete({ desk });
    await expect(client.desk.get({ desk })).rejects.toThrow();
    await client.bin.restore({ kind: 'desk', id: desk });
    expect((await stateOf(desk)).marks(0).length).toBe(3);
  });
});
