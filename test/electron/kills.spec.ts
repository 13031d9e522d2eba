import { loadavg } from 'node:os';
import type { Page } from '@playwright/test';
import { expectCurvesToMove, startTraining } from '../journey/steps';
import { expect, test } from './lab';

/** How often in a row; `UNROLL_ENGINE_KILLS=100` is the nightly size. */
const KILLS = Number(process.env['UNROLL_ENGINE_KILLS'] ?? 8);
/** From the kill until a new engine has answered the window; a machine that runs the whole suite is given longer. */
const MOST_MS = process.env['UNROLL_ENGINE_KILLS'] === undefined ? 5000 : 2000;

/** Resolves once the window has said that the engine stopped and a new one has answered it: the alert goes with that. */
function gapOf(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const isTold = (): boolean =>
          [...document.querySelectorAll('[role=alert].banner')].some((each) =>
            each.textContent.includes('The engine stopped.'),
          );
        // It may be told before this is asked.
        let toldMs = isTold() ? performance.now() : null;
        const observer = new MutationObserver(() => {
          if (toldMs === null) toldMs = isTold() ? performance.now() : null;
          else if (!isTold()) {
            observer.disconnect();
            resolve(performance.now() - toldMs);
          }
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
  );
}

/** Protects: an engine that dies under the window, in training or at rest, is there again at once, however often. */
test(`${KILLS} engines killed in a row each answer again at once`, async ({ lab }) => {
  test.setTimeout(120_000 + 10_000 * KILLS);
  const page = await lab.open();
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Shoulder/ })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Train' })).toBeVisible({ timeout: 60_000 });
  await startTraining(page);
  await expectCurvesToMove(page);

  const tookMs: number[] = [];
  const killed = new Set<number>();
  for (let k = 0; k < KILLS; k++) {
    // One that has just died may still be listed.
    const pid = (await lab.enginePids()).find((each) => !killed.has(each));
    killed.add(pid!);
    const startMs = performance.now();
    const gap = gapOf(page);
    process.kill(pid!, 'SIGKILL');
    await gap;
    tookMs.push(Math.round(performance.now() - startMs));
    const resume = page.getByRole('main').getByRole('button', { name: 'Resume' }).first();
    // Every fourth dies while it trains.
    if (k % 4 === 3 && (await resume.isVisible())) {
      await resume.click();
      await expectCurvesToMove(page);
    }
  }
  const sorted = tookMs.toSorted((a, b) => a - b);
  const figure = `${KILLS} kills: median ${sorted[Math.floor(KILLS / 2)]!} ms, longest ${sorted.at(-1)!} ms (load ${loadavg()[0]!.toFixed(0)})`;
  test.info().annotations.push({ type: 'figure', description: figure });
  console.log(figure);
  expect(tookMs.filter((ms) => ms > MOST_MS)).toEqual([]);
});
