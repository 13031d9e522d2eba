import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendSteps, readJournal } from '../../../src/main/engine/desk/journal';
import { edit, HAND } from '../../../src/shared/desk/edits';
import type { DeskStep } from '../../../src/shared/domain/desk';

let dir: string;
let file: string;
let whole: Buffer;
/** Where each line begins, and one past the last of them. */
let begins: number[];

const steps = Array.from({ length: 12 }, (_, k): DeskStep =>
  edit(0, () => `s${k}`, { put: [{ id: `m${k}`, track: HAND, label: '딱새', start: k, end: k + 0.5 }] }),
);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'unroll-journal-'));
  file = join(dir, 'journal.jsonl');
  for (const step of steps) await appendSteps(file, [step], false);
  whole = readFileSync(file);
  begins = [0];
  for (let at = 0; at < whole.length; at += 1) if (whole[at] === 10) begins.push(at + 1);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const idsOf = ({ steps: read }: { steps: readonly DeskStep[] }): string[] => read.map(({ id }) => id);
const all = steps.map(({ id }) => id);

describe('the journal of a desk', () => {
  it('reads as many steps as were written whole, wherever it is cut off', async () => {
    for (let end = 0; end <= whole.length; end += 3) {
      writeFileSync(file, whole.subarray(0, end));
      // One that lacks its line end alone is there as well.
      const complete = begins.filter((begin) => begin > 0 && begin <= end + 1).length;
      const read = await readJournal(file);
      expect(idsOf(read)).toEqual(all.slice(0, complete));
      expect(read.isTorn).toBe(!begins.includes(end));
      await appendSteps(file, [edit(0, () => 'later', {})], read.isTorn);
      expect(idsOf(await readJournal(file))).toEqual([...all.slice(0, complete), 'later']);
    }
  });

  it('loses no step but that in which a bit is flipped, and counts it', async () => {
    for (let at = 0; at < whole.length; at += 5)
      if (whole[at] !== 10)
        for (const bit of [0, 3, 7]) {
          const flipped = Buffer.from(whole);
          flipped[at] = flipped[at]! ^ (1 << bit);
          writeFileSync(file, flipped);
          const own = begins.findIndex((begin) => begin > at) - 1;
          const read = await readJournal(file);
          expect(idsOf(read)).toEqual(all.filter((_, k) => k !== own));
          expect(read.damaged).toBeGreaterThan(0);
        }
  });

  it('loses no step where a line end is flipped', async () => {
    for (const begin of begins.slice(1, -1)) {
      const flipped = Buffer.from(whole);
      flipped[begin - 1] = 11;
      writeFileSync(file, flipped);
      const read = await readJournal(file);
      expect(idsOf(read)).toEqual(all);
      expect(read.damaged).toBe(1);
    }
  });
});
