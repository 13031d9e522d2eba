import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { encodeTrace, formatOf, traceTensors } from '../../../src/main/engine/inspection/trace-file';
import { prefixEnds, spread } from '../../../src/main/engine/inspection/prefixes';
import type { LayerTrace, Trace } from '../../../src/shared/domain/trace';

function layer(index: number, direction: LayerTrace['direction']): LayerTrace {
  const h = Float32Array.of(1, 2, 3, 4, 5, 6).map((value) => value + 10 * index);
  return {
    layer: index,
    direction,
    cell: 'rnn',
    units: 2,
    tensors: { h },
    ...{ stride: 1, spectralRadius: null },
    gradientNorm: Float32Array.of(1, 2, 3),
  };
}

function trace(layers: LayerTrace[]): Trace {
  return {
    run: 'a',
    task: 'classify',
    example: { index: 4, file: 'x.wav', start: 0, end: 3, steps: 3, label: 'no', group: null, split: 'test' },
    steps: 3,
    stepSeconds: null,
    inputs: Float32Array.of(7, 8, 9),
    features: ['x'],
    layers,
    ...{ attention: [], poolingWeights: null, clamp: null },
    outputs: ['no', 'yes'],
    probabilities: Float32Array.of(0.5, 0.5, 0.25, 0.75, 0, 1),
  };
}

it('names the tensors of a single layer plainly', () => {
  const tensors = traceTensors(trace([layer(0, 'forward')]));
  expect([...tensors.keys()]).toEqual(['h', 'gradient_norm', 'inputs', 'probabilities']);
  expect(tensors.get('h')?.shape).toEqual([3, 2]);
});

it('names several layers and directions by their place, and the last forward one plainly too', () => {
  const all = [layer(0, 'forward'), layer(0, 'backward'), layer(1, 'forward'), layer(1, 'backward')];
  const tensors = traceTensors(trace(all));
  expect(tensors.get('layer2/backward/h')?.shape).toEqual([3, 2]);
  expect(tensors.get('h')).toEqual(tensors.get('layer2/forward/h'));
  expect(tensors.has('layer1/forward/gradient_norm')).toBe(true);
});

it('writes the same as nested arrays and as an npz with its metadata', () => {
  const one = trace([layer(0, 'forward')]);
  const json = JSON.parse(Buffer.from(encodeTrace(one, 'json')).toString()) as Record<string, unknown>;
  expect(json).toMatchObject({
    formatVersion: 1,
    example: { index: 4 },
    tensors: { h: [[1, 2], [3, 4], [5, 6]], gradient_norm: [1, 2, 3] }, // prettier-ignore
  });
  const entries = unzipSync(encodeTrace(one, 'npz'));
  expect(Object.keys(entries)).toEqual([
    'h.npy',
    'gradient_norm.npy',
    'inputs.npy',
    'probabilities.npy',
    'metadata.npy',
  ]);
  expect(Buffer.from(entries['metadata.npy']!).toString('latin1')).toContain('"formatVersion":1');
});

it('takes the format from the ending', () => {
  expect(formatOf('/x/trace.NPZ')).toBe('npz');
  expect(() => formatOf('/x/trace.txt')).toThrow(/must end in/);
});

it('computes every prefix of short sequences and evenly spaced ones of long ones, the last always', () => {
  expect(prefixEnds(4, 1000)).toEqual([1, 2, 3, 4]);
  const ends = prefixEnds(2000, 100_000);
  expect(ends.at(-1)).toBe(2000);
  expect(ends.length).toBeGreaterThan(20);
  expect(ends.reduce((sum, end) => sum + end, 0) * 100_000).toBeLessThanOrEqual(2.6e9);
  expect(prefixEnds(10, 1.2e8)).toEqual([1, 4, 7, 10]);
  expect(prefixEnds(10, 1e12)).toEqual([10]);
});

it('carries values between prefixes linearly', () => {
  const values = spread(Float32Array.of(0, 10, 3, 40), [1, 4], 4, 2);
  expect([...values]).toEqual([0, 10, 1, 20, 2, 30, 3, 40]);
});
