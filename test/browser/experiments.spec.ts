import { go } from '../journey/steps';
import { expect, test } from './lab';

/** Protects: the Experiments view runs an experiment, follows a slider and saves what it shows. */

test.use({ home: 'experiments', locale: 'en-US' });

test('vanishing gradients, from the card to the saved picture', async ({ page }) => {
  await go(page, 'Experiments');
  const main = page.getByRole('main');
  await main.getByRole('button', { name: /Vanishing and exploding/ }).click();
  await expect(main.getByText(/rnn-sigmoid: the gradient vanishes, by 59 powers/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(main.getByText(/lstm-chrono: the gradient stays within 2 powers/)).toBeVisible();

  const figure = main.getByRole('region', { name: 'Figure' }).locator('canvas').first();
  const before = await figure.screenshot();
  await main.getByRole('slider', { name: 'Length T' }).fill('50');
  await expect(main.getByText(/rnn-sigmoid: the gradient vanishes, by (29|30) powers/)).toBeVisible({
    timeout: 60_000,
  });
  expect(Buffer.compare(before, await figure.screenshot())).not.toBe(0);

  for (const [item, file] of [
    ['Picture (PNG)', 'vanishing.png'],
    ['Picture (SVG)', 'vanishing.svg'],
    ['Data (CSV)', 'vanishing.csv'],
  ] as const) {
    await main.getByRole('button', { name: 'Export' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: item }).click();
    expect((await download).suggestedFilename()).toBe(file);
  }
});

test('to look at the cards starts nothing, and what takes long says so before it is pressed', async ({
  page,
}) => {
  await go(page, 'Experiments');
  const main = page.getByRole('main');
  await expect(main.getByRole('button', { name: /Gates at work/ })).toBeVisible();
  // Pictures of other machines stand there until somebody runs one here.
  await expect(main.getByText('Computed elsewhere; not run here yet').first()).toBeVisible();
  await expect(page.getByText('Nothing is running')).toBeVisible();
  await main.getByRole('button', { name: /The road/ }).click();
  await expect(main.getByText(/half an hour and more/)).toBeVisible();
  await expect(main.getByRole('button', { name: /^Run/ })).toBeVisible();
  await expect(page.getByText('Nothing is running')).toBeVisible();
});

test('a shortcut leads to the cards and back', async ({ page }) => {
  await page.keyboard.press('5');
  await expect(page.getByRole('heading', { level: 1, name: 'Experiments' })).toBeVisible();
  await page
    .getByRole('main')
    .getByRole('button', { name: /Gates at work/ })
    .click();
  const signal = page.getByRole('slider', { name: /^Signal x/ });
  await signal.focus();
  await page.keyboard.press('ArrowUp');
  await expect(signal).toHaveAttribute('aria-valuenow', '0.1');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('main').getByRole('button', { name: /The road/ })).toBeVisible();
});
