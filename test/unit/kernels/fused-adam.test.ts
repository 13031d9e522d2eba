import { describe, expect, test } from 'vitest';
import { plainAdam } from '../../../src/main/engine/training/optimiser';
import { createFusedAdam } from '../../../src/main/engine/kernels/fused-adam';
import type { FusedAdam } from '../../../src/main/engine/kernels/fused-adam';
import { loadNativeAddon } from '../../../src/main/engine/kernels/cpp/native-kernel';
import { instructionSets } from './kernels';
import { uniform } from './problems';

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;

/** Kingma & Ba (2015), section 2, with decoupled decay, in double precision. */
function expectedAfter(
  start: Float32Array,
  gradients: Float32Array[],
  decayed: Uint8Array,
  lr: number,
  decay: number,
) {
  const w = Float64Array.from(start);
  const m = new Float64Array(w.length);
  const v = new Float64Array(w.length);
  gradients.forEach((gradient, k) => {
    const t = k + 1;
    const rate = (lr * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
    gradient.forEach((g, i) => {
      m[i] = beta1 * m[i]! + (1 - beta1) * g * 0.5;
      v[i] = beta2 * v[i]! + (1 - beta2) * (g * 0.5) ** 2;
      w[i] = w[i]! * (decayed[i] === 1 ? 1 - lr * decay : 1) - (rate * m[i]!) / (Math.sqrt(v[i]!) + epsilon);
    });
  });
  return w;
}

const adams: readonly { label: string; open(): FusedAdam }[] = [
  { label: 'plain', open: () => plainAdam },
  ...instructionSets().map((name) => ({
    label: `native ${name}`,
    open() {
      const addon = loadNativeAddon();
      if ('unavailable' in addon) throw new Error(addon.unavailable);
      addon.select(name);
      return createFusedAdam()!;
    },
  })),
];

describe.each(adams)('$label Adam', ({ open }) => {
  test.each([1, 15, 16, 4099])('%i parameters', (count) => {
    const adam = open();
    const start = uniform(3, count, 1);
    const gradients = [4, 5, 6].map((seed) => uniform(seed, count, 2));
    const decayed = Uint8Array.from({ length: count }, (_, k) => k % 2);
    const arrays = {
      parameters: start.slice(),
      first: new Float32Array(count),
      second: new Float32Array(count),
      decayed,
    };
    const [lr, decay] = [0.01, 0.1];
    gradients.forEach((gradient, k) => {
      const rate = (lr * Math.sqrt(1 - beta2 ** (k + 1))) / (1 - beta1 ** (k + 1));
      const settings = { scale: 0.5, beta1, beta2, rate, epsilon, decay: lr * decay };
      adam.step({ ...arrays, gradient }, settings);
    });
    const expected = expectedAfter(start, gradients, decayed, lr, decay);
    arrays.parameters.forEach((value, k) => expect(Math.abs(value - expected[k]!)).toBeLessThan(1e-6));

    const norm = Math.sqrt(gradients[0]!.reduce((sum, g) => sum + g * g, 0));
    expect(adam.norm(gradients[0]!) / norm).toBeCloseTo(1, 5);
  });
});
