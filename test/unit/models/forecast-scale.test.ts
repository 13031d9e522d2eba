import { describe, expect, it } from 'vitest';
import {
  baselineValue,
  fitForecastScale,
  toDataUnits,
  toNetworkUnits,
} from '../../../src/main/engine/models/scale/forecast-scale';
import { examplesOf } from '../../../src/main/engine/prepare/examples-of';
import { fitScaling, scaleInto } from '../../../src/main/engine/models/scale/scaling';
import { windowsOf } from '../../../src/main/engine/models/network/batch';
import { seriesData } from '../training/example-data';

const window = (values: number[]) => ({ values: Float32Array.from(values), steps: values.length, width: 1 });

describe('baselines of a forecast', () => {
  const past = window([10, 20, 30, 40, 15, 25, 35, 45]);

  it('repeat the last value, the season, or the season with the change since', () => {
    expect(baselineValue(past, 0, 'last', 4, 1)).toBe(45);
    expect(baselineValue(past, 0, 'seasonal', 4, 1)).toBe(15);
    expect(baselineValue(past, 0, 'seasonal', 4, 6)).toBe(25);
    expect(baselineValue(past, 0, 'seasonalDrift', 4, 1)).toBe(15 + 45 - 40);
  });

  it('fall back to the last value in a window shorter than the season', () => {
    expect(baselineValue(window([1, 2]), 0, 'seasonal', 4, 1)).toBe(2);
    expect(baselineValue(window([1, 2, 3, 4]), 0, 'seasonalDrift', 4, 1)).toBe(4);
  });
});

describe('the scale of a forecast', () => {
  const wave = (t: number): number => 50 * Math.sin((2 * Math.PI * t) / 12);
  const choose = (values: number[]): string => {
    const data = seriesData({ values, context: 25, season: 12 });
    return fitForecastScale(data, examplesOf(data, 'train')).targets[0]!.baseline;
  };
  const series = (value: (t: number) => number): number[] => Array.from({ length: 150 }, (_, t) => value(t));

  it('chooses the baseline that fits the training part best', () => {
    expect(choose(series((t) => 100 + wave(t) + ((t * 7919) % 13) - 6))).toBe('seasonal');
    expect(choose(series((t) => 100 + 3 * t + wave(t)))).toBe('seasonalDrift');
    expect(choose(series((t) => 40 * Math.sin(t / 40)))).not.toBe('seasonal');
  });

  it('turns targets into network units and back', () => {
    const data = seriesData({ values: series((t) => 100 + 2 * t + wave(t)), context: 25, season: 12 });
    const scale = fitForecastScale(data, examplesOf(data, 'train'));
    const [first] = windowsOf(data, [100]);
    const targets = Float32Array.of(321);
    expect(toDataUnits(first!, scale, toNetworkUnits(first!, scale, targets))[0]).toBeCloseTo(321, 3);
    expect(toDataUnits(first!, scale, Float32Array.of(0))[0]).toBeCloseTo(
      baselineValue(first!, 0, scale.targets[0]!.baseline, 12, 1),
      3,
    );
  });

  it('shows the network the same window whatever the level and the size of the swings', () => {
    const data = seriesData({ values: series((t) => 100 + wave(t)), context: 25, season: 12 });
    const scaling = fitScaling(data);
    const scaled = (values: number[]): number[] => {
      const into = new Float32Array(values.length);
      scaleInto(window(values), scaling, into);
      return [...into];
    };
    const shape = [...Array(25).keys()].map(wave);
    const grown = scaled(shape.map((value) => 7000 + 3 * value));
    scaled(shape).forEach((value, k) => expect(grown[k]).toBeCloseTo(value, 3));
    expect(grown.at(-1)).toBeCloseTo(0, 6);
  });
});
