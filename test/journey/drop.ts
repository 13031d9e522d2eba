import type { Page } from '@playwright/test';

const TRIES = 4;

/**
 * Drops files and folders of this machine onto the window, as the system's file manager does. The debugger's drags now and then
 * end in nothing on a busy machine: dropped again then.
 */
export async function dropPaths(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (let left = TRIES; left > 0; left--) {
    const arrived = await page.evaluateHandle(() => {
      const seen = { drop: false };
      window.addEventListener('drop', () => (seen.drop = true), { once: true, capture: true });
      return seen;
    });
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 700, y: 500, data });
    const came = await page
      .waitForFunction((seen) => seen.drop, arrived, { timeout: 3000 })
      .then(
        () => true,
        () => false,
      );
    if (came) break;
  }
  await session.detach();
}
