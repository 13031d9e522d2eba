import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { encodeWav } from '../../src/shared/sound/encode-wav';
import { importFolder, Lab } from './lab';

const RATE_HZ = 8000;
const lab = new Lab();
afterAll(() => lab.remove());

/** Tones one after the other, 0 being noise alone. */
function tones(hertz: readonly number[], seconds: number): Float32Array {
  const each = Math.round(seconds * RATE_HZ);
  let state = 1;
  return Float32Array.from({ length: each * hertz.length }, (_, t) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const own = hertz[Math.floor(t / each)]!;
    return (own > 0 ? 0.5 : 0) * Math.sin((2 * Math.PI * own * t) / RATE_HZ) + 0.02 * (state / 2 ** 32 - 0.5);
  });
}

it('proposes what was not examined, keeps what is decided over a restart, and hands out marks with their lineage', async () => {
  const engine = await lab.open();
  const dir = join(lab.homeDir, 'sounds');
  for (const [name, hertz] of Object.entries({ low: 300, high: 1700 })) {
    mkdirSync(join(dir, name), { recursive: true });
    for (let k = 0; k < 10; k++)
      writeFileSync(join(dir, name, `${k}.wav`), encodeWav(tones([hertz * (1 + 0.01 * k)], 0.8), RATE_HZ));
  }
  const dataset = await importFolder(engine, dir);
  const model = { family: 'recurrent', cell: 'gru', units: 16 } as const;
  const { id: run } = await engine.client.runs.start({
    dataset: dataset.id,
    choices: { model, training: { epochs: 15 } },
  });
  expect((await engine.client.runs.wait({ run })).status).toBe('completed');
  const file = join(lab.homeDir, 'long.wav');
  writeFileSync(file, encodeWav(tones([300, 1700, 300, 1700, 300, 1700], 3), RATE_HZ));
  const { activity } = await engine.client.review.propose({
    run,
    recordings: [
      {
        path: file,
        examined: [
          [0, 3],
          [2.5, 6],
        ],
        marks: [{ label: 'low', start: 0, end: 3 }],
      },
    ],
  });
  const { result } = await engine.client.activities.wait({ activity });
  const id = { review: result! };
  const { proposals } = await engine.client.review.get(id);
  // The network looks back, so that a tone is said a little late.
  const said = proposals.map(({ label, start, end }) => [label, Math.round(start / 3), Math.round(end / 3)]);
  expect(said).toEqual([
    ['low', 2, 3],
    ['high', 3, 4],
    ['low', 4, 5],
    ['high', 5, 6],
  ]);
  // Only a low tone is known.
  const novelty = (k: number): number => proposals[k]!.novelty!;
  expect(Math.max(novelty(0), novelty(2))).toBeLessThan(Math.min(novelty(1), novelty(3)));
  const novel = await engine.client.review.queue({ ...id, order: 'novel' });
  expect(novel.slice(0, 2).map(({ label }) => label)).toEqual(['high', 'high']);

  await engine.client.review.decide({
    ...id,
    verdicts: [
      { proposal: 0, verdict: { is: 'right' } },
      { proposal: 1, verdict: { is: 'other', label: 'beep' } },
    ],
  });
  const again = await lab.reopen();
  const { curve, cut } = await again.client.review.curve({ ...id, precision: 0.5 });
  expect(curve.decided).toBe(2);
  expect(cut!.count).toBe(2);
  expect((await again.client.review.queue({ ...id, order: 'time' })).map((own) => own.id)).toEqual([2, 3]);
  await again.client.review.decide({ ...id, verdicts: [{ proposal: 2, verdict: { is: 'wrong' } }] });
  expect(await again.client.review.together({ ...id, confidence: 0, verdict: 'right' })).toEqual({
    decided: 1,
  });
  // What was taken together tells nothing of how sure is sure enough.
  expect((await again.client.review.curve(id)).curve.decided).toBe(3);
  const { track } = (await again.client.review.marks(id))[0]!;
  expect(track.marks.map(({ label }) => label)).toEqual(['low', 'low', 'beep', 'high']);
  expect(JSON.parse(track.marks[3]!.note!)).toMatchObject({ run, together: true });
  expect(track.examined).toHaveLength(6);
  const unknown = { code: 'ARGUMENT_INVALID' };
  await expect(again.client.review.get({ review: 'nothing' })).rejects.toMatchObject({ data: unknown });
  await expect(
    again.client.review.decide({ ...id, verdicts: [{ proposal: 99, verdict: null }] }),
  ).rejects.toMatchObject({ data: unknown });
  await again.client.review.delete(id);
  expect(await again.client.review.list({})).toEqual([]);
}, 120_000);
