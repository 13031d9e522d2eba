import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runFiles } from '../../src/shared/run-files';
import { ComputePool } from '../../src/main/engine/workers/pool';
import type { TrainingEvent, TrainingJob } from '../../src/main/engine/training/job';
import { oscillations } from '../unit/training/example-data';
import { makeJob, only } from '../unit/training/run-training';

const pool = new ComputePool();
afterAll(() => pool.close());

const choices = { model: { units: 16 }, training: { epochs: 24, patience: 24 } };
const weights = (job: TrainingJob): Buffer => readFileSync(join(job.runDir, runFiles.weights));

async function trainToEnd(job: TrainingJob): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  await pool.train(job, (event) => events.push(event)).done;
  return events;
}

describe('compute pool', () => {
  it('continues a killed run to the weights of a run that was never killed', async () => {
    // Seconds of training, so that a busy machine cannot let it end before the kill arrives.
    const epochs = 20;
    const long = { model: { units: 48 }, training: { epochs, patience: epochs } };
    const data = oscillations({ examples: 300, mostSteps: 120 });
    const whole = await makeJob(data, long);
    await trainToEnd(whole);

    const killed = await makeJob(data, long);
    const shown: number[] = [];
    const handle = pool.train(killed, (event) => {
      if (event.kind !== 'epoch') return;
      shown.push(...event.epochs.epoch);
      void handle.terminate();
    });
    await handle.done;
    const last = shown.at(-1)!;
    expect(last).toBeLessThan(epochs);

    const resumed = await trainToEnd({ ...killed, resume: true });
    expect(only(resumed, 'started')[0]!.epoch).toBeGreaterThanOrEqual(last);
    expect(only(resumed, 'finished')[0]!.status).toBe('completed');
    expect(weights(killed).equals(weights(whole))).toBe(true);
  });

  it('obeys while it trains', async () => {
    // It ends when it is told to, however late that is heard.
    const endless = { ...choices, training: { epochs: 100_000, patience: 100_000 } };
    const job = await makeJob(oscillations({ examples: 300 }), endless);
    const kinds: string[] = [];
    const handle = pool.train(job, (event) => {
      kinds.push(event.kind);
      if (event.kind === 'started') handle.command('pause');
      if (event.kind === 'paused') handle.command('resume');
      if (event.kind === 'resumed') handle.command('stop');
    });
    await handle.done;
    expect(kinds.filter((kind) => ['started', 'paused', 'resumed', 'finished'].includes(kind))).toEqual([
      'started',
      'paused',
      'resumed',
      'finished',
    ]);
  });

  it('tells what is wrong with a job', async () => {
    const job = await makeJob(oscillations({ examples: 45 }), choices);
    const missing = await trainToEnd({ ...job, preparedFile: join(job.runDir, 'none.safetensors') });
    expect(missing).toMatchObject([{ kind: 'failed', error: { code: 'FILE_MISSING' } }]);
    const compute = { backend: 'wasm', kernel: 'webgpu' } as const;
    const refused = await trainToEnd({ ...job, recipe: { ...job.recipe, compute } });
    expect(refused).toMatchObject([{ kind: 'failed', error: { code: 'KERNEL_UNAVAILABLE' } }]);
  });

  it('says which backends and kernels there are', async () => {
    const { backends, kernels } = await pool.call('availability', { part: 'rest', brokenTensorflow: null });
    expect(backends.find(({ name }) => name === 'wasm')?.available).toBe(true);
    expect(kernels.find(({ name }) => name === 'reference')?.available).toBe(true);
  });

  it('outlives a worker that crashes', async () => {
    const job = await makeJob(oscillations({ examples: 45 }), choices);
    const file = join(job.runDir, 'crashing-worker.cjs');
    writeFileSync(file, "require('node:worker_threads').parentPort.on('message', () => process.exit(3));");
    const crashing = new ComputePool({ file });
    const events: TrainingEvent[] = [];
    await crashing.train(job, (event) => events.push(event)).done;
    expect(events).toMatchObject([{ kind: 'failed', error: { code: 'COMPUTE_FAILED' } }]);
    for (let call = 0; call < 2; call++)
      await expect(
        crashing.call('availability', { part: 'rest', brokenTensorflow: null }),
      ).rejects.toMatchObject({
        code: 'COMPUTE_FAILED',
      });
    await crashing.close();
  });
});
