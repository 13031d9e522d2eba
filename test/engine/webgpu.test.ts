import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runFiles } from '../../src/shared/run-files';
import { ComputePool } from '../../src/main/engine/workers/pool';
import type { TrainingEvent, TrainingJob } from '../../src/main/engine/training/job';
import { oscillations } from '../unit/training/example-data';
import { makeJob, only } from '../unit/training/run-training';
import { hasSwiftShader } from '../unit/kernels/kernels';

const pool = new ComputePool();
afterAll(() => pool.close());

const compute = { backend: 'webgpu', kernel: 'webgpu' } as const;
// Little of everything: without a GPU each step takes the processor seconds when it has much else to do.
const choices = { model: { cell: 'gru', units: 4 }, training: { epochs: 2, batch: 8 }, compute } as const;
const weights = (job: TrainingJob): Buffer => readFileSync(join(job.runDir, runFiles.weights));

async function trainToEnd(job: TrainingJob): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  await pool.train(job, (event) => events.push(event)).done;
  return events;
}

describe.skipIf(!hasSwiftShader)('a GPU process', () => {
  it('trains, and continues a killed run to the same bits', { timeout: 600_000 }, async () => {
    const data = oscillations({ examples: 15, leastSteps: 6, mostSteps: 8 });
    const whole = await makeJob(data, choices);
    const events = await trainToEnd(whole);
    expect(only(events, 'started')).toMatchObject([compute]);
    expect(only(events, 'finished')).toMatchObject([{ status: 'completed' }]);

    const killed = await makeJob(data, choices);
    const handle = pool.train(killed, (event) => {
      if (event.kind === 'epoch') void handle.terminate();
    });
    await handle.done;
    const resumed = await trainToEnd({ ...killed, resume: true });
    expect(only(resumed, 'finished')).toMatchObject([{ status: 'completed' }]);
    expect(weights(killed).equals(weights(whole))).toBe(true);
  });
});

describe('a GPU process that crashes', () => {
  it('fails what it was doing and nothing else', async () => {
    const job = await makeJob(oscillations({ examples: 20 }), choices);
    const file = join(job.runDir, 'crashing-worker.cjs');
    writeFileSync(file, "process.on('message', () => process.abort());");
    const crashing = new ComputePool({ file });
    const events: TrainingEvent[] = [];
    await crashing.train(job, (event) => events.push(event)).done;
    expect(events).toMatchObject([{ kind: 'failed', error: { code: 'COMPUTE_FAILED' } }]);
    expect(JSON.stringify(events)).toContain('SIGABRT');
    await expect(
      crashing.callApart('availability', { part: 'webgpu', brokenTensorflow: null }, 60_000),
    ).rejects.toMatchObject({
      code: 'COMPUTE_FAILED',
    });
    await crashing.close();
  });

  it('is ended when it hangs', async () => {
    const job = await makeJob(oscillations({ examples: 20 }), choices);
    const file = join(job.runDir, 'hanging-worker.cjs');
    writeFileSync(file, "process.on('message', () => { for (;;); });");
    const hanging = new ComputePool({ file });
    await expect(
      hanging.callApart('availability', { part: 'webgpu', brokenTensorflow: null }, 300),
    ).rejects.toMatchObject({
      code: 'COMPUTE_FAILED',
    });
    await hanging.close();
  });
});
