import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ComputePool } from '../../../src/main/engine/workers/pool';
import type { TrainingJob } from '../../../src/main/engine/training/job';

/** Protects: a worker that is ended costs only what it was doing, whatever it had said before. */

const dir = mkdtempSync(join(tmpdir(), 'unroll-pool-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** A thread that says it is through as soon as it is asked, writes a file, and holds still. */
function hastyPool(said: string): ComputePool {
  const file = join(dir, 'hasty-worker.cjs');
  writeFileSync(
    file,
    `const { parentPort } = require('node:worker_threads');
parentPort.on('message', () => {
  parentPort.postMessage({ kind: 'trained' });
  require('node:fs').writeFileSync(${JSON.stringify(said)}, '');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`,
  );
  return new ComputePool({ file });
}

it('a training may end in the moment in which it is terminated', async () => {
  const said = join(dir, 'said');
  const pool = hastyPool(said);
  const job = { recipe: { compute: { backend: 'auto', kernel: 'auto' } } } as TrainingJob;
  const events: string[] = [];
  const training = pool.train(job, ({ kind }) => events.push(kind));
  // Without a turn of the event loop, so that its last word waits to be heard.
  while (!existsSync(said)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  await training.terminate();
  await training.done;
  expect(events).toEqual([]);
  await pool.close();
});

it('who holds a training that is over can do nothing to the next one in its worker', async () => {
  const file = join(dir, 'counting-worker.cjs');
  // Through with the first job at once; at the second it waits for a command.
  writeFileSync(
    file,
    `const { parentPort } = require('node:worker_threads');
let jobs = 0;
parentPort.on('message', ({ kind }) => {
  if (kind === 'train') jobs += 1;
  if (kind === 'command') parentPort.postMessage({ kind: 'event', event: { kind: 'paused' } });
  if (jobs === 1 || kind === 'command') parentPort.postMessage({ kind: 'trained' });
});`,
  );
  const pool = new ComputePool({ file });
  const job = { recipe: { compute: { backend: 'auto', kernel: 'auto' } } } as TrainingJob;
  const first = pool.train(job, () => {});
  await first.done;
  const events: string[] = [];
  const second = pool.train(job, ({ kind }) => events.push(kind));
  first.command('stop');
  await first.terminate();
  second.command('pause');
  await second.done;
  expect(events).toEqual(['paused']);
  await pool.close();
});
