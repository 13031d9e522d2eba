import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import { readModelFolder } from '../../../src/main/engine/exports/model-folder';
import { Network } from '../../../src/main/engine/models/network/network';

const fixtures = join(import.meta.dirname, '../../fixtures/exports');

beforeAll(() => useBackend('cpu'));

/** Folders that earlier versions wrote. They must open for ever, and say what PyTorch says of them (make.py). */
describe.each([
  ['lstm-safetensors-v1', 'lstm-safetensors-v1'],
  ['lstm-tfjs-v1', 'lstm-safetensors-v1'],
  ['gru-safetensors-v1', 'gru-safetensors-v1'],
])('%s', (folder, computed) => {
  it('opens and predicts what PyTorch predicts', async () => {
    const { model } = await readModelFolder(join(fixtures, folder));
    const text = await readFile(join(fixtures, `${computed}.pytorch.json`), 'utf8');
    const { inputs, logits } = JSON.parse(text) as { inputs: number[][]; logits: number[] };
    const network = Network.fromWeights(model, referenceKernel);
    const time = inputs.length;
    const ours = await network.logits({
      inputs: Float32Array.from(inputs.flat()),
      lengths: Int32Array.of(time),
      size: 1,
      time,
    });
    network.dispose();
    expect(ours.length).toBe(logits.length);
    logits.forEach((value, k) => expect(ours[k]).toBeCloseTo(value, 5));
  });
});
