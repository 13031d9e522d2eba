import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { KernelName } from '../../../src/shared/domain/model';
import { loadNativeAddon } from '../../../src/main/engine/kernels/cpp/native-kernel';
import { selectCompute } from '../../../src/main/engine/kernels/choose/select';
import type { Trial } from '../../../src/main/engine/kernels/choose/trial';
import { kernelTrial } from '../../../src/main/engine/training/kernel-trial';
import { plainVariants } from '../../../src/shared/domain/model';

const auto = { backend: 'auto', kernel: 'auto' } as const;
const dir = mkdtempSync(join(tmpdir(), 'unroll-choices-'));
const choicesFile = join(dir, 'cache/kernel-choices.json');
afterEach(() => rmSync(choicesFile, { force: true }));
afterAll(() => rmSync(dir, { recursive: true }));

/** Milliseconds that passed for the trials below: what a busy machine takes must not decide them. */
let nowMs = 0;
function stopClock(): void {
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
}
afterEach(() => vi.restoreAllMocks());

/** Work that takes each kernel so long; `tried` says whose work was done. */
function paced(ms: Partial<Record<KernelName, number>>, shape = 'a shape'): Trial & { tried: Set<string> } {
  const tried = new Set<string>();
  return {
    ...{ shape, batch: 2, time: 3, tried },
    prepare: ({ name }) => ({
      step: () => {
        tried.add(name);
        nowMs += ms[name] ?? 0;
        return Promise.resolve();
      },
      end: () => {},
    }),
  };
}

// Without a compiler there is nothing to choose from.
describe.skipIf('unavailable' in loadNativeAddon())('auto', () => {
  beforeEach(stopClock);

  test.each([
    ['native', { native: 2, wasm: 40 }],
    ['wasm', { native: 40, wasm: 2 }],
  ] as const)('takes %s when it is the fastest, and says so', async (kernel, ms) => {
    const compute = await selectCompute(auto, { trial: paced(ms), choicesFile: null });
    expect(compute.kernel.name).toBe(kernel);
    expect(tf.getBackend()).toBe(compute.backend);
    const [remark] = compute.remarks;
    expect(remark).toMatchObject({ code: 'compute.timed', params: { kernel, batch: 2, time: 3 } });
    expect(remark!.params!['times']).toMatch(/^native [\d.]+ ms, wasm [\d.]+ ms/);
  });

  test('keeps what it found: the same shape is not tried again, another one is', async () => {
    await selectCompute(auto, { trial: paced({ native: 40, wasm: 2 }), choicesFile });
    const again = paced({ native: 2, wasm: 40 });
    const kept = await selectCompute(auto, { trial: again, choicesFile });
    expect([kept.kernel.name, again.tried.size]).toEqual(['wasm', 0]);

    const other = paced({ native: 2, wasm: 40 }, 'another shape');
    expect((await selectCompute(auto, { trial: other, choicesFile })).kernel.name).toBe('native');
    expect(other.tried).toContain('wasm');
  });

  test('tries anew when threads or instruction set are others', async () => {
    await selectCompute(auto, { trial: paced({ native: 2, wasm: 40 }), choicesFile });
    for (const [name, value] of Object.entries({ UNROLL_THREADS: '3', UNROLL_SIMD: 'baseline' })) {
      vi.stubEnv(name, value);
      const trial = paced({ native: 2, wasm: 40 });
      await selectCompute(auto, { trial, choicesFile });
      expect(trial.tried.size, name).toBeGreaterThan(1);
      vi.unstubAllEnvs();
    }
  });

  test('tries anew when the file of choices is damaged', async () => {
    await selectCompute(auto, { trial: paced({ native: 2, wasm: 40 }), choicesFile });
    writeFileSync(choicesFile, readFileSync(choicesFile, 'utf8').slice(0, 40));
    const trial = paced({ native: 2, wasm: 40 });
    await selectCompute(auto, { trial, choicesFile });
    expect(trial.tried.size).toBeGreaterThan(1);
  });

  test('does not measure the hopeless as often', async () => {
    let steps = 0;
    const trial = paced({ native: 1, wasm: 60 });
    const counted: Trial = {
      ...trial,
      prepare: (kernel) => {
        const { step, end } = trial.prepare(kernel);
        return { end, step: () => (kernel.name === 'wasm' && steps++, step()) };
      },
    };
    await selectCompute(auto, { trial: counted, choicesFile: null });
    expect(steps).toBe(2);
  });
});

test('what was asked for is taken without a trial', async () => {
  const trial = paced({});
  const { kernel, backend, remarks } = await selectCompute(
    { backend: 'cpu', kernel: 'wasm' },
    { trial, choicesFile: null },
  );
  expect([kernel.name, backend, remarks, trial.tried.size]).toEqual(['wasm', 'cpu', [], 0]);
  await expect(selectCompute({ backend: 'webgpu', kernel: 'wasm' })).rejects.toMatchObject({
    code: 'KERNEL_UNAVAILABLE',
  });
});

test('a real trial steps the network at hand and leaves no tensors', async () => {
  await selectCompute(auto);
  const spec = {
    ...plainVariants,
    ...({ family: 'recurrent', cell: 'gru', activation: 'tanh', units: 20, layers: 2 } as const),
    ...({ bidirectional: true, dropout: 0, pooling: 'last', resetAfter: true, forgetBias: 1 } as const),
  };
  const shape = { features: 3, outputs: 4, head: 'softmax' } as const;
  const trial = kernelTrial(
    spec,
    shape,
    Int32Array.from({ length: 100 }, (_, k) => 1 + (k % 40)),
    16,
  );
  expect([trial.batch, trial.time]).toEqual([16, 39]);
  await selectCompute(auto, { trial, choicesFile: null });
  const before = tf.memory().numTensors;
  await selectCompute(auto, { trial, choicesFile: null });
  expect(tf.memory().numTensors).toBe(before);
  // 4,096 units on thousands of steps would take seconds: such a network is tried by a shorter beginning.
  const huge = kernelTrial({ ...spec, units: 1024 }, shape, Int32Array.of(5000, 5000), 2);
  expect(huge.time).toBeLessThan(20);
});
