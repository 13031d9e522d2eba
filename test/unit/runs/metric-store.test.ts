import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RunCatalog } from '../../../src/main/engine/runs/catalog';
import { exampleRun } from './example-run';
import { epochRow, stepsFrom } from './scripted';

let dir: string;
let catalog: RunCatalog;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'unroll-metrics-'));
  catalog = new RunCatalog(join(dir, 'catalog.sqlite'));
  catalog.save(exampleRun({ id: 'a' }), null);
});
afterEach(() => {
  catalog.close();
  rmSync(dir, { recursive: true });
});

it('gives back every point of batches of any size, in order, through merged chunks', () => {
  let next = 1;
  for (let batch = 0; batch < 300; batch++) {
    const rows = 1 + ((batch * 7) % 5);
    catalog.record(exampleRun({ id: 'a' }), null, stepsFrom(next, rows), null);
    next += rows;
  }
  const { steps } = catalog.metrics('a');
  expect(steps).toEqual(stepsFrom(1, next - 1));
});

it('replaces points that come again, as after a retry or when a resumed run repeats its last ones', () => {
  catalog.record(exampleRun({ id: 'a' }), null, stepsFrom(1, 10), epochRow(1, 10));
  const again = { ...stepsFrom(6, 10), loss: new Float32Array(10).fill(-1) };
  catalog.record(exampleRun({ id: 'a' }), null, again, epochRow(1, 10));
  const { steps, epochs } = catalog.metrics('a');
  expect(steps.step).toEqual(stepsFrom(1, 15).step);
  expect([...steps.loss]).toEqual([0.5, 1, 1.5, 2, 2.5, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1]);
  expect(epochs.epoch).toEqual(Int32Array.of(1));
});

it('goes back to a checkpoint in the middle of a chunk, and on from there', () => {
  for (let batch = 0; batch < 70; batch++)
    catalog.record(
      exampleRun({ id: 'a' }),
      null,
      stepsFrom(1 + batch * 3, 3),
      epochRow(batch + 1, batch * 3 + 3),
    );
  catalog.truncateMetrics('a', 100, 33);
  expect(catalog.metrics('a').steps).toEqual(stepsFrom(1, 100));
  expect(catalog.metrics('a').epochs.epoch).toHaveLength(33);
  catalog.record(exampleRun({ id: 'a' }), null, stepsFrom(101, 5), null);
  expect(catalog.metrics('a').steps).toEqual(stepsFrom(1, 105));
  expect(catalog.metricsAfter('a', 102, 32).steps).toEqual(stepsFrom(103, 3));
  expect(catalog.metricsAfter('a', 102, 32).epochs).toEqual(epochRow(33, 99));
});

it('keeps the curves of one run apart from another run’s', () => {
  catalog.save(exampleRun({ id: 'b' }), null);
  catalog.record(exampleRun({ id: 'b' }), null, stepsFrom(1, 3), null);
  expect(catalog.metrics('a').steps.step).toHaveLength(0);
  catalog.purge('b');
  expect(catalog.metrics('b').steps.step).toHaveLength(0);
});
