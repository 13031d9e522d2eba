import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runFiles } from '../../src/shared/run-files';
import type { EngineClient } from '../../src/shared/contract';
import { workerFile } from '../../src/main/engine/files/worker-file';
import { RunCatalog } from '../../src/main/engine/runs/catalog';
import type { Run } from '../../src/shared/domain/run';
import { importFolder, Lab, vowelsDir } from './lab';

const lab = new Lab();
afterAll(() => lab.remove());

/** Long enough to be met in the middle: this process hears of the other one's run every half second at most. */
const EPOCHS = 120;
const choices = {
  model: { cell: 'gru', units: 64 },
  training: { epochs: EPOCHS, patience: EPOCHS, batch: 2, seed: 5 },
} as const;

function tensorsOf(run: Run): Buffer {
  return readFileSync(join(lab.homeDir, 'runs', run.id, runFiles.weights));
}

/** An engine of its own process, trained through the command line, as `bin/unroll train` runs it. */
function trainInChild(dataset: string): { kill(): Promise<void> } {
  const { units } = choices.model;
  const { epochs, batch, seed } = choices.training;
  const numbers = { units, epochs, patience: epochs, batch, seed };
  const options = Object.entries(numbers).flatMap(([name, value]) => [`--${name}`, String(value)]);
  // Two runs are compared, and a trial may find another kernel the fastest each time.
  const kernel = ['--kernel', 'wasm'];
  const command = [
    workerFile('cli'),
    'train',
    dataset,
    '--model',
    'gru',
    ...options,
    ...kernel,
    '--home',
    lab.homeDir,
  ];
  const child = spawn(process.execPath, command, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** What a worker said in its last moments may not have been stored when the machine died. */
function loseLastWords(id: string): void {
  const catalog = new RunCatalog(join(lab.homeDir, 'catalog.sqlite'));
  const { steps, epochs } = catalog.metrics(id);
  catalog.truncateMetrics(id, steps.step.at(-20)!, epochs.epoch.at(-6)!);
  catalog.close();
}

/** Follows another process's run as it happens, and kills the process after 20 epochs. @returns the run as it was then */
async function killedRun(client: EngineClient, dataset: string): Promise<Run> {
  const events = await client.runs.watch({});
  const child = trainInChild(dataset);
  let run: Run | null = null;
  try {
    for await (const event of events) {
      if (event.kind === 'changed' && (run === null || event.run.id === run.id)) run = event.run;
      if (event.kind === 'epoch' && event.run === run?.id && event.epochs.epoch.at(-1)! >= 20) break;
      if (run?.status === 'completed') break;
    }
  } finally {
    await child.kill();
  }
  return await client.runs.get({ run: run!.id });
}

it('a run whose engine was killed goes on to the weights and the curve of one that never was', async () => {
  const { client } = await lab.open();
  const dataset = await importFolder(await lab.open(), vowelsDir);

  // On a busy machine this process may hear of the last epoch together with the twentieth: then the next one is killed.
  let killed = await killedRun(client, dataset.id);
  for (let left = 5; killed.status === 'completed' && left > 0; left--)
    killed = await killedRun(client, dataset.id);
  const { id } = killed;

  const { client: again } = await lab.reopen();
  const interrupted = await again.runs.get({ run: id });
  expect(interrupted).toMatchObject({ status: 'interrupted', recipe: choices });
  expect(interrupted.epoch).toBeLessThan(EPOCHS);
  const shown = await again.runs.metrics({ run: id });
  await lab.close();
  loseLastWords(id);
  const { client: later } = await lab.open();
  await later.runs.resume({ run: id });
  const resumed = await later.runs.wait({ run: id });

  const { recipe } = resumed;
  const started = await later.runs.start({ dataset: dataset.id, choices: recipe });
  const whole = await later.runs.wait({ run: started.id });

  expect([resumed, whole]).toMatchObject([{ status: 'completed' }, { status: 'completed' }]);
  expect(tensorsOf(resumed).equals(tensorsOf(whole))).toBe(true);
  expect(resumed.test).toEqual(whole.test);
  const [one, other] = [await later.runs.metrics({ run: id }), await later.runs.metrics({ run: whole.id })];
  expect(one.steps).toEqual(other.steps);
  const { seconds: _, ...epochs } = one.epochs;
  expect(other.epochs).toMatchObject(epochs);
  // What was shown before stands unchanged.
  expect([...one.steps.loss.subarray(0, shown.steps.loss.length)]).toEqual([...shown.steps.loss]);
  const leftovers = readdirSync(join(lab.homeDir, 'runs', id)).filter((name) => name.endsWith('.part'));
  expect(leftovers).toEqual([]);
});
