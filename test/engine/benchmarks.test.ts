import { afterAll, expect, it } from 'vitest';
import { loadNativeAddon } from '../../src/main/engine/kernels/cpp/native-kernel';
import { operationsOf } from '../../src/main/engine/benchmarks/benchmarks';
import { Lab } from './lab';

const lab = new Lab();
afterAll(() => lab.remove());
const hasNative = !('unavailable' in loadNativeAddon());

it('measures every kernel that is here, and says why others are not', async () => {
  const { client } = await lab.open();
  const { activity } = await client.benchmarks.start({ quick: true });
  const { result } = await client.activities.wait({ activity });
  const { entries, missing, peakGflops } = await client.benchmarks.get({ benchmark: result! });
  const kernels = new Set(entries.map(({ kernel }) => kernel));
  expect(kernels).toContain('wasm');
  expect(kernels.has('native')).toBe(hasNative);
  expect(peakGflops === null).toBe(!hasNative);
  for (const kernel of ['native', 'wasm', 'webgpu', 'tensorflow'] as const)
    expect(kernels.has(kernel)).toBe(!missing.some((each) => each.kernel === kernel));
  for (const entry of entries) {
    expect(entry.minMs).toBeGreaterThan(0);
    expect(entry.medianMs).toBeGreaterThanOrEqual(entry.minMs);
    expect(entry.stepsPerSecond).toBeCloseTo(1000 / entry.medianMs);
    if (peakGflops !== null) expect(entry.peakShare).toBeCloseTo(entry.gflops / peakGflops);
  }
});

it('ends when it is cancelled', async () => {
  const { client } = await lab.open();
  const { activity } = await client.benchmarks.start({});
  await client.activities.cancel({ activity });
  const { activity: ended, result } = await client.activities.wait({ activity });
  expect([ended.status, result]).toEqual(['cancelled', null]);
  await expect(client.benchmarks.get({ benchmark: 'bench-none' })).rejects.toMatchObject({
    data: { code: 'ACTIVITY_UNKNOWN' },
  });
});

it('counts the operations of a step', () => {
  // LSTM, 2 × 3 rows, 4 gates of 5 units: forward 6 · 20 · (7 + 5) multiply-adds, ∂W and ∂U as many, ∂h 6 · 20 · 5.
  const multiplyAdds = 6 * 20 * 12 * 2 + 6 * 20 * 5;
  expect(operationsOf({ cell: 'lstm', batch: 2, time: 3, inputs: 7, units: 5 })).toBe(2 * multiplyAdds);
});
