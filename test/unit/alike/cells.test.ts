import { dirname } from 'node:path';
import { rmSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, it } from 'vitest';
import { exampleCellsJob, stateFactsJob } from '../../../src/main/engine/alike/alike-jobs';
import { traceJob } from '../../../src/main/engine/inspection/trace-job';
import type { RecurrentNetworkSpec } from '../../../src/shared/domain/model';
import { classification, trained } from '../inspection/fixture';
import type { Trained } from '../inspection/fixture';

let files: Trained | undefined;
afterEach(() => {
  if (files !== undefined) rmSync(dirname(files.weightsFile), { recursive: true });
});

const convolutions = [{ filters: 4, width: 3, stride: 2 }];
const networks: readonly [string, Partial<RecurrentNetworkSpec>, number][] = [
  ['the last state', { cell: 'gru', pooling: 'last' }, 1],
  ['both ways in two layers', { cell: 'lstm', layers: 2, bidirectional: true, pooling: 'last' }, 1],
  ['the mean behind strides', { cell: 'gru', convolutions, pooling: 'mean' }, 2],
];

/** Protects: what is searched are the states that Look shows. */
it.each(networks)('are the means of the states that the trace shows: %s', async (_, changes, stride) => {
  files = await trained(classification(), changes);
  const { weightsFile, preparedFile } = files;
  const asked = { weightsFile, preparedFile };
  const { cellSteps, units, mean } = await stateFactsJob({ ...asked, cellSteps: 3 });
  expect(cellSteps % stride).toBe(0);
  const before = tf.memory().numTensors;
  const all = await exampleCellsJob({ ...asked, first: 0, count: 6, cellSteps });
  expect(tf.memory().numTensors).toBe(before);
  for (const [example, cells] of all.entries()) {
    const { layers } = await traceJob({ ...asked, example });
    const last = Math.max(...layers.map(({ layer }) => layer));
    const ways = layers.filter(({ layer }) => layer === last);
    const own = ways.reduce((sum, { units: some }) => sum + some, 0);
    expect(own).toBe(units);
    const rows = ways[0]!.tensors.h!.length / ways[0]!.units;
    const perCell = cellSteps / stride;
    expect(cells).toHaveLength(Math.ceil(rows / perCell) * units);
    for (let cell = 0; cell * perCell < rows; cell++) {
      const count = Math.min(perCell, rows - cell * perCell);
      ways
        .flatMap(({ tensors, units: some }) =>
          Array.from({ length: some }, (__, unit) => {
            let sum = 0;
            for (let k = 0; k < count; k++) sum += tensors.h![(cell * perCell + k) * some + unit]!;
            return sum / count;
          }),
        )
        .forEach((value, unit) => expect(cells[cell * units + unit]).toBeCloseTo(value, 5));
    }
  }
  expect(mean).toHaveLength(units);
});
