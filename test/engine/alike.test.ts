import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/engine';
import { encodeWav } from '../../src/shared/sound/encode-wav';
import { importFolder, Lab, vowelsDir } from './lab';

const RATE_HZ = 8000;
const lab = new Lab();
let engine: Engine;

beforeAll(async () => {
  engine = await lab.open();
});
afterAll(() => lab.remove());

async function train(dataset: string, epochs: number): Promise<string> {
  const { client } = engine;
  const model = { family: 'recurrent', cell: 'gru', units: 16 } as const;
  const { id } = await client.runs.start({ dataset, choices: { model, training: { epochs } } });
  expect((await client.runs.wait({ run: id })).status).toBe('completed');
  return id;
}

/** Tones one after the other, with a little noise. */
function tones(hertz: readonly number[], seconds: number): Float32Array {
  const each = Math.round(seconds * RATE_HZ);
  let state = 1;
  return Float32Array.from({ length: each * hertz.length }, (_, t) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const noise = state / 2 ** 32 - 0.5;
    return 0.5 * Math.sin((2 * Math.PI * hertz[Math.floor(t / each)]! * t) / RATE_HZ) + 0.02 * noise;
  });
}

it('finds examples of the same class by their states, and keeps what it computed', async () => {
  const dataset = await importFolder(engine, vowelsDir);
  const run = await train(dataset.id, 15);
  const found = await engine.client.alike.examples({ run, example: 3, count: 10 });
  expect(found).toMatchObject({ measure: 'cosine', items: 84, units: 32 });
  expect(found.moments.length).toBe(10);
  const { label } = (await engine.client.datasets.examples({ dataset: dataset.id, offset: 3, limit: 1 }))
    .examples[0]!;
  expect(found.moments.filter((one) => one.label === label).length).toBeGreaterThanOrEqual(8);
  expect(found.moments.map(({ example }) => example)).not.toContain(3);
  const dir = join(engine.home.statesDir, readdirSync(engine.home.statesDir)[0]!);
  const written = statSync(join(dir, 'index.json')).mtimeMs;

  const again = await engine.client.alike.examples({ run, example: 3, count: 10 });
  expect(again.moments).toEqual(found.moments);
  expect(statSync(join(dir, 'index.json')).mtimeMs).toBe(written);
  // Damage is noticed, and what was lost computed again.
  writeFileSync(join(dir, 'block-00000.near'), 'nothing');
  expect((await engine.client.alike.examples({ run, example: 3, count: 10 })).moments).toEqual(found.moments);
  const some = await engine.client.alike.examples({
    run,
    example: 3,
    from: 2,
    to: 8,
    units: [0, 3],
    count: 5,
  });
  expect(some.measure).toBe('deviations');
  expect(some.moments.every(({ from, to, score }) => to - from <= 7 && score <= 0)).toBe(true);
  await expect(engine.client.alike.examples({ run, example: 84 })).rejects.toMatchObject({
    data: { code: 'EXAMPLE_UNKNOWN' },
  });
}, 120_000);

it('finds where a sound comes again in recordings, in seconds', async () => {
  const dir = join(lab.homeDir, 'sounds');
  const clips = { low: 300, high: 1700 };
  for (const [name, hertz] of Object.entries(clips)) {
    mkdirSync(join(dir, name), { recursive: true });
    for (let k = 0; k < 10; k++)
      writeFileSync(join(dir, name, `${k}.wav`), encodeWav(tones([hertz * (1 + 0.01 * k)], 0.8), RATE_HZ));
  }
  const dataset = await importFolder(engine, dir);
  const run = await train(dataset.id, 10);
  const [one, other] = [join(lab.homeDir, 'one.wav'), join(lab.homeDir, 'other.wav')];
  writeFileSync(one, encodeWav(tones([300, 1700, 300, 1700], 3), RATE_HZ));
  writeFileSync(other, encodeWav(tones([1700, 300, 1700], 3), RATE_HZ));
  const place = { run, recording: one, from: 3.75, to: 5.25, count: 6 };
  const found = await engine.client.alike.recordings({ ...place, paths: [other] });
  expect(found).toMatchObject({ items: 2, measure: 'cosine' });
  const middles = found.moments
    .slice(0, 3)
    .map((moment) => [moment.recording, Math.floor((moment.from + moment.to) / 6)]);
  // 1,700 Hz: seconds 3–6 and 9–12 of the one, 0–3 and 6–9 of the other.
  const right = [
    [one, 1],
    [one, 3],
    [other, 0],
    [other, 2],
  ].map(String);
  middles.forEach((middle) => expect(right).toContain(String(middle)));
  expect(found.moments[2]!.score).toBeGreaterThan(0.9);
  expect(found.moments[3]!.score).toBeLessThan(0.5);
  // A file that has changed is computed again.
  utimesSync(other, new Date(), new Date(Date.now() - 5000));
  expect((await engine.client.alike.recordings({ ...place, paths: [other] })).moments).toEqual(found.moments);
  await expect(
    engine.client.alike.recordings({ ...place, from: 20, to: 21, paths: [] }),
  ).rejects.toMatchObject({ data: { code: 'ARGUMENT_INVALID' } });
}, 120_000);
