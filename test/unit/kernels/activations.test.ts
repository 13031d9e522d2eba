import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resourcesDir } from '../../../src/main/engine/files/places';
import { loadNativeAddon } from '../../../src/main/engine/kernels/cpp/native-kernel';
import { WasmCore } from '../../../src/main/engine/kernels/cpp/wasm-kernel';
import { instructionSets } from './kernels';

const TANH = 0;
const SIGMOID = 2;
const TWO_TO_MINUS_21 = 2 ** -21;

type Activate = (activation: number, values: Float32Array) => Float32Array;

const native = instructionSets().map((name): { label: string; activate: Activate } => ({
  label: `native ${name}`,
  activate(activation, values) {
    const addon = loadNativeAddon();
    if ('unavailable' in addon) throw new Error(addon.unavailable);
    addon.select(name);
    const out = new Float32Array(values.length);
    addon.activate(activation, values, out);
    return out;
  },
}));

const core = new WasmCore(readFileSync(join(resourcesDir(), 'kernels/recurrent.wasm')));
const wasm: { label: string; activate: Activate } = {
  label: 'wasm',
  activate(activation, values) {
    const inAt = core.heap.putFloats(values);
    const outAt = core.heap.take(values.length);
    core.exports.activate(activation, values.length, inAt, outAt);
    const out = core.heap.floats(outAt, values.length).slice();
    core.heap.release(inAt);
    core.heap.release(outAt);
    return out;
  },
};

/** Every 997th float32 between ±10⁻³⁸ and ±100, and a fine grid where the functions bend. */
function everywhere(): Float32Array {
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  const values: number[] = [];
  for (let b = 0x00800000; b < 0x42c80000; b += 997) {
    bits[0] = b;
    values.push(float[0]!, -float[0]!);
  }
  for (let x = -20; x <= 20; x += 1 / 4096) values.push(x);
  return Float32Array.from(values);
}

const values = everywhere();

function worst(
  found: Float32Array,
  expected: (x: number) => number,
  of: (error: number, y: number) => number,
) {
  let most = 0;
  values.forEach((x, k) => {
    const y = expected(x);
    most = Math.max(most, of(Math.abs(found[k]! - y), Math.abs(y)));
  });
  return most;
}

const relative = (error: number, y: number): number => (y === 0 ? error : error / y);

describe.each([...native, wasm])('$label', ({ activate }) => {
  test('tanh: absolute error below 2⁻²¹, relative below 2⁻²⁰', () => {
    const found = activate(TANH, values);
    expect(worst(found, Math.tanh, (error) => error)).toBeLessThan(TWO_TO_MINUS_21);
    expect(worst(found, Math.tanh, relative)).toBeLessThan(2 * TWO_TO_MINUS_21);
  });

  test('sigmoid: absolute error below 2⁻²¹, relative below 2⁻²¹ down to x = −87', () => {
    const found = activate(SIGMOID, values);
    const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
    expect(worst(found, sigmoid, (error) => error)).toBeLessThan(TWO_TO_MINUS_21);
    const far = worst(found, (x) => sigmoid(Math.max(x, -87)), relative);
    expect(far).toBeLessThan(TWO_TO_MINUS_21);
  });

  test('stays within its range and hands a NaN on', () => {
    const extremes = Float32Array.of(-Infinity, -1e30, -100, 0, 100, 1e30, Infinity, NaN);
    const tangents = activate(TANH, extremes);
    [-1, -1, -1, 0, 1, 1, 1].forEach((y, k) => expect(tangents[k]).toBeCloseTo(y, 6));
    expect(tangents[7]).toBeNaN();
    expect(activate(TANH, values).every((y) => Math.abs(y) <= 1)).toBe(true);
    const sigmoids = activate(SIGMOID, extremes);
    expect(sigmoids[3]).toBe(0.5);
    expect([...sigmoids.slice(4)]).toEqual([1, 1, 1, NaN]);
    expect(sigmoids.slice(0, 3).every((y) => y >= 0 && y < 1e-37)).toBe(true);
  });
});
