import { openSample, startTraining, stopTraining } from '../journey/steps';
import { seriousFindings } from './axe';
import { expect, test } from './lab';

/** Protects: every view can be used with a screen reader and without colour, in both languages and themes. */

test.use({ home: 'accessible' });

const faces = (['en-US', 'ko-KR'] as const).flatMap((locale) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ locale, colorScheme })),
);

test.beforeAll(async ({ browser, lab }) => {
  const page = await browser.newPage({ locale: 'en-US' });
  await page.goto(lab.url);
  await openSample(page, /^Shoulder/);
  await startTraining(page);
  await stopTraining(page);
  await page.close();
});

for (const { locale, colorScheme } of faces)
  test.describe(`${locale}, ${colorScheme}`, () => {
    test.use({ locale, colorScheme });

    test('no view has a serious finding', async ({ page }) => {
      await expect(page.locator('html')).toHaveAttribute('lang', locale.slice(0, 2));
      const findings: string[] = [];
      const rail = page.getByRole('navigation').first().getByRole('button');
      for (let view = 0; view < 6; view++) {
        await rail.nth(view).click();
        await page.waitForTimeout(500);
        const title = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
        if (locale === 'ko-KR') expect(title).toMatch(/[가-힣]/);
        findings.push(...(await seriousFindings(page, title)));
      }
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('dialog')).toBeVisible();
      findings.push(...(await seriousFindings(page, 'palette')));
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
      findings.push(...(await seriousFindings(page, 'shortcuts')));
      expect(findings).toEqual([]);
    });
  });
