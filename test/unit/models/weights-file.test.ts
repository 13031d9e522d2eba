import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import { writeSafetensors } from '../../../src/main/engine/files/safetensors';
import { Network } from '../../../src/main/engine/models/network/network';
import { fitScaling } from '../../../src/main/engine/models/scale/scaling';
import { readWeights, writeWeights } from '../../../src/main/engine/models/network/weights-file';
import type { TrainedModel } from '../../../src/main/engine/models/network/weights-file';
import { freshState } from '../../../src/main/engine/training/state';
import {
  newestCheckpoint,
  readCheckpoint,
  writeCheckpoint,
} from '../../../src/main/engine/training/checkpoint';
import { MetricTail } from '../../../src/main/engine/training/metric-tail';
import { runFiles } from '../../../src/shared/run-files';
import { networkRecipe } from './network-recipe';
import { seriesData } from '../training/example-data';

const data = seriesData({
  values: Array.from({ length: 90 }, (_, t) => t + 9 * Math.sin(t)),
  context: 14,
  season: 6,
});
const { model: spec } = networkRecipe(data, { model: { units: 3 } });
const shape = { features: 1, outputs: 1, head: 'linear' } as const;
const network = Network.create(spec, shape, referenceKernel, 2);
const dir = mkdtempSync(join(tmpdir(), 'unroll-weights-'));
const file = join(dir, 'file.safetensors');

describe('weights.safetensors', () => {
  const trained: TrainedModel = {
    ...network.weights(),
    task: 'forecast',
    featureNames: data.featureNames,
    outputs: data.outputs,
    scaling: fitScaling(data),
  };

  it('gives back the network and all that is needed to use it', async () => {
    await writeWeights(file, trained);
    expect(await readWeights(file)).toEqual(trained);
  });

  it('is refused when it is something else', async () => {
    await writeSafetensors(file, [['x', { shape: [1], data: Float32Array.of(1) }]]);
    await expect(readWeights(file)).rejects.toMatchObject({ code: 'MODEL_UNREADABLE' });
    await expect(readWeights(`${file}.none`)).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });
});

describe('checkpoint.safetensors', () => {
  it('gives back every number of the state, bit for bit', async () => {
    const state = freshState(network.parameters);
    state.moments.first.fill(1 / 3);
    state.average.fill(-1e-20);
    Object.assign(state.counters, { epoch: 7, step: 91, bestLoss: 0.1 + 0.2, seconds: 1 / 7 });
    const compute = { backend: 'wasm', kernel: 'native' } as const;
    await writeCheckpoint(dir, state, { spec, shape, compute }, new MetricTail());
    expect(await readCheckpoint(join(dir, runFiles.checkpoint), network.parameters.length)).toMatchObject({
      state,
      compute,
    });
  });

  it('is refused by another network', async () => {
    await expect(newestCheckpoint(dir, 5)).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
  });

  it('gives way to the one before when it is damaged, with a word', async () => {
    const write = async (epoch: number): Promise<void> => {
      const state = freshState(network.parameters);
      state.counters.epoch = epoch;
      await writeCheckpoint(dir, state, { spec, shape }, new MetricTail());
    };
    const newest = () => newestCheckpoint(dir, network.parameters.length);
    const flip = (name: string): void => {
      const bytes = readFileSync(join(dir, name));
      bytes[bytes.length - 5]! ^= 1;
      writeFileSync(join(dir, name), bytes);
    };
    await write(1);
    await write(2);
    expect(await newest()).toMatchObject({ saved: { state: { counters: { epoch: 2 } } }, remarks: [] });
    flip(runFiles.checkpoint);
    const word = { code: 'training.checkpointDamaged', params: { epoch: 1 } };
    expect(await newest()).toMatchObject({ saved: { state: { counters: { epoch: 1 } } }, remarks: [word] });
    // As it is between the two renames.
    rmSync(join(dir, runFiles.checkpoint));
    expect(await newest()).toMatchObject({ saved: { state: { counters: { epoch: 1 } } }, remarks: [] });
    flip(runFiles.previousCheckpoint);
    expect(await newest()).toMatchObject({ saved: null, remarks: [{ code: 'training.checkpointsDamaged' }] });
  });
});
