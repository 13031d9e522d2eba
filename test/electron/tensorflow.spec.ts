import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSample, startTraining, stopTraining } from '../journey/steps';
import { testedRuntime } from '../tensorflow-runtime';
import { expect, test } from './lab';

/** Protects: TensorFlow in Electron's utilityProcess, where its addon meets another Node than the one it was built with. */
test('trains with TensorFlow in the engine process', async ({ lab }) => {
  const runtime = testedRuntime();
  test.skip(runtime === null, 'no TensorFlow runtime; CI=true npm test sets one up');
  mkdirSync(lab.homeDir);
  const settings = { formatVersion: 1, backend: 'tensorflow', kernel: 'tensorflow' };
  writeFileSync(join(lab.homeDir, 'settings.json'), JSON.stringify(settings));
  const page = await lab.open({ UNROLL_TENSORFLOW: runtime! });
  await openSample(page, /^Shoulder/);
  await startTraining(page);
  await expect(page.getByRole('main').getByText(/latest: step/)).toBeVisible({ timeout: 60_000 });
  await stopTraining(page);
  await expect(
    page
      .getByRole('main')
      .getByText(/tensorflow/)
      .first(),
  ).toBeVisible();
  expect(lab.log()).not.toMatch(/ended with code/);
});
