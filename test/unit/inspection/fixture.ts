import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selectCompute } from '../../../src/main/engine/kernels/choose/select';
import type { HeldData } from '../../../src/main/engine/prepare/prepared';
import { writePrepared } from '../../../src/main/engine/prepare/prepared';
import { Network } from '../../../src/main/engine/models/network/network';
import { fitScaling } from '../../../src/main/engine/models/scale/scaling';
import type { TrainedModel } from '../../../src/main/engine/models/network/weights-file';
import { writeWeights } from '../../../src/main/engine/models/network/weights-file';
import type { NetworkSpec, RecurrentNetworkSpec, TransformerSpec } from '../../../src/shared/domain/model';
import { exampleNetwork } from '../runs/example-run';

/** Reproducible numbers in [−1, 1): a linear congruential generator (Numerical Recipes). */
function noise(length: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Six sequences of 5 to 10 steps, three features, three classes; two sequences in each part. */
export function classification(): HeldData {
  const lengths = Int32Array.of(6, 9, 5, 10, 7, 8);
  const rows = lengths.reduce((sum, steps) => sum + steps, 0);
  let start = 0;
  return {
    task: 'classify',
    outputs: ['a', 'b', 'c'],
    featureNames: ['x', 'y', 'z'],
    features: noise(rows * 3, 7).map((value) => 5 * value + 2),
    starts: lengths.map((steps) => (start += steps) - steps),
    lengths,
    labels: Int32Array.of(0, 1, 2, 0, 1, 2),
    targets: new Float32Array(),
    splits: Uint8Array.of(0, 0, 1, 1, 2, 2),
    stepLabels: new Int32Array(0),
    scoredFrom: new Int32Array(6),
    scaler: { mean: Float32Array.of(2, 1, 3), deviation: Float32Array.of(2, 4, 3) },
    targetColumns: [],
    horizonSteps: 0,
    seasonSteps: 1,
  };
}

/** Windows of eight steps over a growing wave; two steps ahead are forecast. */
export function forecasting(): HeldData {
  const series = Float32Array.from({ length: 40 }, (_, t) => 100 + 3 * t + 20 * Math.sin((t * Math.PI) / 2));
  const starts = Int32Array.from({ length: 30 }, (_, k) => k);
  return {
    task: 'forecast',
    outputs: ['value@1', 'value@2'],
    featureNames: ['value'],
    features: series,
    starts,
    lengths: starts.map(() => 8),
    labels: starts.map(() => -1),
    targets: Float32Array.from({ length: 60 }, (_, k) => series[(k >> 1) + 8 + (k & 1)]!),
    splits: Uint8Array.from(starts, (k) => (k < 20 ? 0 : k < 25 ? 1 : 2)),
    stepLabels: new Int32Array(0),
    scoredFrom: new Int32Array(30),
    scaler: { mean: Float32Array.of(150), deviation: Float32Array.of(30) },
    targetColumns: [0],
    horizonSteps: 2,
    seasonSteps: 4,
  };
}

export interface Trained {
  readonly weightsFile: string;
  readonly preparedFile: string;
  readonly model: TrainedModel;
}

/** An untrained network with its data, in files, as jobs of the compute worker find them. */
export async function trained(
  data: HeldData,
  changes: Partial<RecurrentNetworkSpec> | TransformerSpec,
): Promise<Trained> {
  const dir = mkdtempSync(join(tmpdir(), 'unroll-inspection-'));
  const { kernel } = await selectCompute({ backend: 'auto', kernel: 'auto' });
  const spec: NetworkSpec =
    changes.family === 'transformer' ? changes : { ...exampleNetwork, units: 4, ...changes };
  const head = data.task === 'classify' ? 'softmax' : 'linear';
  const shape = { features: data.featureNames.length, outputs: data.outputs.length, head } as const;
  const network = Network.create(spec, shape, kernel, 3);
  // Initial biases are mostly zero, which would hide a bias in the wrong place.
  network.setParameters(noise(network.parameters.length, 11).map((value) => value * 0.8));
  const { task, featureNames, outputs } = data;
  const model = { ...network.weights(), task, featureNames, outputs, scaling: fitScaling(data) };
  network.dispose();
  const weightsFile = join(dir, 'weights.safetensors');
  const preparedFile = join(dir, 'prepared.safetensors');
  await writeWeights(weightsFile, model);
  await writePrepared(preparedFile, data);
  return { weightsFile, preparedFile, model };
}
