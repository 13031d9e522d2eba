import { expect, it } from 'vitest';
import { RunSeries } from '../../../src/renderer/state/run-series.svelte';
import type { RunEvent } from '../../../src/shared/domain/run';
import { makeEpoch, makeSteps } from '../fake/runs';

const steps = (seq: number, from: number, to: number): RunEvent => ({
  kind: 'steps',
  run: 'r',
  seq,
  steps: makeSteps(from, to, 1),
});

it('joins a snapshot and the events that came before it without a gap or a double', () => {
  const series = new RunSeries();
  series.add(steps(4, 11, 20));
  series.add(steps(5, 21, 30));
  series.replace({ seq: 4, steps: makeSteps(1, 20, 1), epochs: makeEpoch(1, 10, 1) });
  series.add(steps(6, 31, 40));
  expect([...series.steps.step]).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  expect(series.epochs.epoch.length).toBe(1);
});

it('changes identity when it grows, so that what is drawn from it is drawn again', () => {
  const series = new RunSeries();
  series.replace({ seq: 0, steps: makeSteps(1, 5, 1), epochs: makeEpoch(1, 5, 1) });
  const before = series.steps;
  series.add(steps(1, 6, 10));
  expect(series.steps).not.toBe(before);
  expect(before.step.length).toBe(5);
});

it('replaces what a resumed run trains again', () => {
  const series = new RunSeries();
  series.replace({ seq: 10, steps: makeSteps(1, 50, 1), epochs: makeEpoch(1, 50, 1) });
  series.add(steps(11, 31, 60));
  expect(series.steps.step.length).toBe(60);
  expect(series.steps.step[59]).toBe(60);
});
