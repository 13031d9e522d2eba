import type { ElectronApplication } from '@playwright/test';
import { _electron as electron } from '@playwright/test';

const TRIES = 4;

/**
 * Starts an Electron app. On a busy machine Playwright now and then waits for ever for an app that stands on the screen (it attaches
 * to two debuggers while the app starts): it is ended then and started again. What the app itself does wrong shows in the tests.
 */
export async function launchElectron(
  options: NonNullable<Parameters<typeof electron.launch>[0]>,
): Promise<ElectronApplication> {
  for (let left = TRIES; ; left--)
    try {
      return await electron.launch({ ...options, timeout: 40_000 });
    } catch (thrown) {
      if (left <= 1 || !String(thrown).includes('Timeout')) throw thrown;
      console.warn('Playwright did not get hold of the started app; starting it again.');
    }
}
