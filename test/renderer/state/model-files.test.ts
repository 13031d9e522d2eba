import { expect, it } from 'vitest';
import { modelsAmong } from '../../../src/renderer/state/model-files';

/** Protects: what is opened as a model when it is dropped, and what goes on being data. */

it.each([
  [['a.unroll'], { kind: 'bundles', names: ['a.unroll'] }],
  [['/x/A.UNROLL', '/x/b.unroll'], { kind: 'bundles', names: ['/x/A.UNROLL', '/x/b.unroll'] }],
  [['net.keras'], { kind: 'foreign', name: 'net.keras', mayBeData: false }],
  [['C:\\m\\net.h5'], { kind: 'foreign', name: 'C:\\m\\net.h5', mayBeData: true }],
  [['model.json', 'group1-shard1of1.bin'], { kind: 'foreign', name: 'model.json', mayBeData: false }],
  [['/m/model.json'], { kind: 'foreign', name: '/m/model.json', mayBeData: false }],
])('%s are models', (names, expected) => {
  expect(modelsAmong(names)).toEqual(expected);
});

it.each([
  [[]],
  [['speech']],
  [['a.wav', 'b.wav']],
  [['a.unroll', 'a.wav']],
  [['a.onnx', 'b.onnx']],
  [['other-model.json']],
  [['data.bin']],
  [['model.json', 'labels.csv']],
])('%s are data', (names) => {
  expect(modelsAmong(names)).toBe(null);
});
