import { beforeAll, expect, it } from 'vitest';
import { levelTrack, peakLevels } from '../../../src/renderer/charts/tracks/signal/level';
import { followLanguage } from '../../../src/renderer/i18n';
import type { ExampleSignal } from '../../../src/shared/domain/trace';
import { fakeEngine } from '../fake/engine';

/** Protects: a sound at full scale reads 0 dB, half of it −6.02 dB, and silence is not infinitely quiet. */

beforeAll(followLanguage);

async function sound(envelope: readonly number[], steps: number): Promise<ExampleSignal> {
  const engine = fakeEngine({ scanMs: 1, epochMs: 1 });
  const signal = await engine.datasets.signal({ dataset: 'ds-a', example: 0, columns: 8 });
  return { ...signal, envelope: Float32Array.from(envelope), columns: envelope.length / 2, steps };
}

it('is the greatest magnitude of each step in decibels', async () => {
  const signal = await sound([-1, 0, 0, 0.1, -0.25, 0.5, -0.5, 0, 0, 0, 0, 0], 3);
  const [full, half, silent] = peakLevels(signal);
  expect(full).toBe(0);
  expect(half).toBeCloseTo(-6.0206, 3);
  expect(silent).toBe(-60);
});

it('has a value for every step where there are more steps than columns', async () => {
  expect([...peakLevels(await sound([-1, 1, -0.1, 0.1], 4))]).toEqual([0, 0, -20, -20]);
});

it('is of sound alone', async () => {
  const signal = await sound([-1, 1], 1);
  expect(levelTrack(signal, { hasSound: false })).toBeNull();
  expect(levelTrack(signal, { hasSound: true })?.readout?.(0, null)).toBe('0 dB');
});
