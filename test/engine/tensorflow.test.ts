import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { probeTensorflow } from '../../src/main/engine/kernels/tensorflow/probing';
import { runtimeFiles } from '../../src/main/engine/kernels/tensorflow/runtime';
import type { Run } from '../../src/shared/domain/run';
import type { ClassificationScores } from '../../src/shared/domain/tasks/classify';
import { testedRuntime } from '../tensorflow-runtime';
import { importFolder, Lab, vowelsDir } from './lab';

/** Protects: TensorFlow through the whole engine, and an engine that outlives a TensorFlow that crashes. */
// The doctor here is asked about TensorFlow alone: it need not wait for the shaders of a GPU in software.
vi.stubEnv('VK_ICD_FILENAMES', '');
let lab: Lab;
const before = process.env['UNROLL_TENSORFLOW'];
beforeEach(() => {
  lab = new Lab();
});
afterEach(async () => {
  if (before === undefined) delete process.env['UNROLL_TENSORFLOW'];
  else process.env['UNROLL_TENSORFLOW'] = before;
  await lab.remove();
});

/** A folder that looks like a runtime and runs `script` when it is loaded. */
function brokenRuntime(script: string): string {
  const dir = join(lab.homeDir, 'tensorflow');
  const { stamp, addon, packageDir } = runtimeFiles(dir);
  for (const folder of [join(packageDir, 'dist'), join(dir, 'addon')]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(packageDir, 'package.json'), '{}');
  writeFileSync(join(packageDir, 'dist', 'nodejs_kernel_backend.js'), script);
  writeFileSync(addon, '');
  writeFileSync(stamp, JSON.stringify({ formatVersion: 1, version: '0', source: 'a test', cuda: false }));
  return dir;
}

describe('a TensorFlow that does not work', () => {
  it('is a sentence when it crashes', async () => {
    const probe = await probeTensorflow(brokenRuntime('process.abort();'));
    expect(probe).toEqual({ works: false, detail: 'its process was ended by SIGABRT.' });
  });

  it('is a sentence when it cannot be loaded', async () => {
    const probe = await probeTensorflow(brokenRuntime("throw new Error('the library is too old');"));
    expect(probe).toMatchObject({
      works: false,
      detail: expect.stringMatching(/the library is too old/) as string,
    });
  });

  it('is in the doctor’s report, and nothing else is missing there', async () => {
    brokenRuntime('process.abort();');
    const { client } = await lab.open();
    const { backends, kernels, tools } = await client.system.doctor({});
    for (const list of [backends, kernels, tools]) {
      const entry = (list as { name: string; available: boolean; detail: string }[]).find(({ name }) =>
        /tensorflow/i.test(name),
      );
      expect(entry).toMatchObject({
        available: false,
        detail: expect.stringMatching(/ended by SIGABRT\. Set it up anew/) as string,
      });
    }
    expect(kernels.find(({ name }) => name === 'wasm')?.available).toBe(true);
  });

  it('is refused by name where none is set up', async () => {
    const engine = await lab.open();
    expect(await engine.client.system.tensorflow({})).toMatchObject({ version: null, cuda: false });
    const dataset = await importFolder(engine, vowelsDir);
    const compute = { backend: 'tensorflow', kernel: 'tensorflow' } as const;
    const { id } = await engine.client.runs.start({ dataset: dataset.id, choices: { compute } });
    const run = await engine.client.runs.wait({ run: id });
    expect(run).toMatchObject({ status: 'failed', error: { code: 'BACKEND_UNAVAILABLE' } });
  });
});

const runtime = testedRuntime();

describe.skipIf(runtime === null)('the TensorFlow that is set up', () => {
  it('trains to the same scores as the kernels in C++', async () => {
    process.env['UNROLL_TENSORFLOW'] = runtime!;
    const engine = await lab.open();
    const dataset = await importFolder(engine, vowelsDir);
    const train = async (backend: 'tensorflow' | 'wasm', cell: 'lstm' | 'gru'): Promise<Run> => {
      const { id } = await engine.client.runs.start({
        dataset: dataset.id,
        choices: {
          model: { cell, units: 8, bidirectional: true },
          training: { epochs: 3, seed: 4 },
          compute: { backend, kernel: backend },
        },
      });
      return engine.client.runs.wait({ run: id });
    };
    for (const cell of ['lstm', 'gru'] as const) {
      const [ours, theirs] = [await train('wasm', cell), await train('tensorflow', cell)];
      expect(theirs).toMatchObject({ status: 'completed', backend: 'tensorflow', kernel: 'tensorflow' });
      const [expected, found] = [ours.test, theirs.test] as ClassificationScores[];
      expect(found!.accuracy).toBe(expected!.accuracy);
      expect(found!.loss).toBeCloseTo(expected!.loss, 4);
    }
  }, 60_000);

  it('is kept by a second set-up', async () => {
    process.env['UNROLL_TENSORFLOW'] = runtime!;
    const { client } = await lab.open();
    expect(await client.system.setUpTensorflow({ cuda: false })).toEqual({ activity: null });
    expect(await client.system.tensorflow({})).toMatchObject({
      dir: runtime,
      version: expect.any(String) as string,
    });
  });
});
