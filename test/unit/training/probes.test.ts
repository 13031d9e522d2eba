import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromHalf, halfOf } from '../../../src/main/engine/files/half';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import { unrestrained } from '../../../src/main/engine/learning/objective';
import { learningTask } from '../../../src/main/engine/learning/tasks';
import { Network } from '../../../src/main/engine/models/network/network';
import { readWeights } from '../../../src/main/engine/models/network/weights-file';
import { traceNetwork } from '../../../src/main/engine/models/trace/network-trace';
import { scaleInto } from '../../../src/main/engine/models/scale/scaling';
import { exampleWindow } from '../../../src/main/engine/models/scale/forecast-scale';
import { probeHistory } from '../../../src/main/engine/probes/history';
import { ProbeFrames } from '../../../src/main/engine/probes/probe-file';
import { readCheckpoint } from '../../../src/main/engine/training/checkpoint';
import { runFiles } from '../../../src/shared/run-files';
import { oscillations } from './example-data';
import { makeJob, only, runTraining } from './run-training';

const choices = {
  model: { units: 4 },
  training: { epochs: 3, patience: 3 },
  compute: { backend: 'cpu', kernel: 'reference' },
} as const;
const data = oscillations({ examples: 36 });
const framesOf = ({ runDir }: { runDir: string }): Promise<ProbeFrames> =>
  ProbeFrames.read(join(runDir, runFiles.probes));

describe('probes', () => {
  it('change nothing of what is learnt', async () => {
    const watched = await makeJob(data, choices);
    await runTraining(watched);
    const alone = await makeJob(data, { ...choices, training: { ...choices.training, probes: 'off' } });
    await runTraining(alone);
    expect(existsSync(join(alone.runDir, runFiles.probes))).toBe(false);
    const weights = ({ runDir }: { runDir: string }): Buffer => readFileSync(join(runDir, runFiles.weights));
    expect(weights(watched).equals(weights(alone))).toBe(true);
  });

  it('show one example a class and the worst, from before the first step to the last', async () => {
    const job = await makeJob(data, choices);
    const [started] = only(await runTraining(job), 'started');
    const { probes, moments, layers } = await framesOf(job);
    expect(probes.map(({ why }) => why)).toEqual(['class', 'class', 'class', 'worst']);
    expect(new Set(probes.map(({ example }) => example)).size).toBe(4);
    expect(moments[0]).toMatchObject({ step: 0, epoch: 0 });
    expect(moments.at(-1)).toMatchObject({ step: 3 * started!.stepsPerEpoch, epoch: 3 });
    expect(layers[0]).toMatchObject({ layer: 0, direction: 'forward', units: 4 });
    const [use] = moments[0]!.layers;
    expect(use!.gates.every(({ mean }) => mean > 0 && mean < 1)).toBe(true);
    expect(moments[1]!.weights.every(({ norm, update }) => norm >= 0 && update! > 0)).toBe(true);
  });

  it('see what Look sees of the same weights, to the last bit that is kept', async () => {
    const job = await makeJob(data, choices);
    await runTraining(job);
    const frames = await framesOf(job);
    const { scaling, spec, shape } = await readWeights(join(job.runDir, runFiles.weights));
    const network = Network.create(spec, shape, referenceKernel, 1);
    const { state } = await readCheckpoint(join(job.runDir, runFiles.checkpoint), network.parameters.length);
    network.setParameters(state.parameters);
    for (const [k, { example, steps, stepsPerColumn }] of frames.probes.entries()) {
      const window = exampleWindow(data, example, data.featureNames.length);
      const inputs = new Float32Array(steps * window.width);
      scaleInto(window, scaling, inputs);
      const loss = learningTask(data.task)
        .objective(data, scaling, unrestrained)
        .loss(Int32Array.of(example));
      const trace = await traceNetwork(network, { inputs, steps }, loss);
      const [seen] = frames.frame(frames.moments.at(-1)!.step, k)!.layers;
      expect(stepsPerColumn).toBe(1);
      for (const name of frames.layers[0]!.tensors as 'h'[])
        expect([...seen!.tensors[name]]).toEqual(
          [...trace.layers[0]!.tensors[name]].map((x) => fromHalf(halfOf(x))),
        );
      expect([...seen!.gradientNorm]).toEqual([...trace.layers[0]!.gradientNorm]);
    }
  });

  it('go on behind a stop, and forget what a checkpoint does not know', async () => {
    const whole = await makeJob(data, choices);
    await runTraining(whole);
    const broken = await makeJob(data, choices);
    await runTraining(broken, (event, control) => {
      if (event.kind === 'epoch' && event.epochs.epoch.includes(2)) control.command('stop');
    });
    await runTraining({ ...broken, resume: true });
    const [a, b] = [await framesOf(whole), await framesOf(broken)];
    const steps = b.moments.map(({ step }) => step);
    expect(steps).toEqual([...steps].sort((x, y) => x - y));
    const shared = steps.filter((step) => a.moments.some((own) => own.step === step));
    expect(shared).toContain(a.moments.at(-1)!.step);
    for (const step of shared)
      for (const k of a.probes.keys()) expect(b.frame(step, k)).toEqual(a.frame(step, k));
    // A file that is damaged costs its pictures alone.
    writeFileSync(join(broken.runDir, runFiles.probes), 'no frames');
    await runTraining({ ...broken, resume: true });
    await expect(
      probeHistory(join(whole.runDir, runFiles.probes), whole.recipe, null),
    ).resolves.toMatchObject({
      columns: a.probes[0]!.steps,
      outputs: data.outputs,
    });
  });

  it('are the examples that a person names', async () => {
    const job = await makeJob(data, {
      ...choices,
      training: { ...choices.training, epochs: 2, probes: [3, 7] },
    });
    await runTraining(job);
    expect((await framesOf(job)).probes.map(({ example, why }) => [example, why])).toEqual([
      [3, 'chosen'],
      [7, 'chosen'],
    ]);
  });
});

describe('half precision', () => {
  it('comes back from every number that it has', () => {
    const halves = Array.from({ length: 2 ** 16 }, (_, half) => half).filter(
      (half) => !Number.isNaN(fromHalf(half)),
    );
    expect(halves).toHaveLength(2 ** 16 - 2 * 1023);
    expect(halves.filter((half) => halfOf(fromHalf(half)) !== half)).toEqual([]);
  });

  it('takes the nearest, ties to even', () => {
    const isNearest = (value: number): boolean => {
      const half = halfOf(value);
      const distance = (own: number): number => Math.abs(fromHalf(own) - value);
      return [half - 1, half + 1].every(
        (other) => other < 0 || (other & 0x7c00) === 0x7c00 || distance(half) <= distance(other),
      );
    };
    const values = Array.from({ length: 3000 }, (_, k) => Math.fround(Math.sin(k) * 10 ** ((k % 11) - 7)));
    expect(values.filter((value) => !isNearest(value))).toEqual([]);
    // numpy.float16: 1 + 2⁻¹¹ → 1, 1 + 3 · 2⁻¹¹ → 1 + 2⁻⁹, 65520 → inf, 2⁻²⁵ → 0
    expect(fromHalf(halfOf(1 + 2 ** -11))).toBe(1);
    expect(fromHalf(halfOf(1 + 3 * 2 ** -11))).toBe(1 + 2 ** -9);
    expect(fromHalf(halfOf(65_520))).toBe(Infinity);
    expect(fromHalf(halfOf(2 ** -25))).toBe(0);
  });
});
