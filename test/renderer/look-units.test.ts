import { describe, expect, it } from 'vitest';
import type { LayerTrace } from '../../src/shared/domain/trace';
import { memorySteps, orderUnits, rowsInOrder, strongestOutput } from '../../src/renderer/views/look/units';

/** Three units over four steps: unit 0 rises, unit 1 hardly moves, unit 2 falls steeply from a peak at step 0. */
const h = Float32Array.from([0, 0.1, 0.9, 0.1, 0.1, 0.3, 0.2, 0.1, 0, 0.3, 0.11, -0.3]);
const trace: LayerTrace = {
  layer: 0,
  direction: 'forward',
  cell: 'lstm',
  units: 3,
  tensors: { h, f: Float32Array.from([0.5, 0.9, 1, 0.5, 0.9, 1, 0.5, 0.9, 1, 0.5, 0.9, 1]) },
  ...{ stride: 1, spectralRadius: null },
  gradientNorm: new Float32Array(4),
};

describe('units of a trace', () => {
  it('computes memory as the time to fall to 1/e under the mean forget gate', () => {
    expect(memorySteps(trace, 0)).toBeCloseTo(1 / Math.LN2, 6);
    // ln 0.9 = −0.1053605…
    expect(memorySteps(trace, 1)).toBeCloseTo(9.4912, 3);
    expect(memorySteps(trace, 2)).toBe(Infinity);
    expect(memorySteps({ ...trace, cell: 'rnn', tensors: { h } }, 0)).toBeNull();
  });

  it('orders by activity, peak, memory and similarity', () => {
    expect([...orderUnits(trace, 'index')]).toEqual([0, 1, 2]);
    expect([...orderUnits(trace, 'activity')]).toEqual([2, 0, 1]);
    expect([...orderUnits(trace, 'peak')]).toEqual([2, 0, 1]);
    expect([...orderUnits(trace, 'memory')]).toEqual([2, 1, 0]);
    // Unit 2 is the liveliest; unit 0 moves against it more strongly than unit 1 does.
    expect([...orderUnits(trace, 'similarity')]).toEqual([2, 1, 0]);
  });

  it('lays rows out unit by unit', () => {
    expect([...rowsInOrder(h, 3, Int32Array.from([2, 0, 1])).slice(0, 4)]).toEqual([
      ...Float32Array.from([0.9, 0.3, 0, -0.3]),
    ]);
  });

  it('finds the output that a unit moves with', () => {
    const probabilities = Float32Array.from([0.9, 0.1, 0.8, 0.2, 0.5, 0.5, 0.1, 0.9]);
    const found = strongestOutput(Float32Array.from([0.1, 0.2, 0.5, 0.9]), probabilities, 2);
    expect(Math.abs(found!.correlation)).toBeCloseTo(1, 6);
  });
});
