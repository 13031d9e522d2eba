import { join } from 'node:path';
import { dropPaths } from '../journey/drop';
import { go, openSample, startTraining, stopTraining } from '../journey/steps';
import { seriousFindings } from './axe';
import { expect, rootDir, ServedLab, test } from './lab';

/** Protects: keys act where a person is, nothing is squeezed out of sight, and a lab that has ended is said to have. */

test.use({ home: 'window', locale: 'en-US' });

test('Look and Compare by key, at twice the size and side by side', async ({ page }) => {
  await openSample(page, /^Drum sounds/);
  await startTraining(page);
  await page.waitForTimeout(3000);
  await stopTraining(page);

  // After the rail's button Space plays: it does not press the button again.
  await go(page, 'Look');
  const look = page.getByRole('region', { name: 'Look inside' });
  await expect(look.getByRole('region', { name: /^Hidden state/ })).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Space');
  await expect(look.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(look.getByRole('button', { name: 'Play' })).toBeVisible();

  // One stop for all examples, arrows inside, and the file is named.
  const list = page.getByRole('listbox', { name: 'Examples' });
  expect(await list.locator('[tabindex="0"]').count()).toBe(0);
  await list.focus();
  const named = look.locator('p', { has: page.locator('strong') }).first();
  const before = await named.textContent();
  await page.keyboard.press('ArrowDown');
  await expect(list).toBeFocused();
  await expect(named).not.toHaveText(before!);
  await expect(named).toContainText('.flac');

  // A track is moved by key, and a panel made wider; both stay so.
  const top = async (name: RegExp): Promise<number> =>
    (await look.getByRole('region', { name }).boundingBox())!.y;
  expect(await top(/^Answer/)).toBeGreaterThan(await top(/^Input$/));
  await look.getByRole('button', { name: 'Answer', exact: true }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(async () => (await top(/^Answer/)) < (await top(/^Input$/))).toBe(true);
  const widthBefore = (await list.boundingBox())!.width;
  await page.getByRole('separator', { name: /^Size of Examples/ }).focus();
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('ArrowRight');
  await page.reload();
  await expect(look.getByRole('region', { name: /^Hidden state/ })).toBeVisible({ timeout: 60_000 });
  expect(await top(/^Answer/)).toBeLessThan(await top(/^Input$/));
  expect((await list.boundingBox())!.width).toBeCloseTo(widthBefore + 48, 0);
  await page.getByRole('separator', { name: /^Size of Examples/ }).press('Home');
  await expect.poll(async () => (await list.boundingBox())!.width).toBeCloseTo(widthBefore, 0);

  await list
    .getByRole('option')
    .nth(3)
    .click({ modifiers: ['Shift'] });
  const maps = look.getByRole('region', { name: /^Hidden state/ }).locator('.plot');
  await expect(maps).toHaveCount(2);
  for (const map of await maps.all()) expect((await map.boundingBox())!.width).toBeGreaterThan(250);
  await page.keyboard.press('Escape');

  // 1440 × 900 at 200 %.
  await page.setViewportSize({ width: 720, height: 450 });
  await expect.poll(async () => (await maps.first().boundingBox())!.width).toBeGreaterThan(200);
  await go(page, 'Train');
  const [curves, table] = [
    page.getByRole('img', { name: /Training curves/ }),
    page.getByRole('grid', { name: 'Runs' }),
  ];
  const [above, below] = [(await curves.boundingBox())!, (await table.boundingBox())!];
  expect(above.height).toBeGreaterThan(200);
  expect(above.y + above.height).toBeLessThanOrEqual(below.y);

  // What is typed replaces what stood there, a number out of bounds is answered, Enter closes.
  await page.setViewportSize({ width: 1024, height: 700 });
  const units = page.getByRole('button', { name: /^Units per layer/ });
  await units.click();
  await page.keyboard.type('-5');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('It must be at least 1.');
  await page.getByRole('textbox', { name: 'Units per layer' }).fill('24');
  await page.keyboard.press('Enter');
  await expect(units).toHaveText('24 units');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await startTraining(page);
  await page.waitForTimeout(2000);
  await stopTraining(page);

  await go(page, 'Compare');
  const runs = page.getByRole('grid', { name: 'All runs' }).getByRole('row');
  for (const row of [1, 2]) await runs.nth(row).dblclick();
  const differs = page.getByRole('region', { name: 'What differs' });
  await expect(differs.getByRole('rowheader', { name: 'Units per layer' })).toBeInViewport();
  await expect(differs.getByText('model.')).toHaveCount(0);
  expect(await seriousFindings(page, 'Compare with two runs')).toEqual([]);
});

test('from drop to export by keys alone', async ({ page }) => {
  const find = async (words: string, view: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill(words);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: view })).toBeVisible();
  };
  /** Tab until what is wanted has the focus, as somebody without a mouse does. */
  const tabTo = async (name: RegExp): Promise<void> => {
    for (let presses = 0; presses < 80; presses++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const { activeElement: element } = document;
        return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
      });
      if (name.test(focused)) return;
    }
    throw new Error(`no stop is called ${name}`);
  };
  await find('add data', 'Data');
  await dropPaths(page, [join(rootDir, 'resources/samples/shoulder-exercises')]);
  await expect(page.getByRole('button', { name: /^Use this/ })).toBeEnabled({ timeout: 60_000 });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Train' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: /^Train Ctrl/ })).toBeEnabled({ timeout: 60_000 });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('progressbar', { name: 'Progress of the run' })).toBeVisible();
  await expect(page).toHaveTitle(/^\d+% .*Train · Unroll$/);
  await expect(page.getByText(/latest: step/)).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Shift+S');
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible({ timeout: 60_000 });

  await find('go lok', 'Look');
  const look = page.getByRole('region', { name: 'Look inside' });
  await expect(look.getByRole('region', { name: /^Hidden state/ })).toBeVisible({ timeout: 60_000 });
  const step = look.getByText(/step \d+ of/);
  await page.keyboard.press('ArrowRight');
  await expect(step).toContainText('step 2 of');
  await page.keyboard.press('j');

  await find('go models', 'Models');
  await tabTo(/^Keep /);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Predict' })).toBeVisible();
  await tabTo(/^Predict$/);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Export' })).toHaveAttribute('aria-selected', 'true');
  await tabTo(/^Save as ONNX$/);
  const saving = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Exporting onnx')).toBeVisible();
  expect((await saving).suggestedFilename()).toMatch(/onnx\.zip$/);
});

test('a lab that has ended says so, and Try now answers', async ({ browser }) => {
  const lab = new ServedLab('ended');
  await lab.start();
  const page = await browser.newPage({ locale: 'en-US' });
  await page.goto(lab.url);
  await expect(page.getByRole('button', { name: 'Ready' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await lab.stop();
  const banner = page.getByRole('alert').filter({ has: page.getByRole('button', { name: 'Try now' }) });
  await expect(banner).toContainText('Start it again with bin/unroll serve', { timeout: 20_000 });
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect(banner).toContainText('No answer at');
  await page.close();
  lab.remove();
});
