import { describe, expect, it } from 'vitest';
import { heardChannels, takeChannels } from '../../../src/main/engine/inference/streaming/sound-input';

/** Protects: which channels of sound a model hears of what comes in. */

describe('heardChannels', () => {
  it.each([
    [['mono'], 1, null],
    [['mono'], 6, null],
    [['ch2'], 2, [1]],
    [['ch2'], 1, [0]],
    [['ch1', 'ch2'], 2, [0, 1]],
    [['ch1', 'ch3'], 4, [0, 2]],
    [['ch1', 'ch3'], 2, [0, 1]],
  ])('of a model of %s are, of %i, %s', (names, given, taken) => {
    expect(heardChannels(names, given)).toEqual(taken);
  });

  it('refuses fewer than the model hears', () => {
    expect(() => heardChannels(['ch1', 'ch2'], 1)).toThrow(
      'The model hears 2 channels of sound (ch1, ch2), and one channel comes in.',
    );
  });
});

it('takes channels in their order, or the mean', () => {
  const samples = Float32Array.of(1, 2, 3, 4, 5, 6);
  expect([...takeChannels(samples, 3, [0, 2])]).toEqual([1, 3, 4, 6]);
  expect([...takeChannels(samples, 2, null)]).toEqual([1.5, 3.5, 5.5]);
});
