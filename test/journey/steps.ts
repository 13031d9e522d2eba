import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** What a person does in the window, in English, the same in every face. */
export type ViewName = 'Data' | 'Train' | 'Look' | 'Compare' | 'Experiments' | 'Models';

const main = (page: Page): Locator => page.getByRole('main');

export async function go(page: Page, view: ViewName): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${view}`) })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: view })).toBeVisible();
}

/** From the first-run page to a recipe that is ready to train. */
export async function openSample(page: Page, name: RegExp): Promise<void> {
  await main(page).getByRole('button', { name }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Train' })).toBeVisible({ timeout: 60_000 });
}

export async function startTraining(page: Page): Promise<void> {
  await main(page)
    .getByRole('button', { name: /^Train Ctrl/ })
    .click();
  await expect(main(page).getByRole('progressbar', { name: 'Progress of the run' })).toBeVisible();
}

/** The last optimiser step that the runs table has heard of. */
async function latestStep(page: Page): Promise<number> {
  const text = await main(page)
    .getByText(/latest: step/)
    .textContent();
  return Number(/step ([\d,]+)/.exec(text ?? '')?.[1]?.replaceAll(',', '') ?? NaN);
}

/** The curves are drawn anew as steps come in: their picture changes and the read-out counts on. */
export async function expectCurvesToMove(page: Page): Promise<void> {
  await expect(main(page).getByText(/latest: step/)).toBeVisible({ timeout: 60_000 });
  const curves = main(page).getByRole('img', { name: /Training curves/ });
  const [before, firstStep] = [await curves.screenshot(), await latestStep(page)];
  await expect.poll(() => latestStep(page), { timeout: 60_000 }).toBeGreaterThan(firstStep + 5);
  expect(Buffer.compare(before, await curves.screenshot())).not.toBe(0);
}

export async function stopTraining(page: Page): Promise<void> {
  await main(page).getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(main(page).getByRole('button', { name: 'Resume' })).toBeVisible({ timeout: 60_000 });
}

/** Heat maps of the hidden state and every gate of one example, with numbers in them. */
export async function lookInside(page: Page, gates: readonly RegExp[]): Promise<void> {
  await go(page, 'Look');
  const look = page.getByRole('region', { name: 'Look inside' });
  for (const name of [/^Hidden state/, ...gates]) {
    const track = look.getByRole('region', { name });
    await track.scrollIntoViewIfNeeded();
    await expect(track.locator('canvas').first()).toBeVisible();
    await expect.poll(() => coloursOf(track.locator('canvas').first())).toBeGreaterThan(10);
  }
  await expect(page.getByRole('listbox', { name: 'Examples' }).getByRole('option').first()).toBeVisible();
}

/** How many different colours a canvas shows: one for an empty one. */
async function coloursOf(canvas: Locator): Promise<number> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const pixels = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
    return new Set(pixels ? new Uint32Array(pixels.buffer) : []).size;
  });
}

export async function keepModel(page: Page): Promise<void> {
  await go(page, 'Models');
  await main(page)
    .getByRole('button', { name: /^Keep / })
    .click();
  await main(page).getByRole('tab', { name: 'Export' }).click();
  await expect(main(page).getByRole('button', { name: 'Save as TensorFlow.js' })).toBeVisible();
}
