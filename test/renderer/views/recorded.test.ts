import { describe, expect, it } from 'vitest';
import { recordedResult } from '../../../src/renderer/views/experiments/recorded';
import { experimentNames } from '../../../src/shared/domain/experiment';
import { experimentFigure } from '../../../src/shared/figures';

/** Protects: the pictures on the cards of experiments that nobody has run are those of real runs, and can be drawn. */

describe('what was kept of experiments', () => {
  it('is a result of that experiment, with numbers in its figure', async () => {
    const theme = {
      ink: '',
      quiet: '',
      line: '',
      panel: '',
      accent: '',
      categories: Array.from({ length: 8 }, () => ''),
      font: '',
    };
    const found = await Promise.all(
      experimentNames.map(async (name) => ({ name, result: await recordedResult(name) })),
    );
    expect(found.filter(({ result }) => result !== null).length).toBeGreaterThanOrEqual(5);
    for (const { name, result } of found) {
      if (result === null) continue;
      expect(result.experiment).toBe(name);
      const { series } = experimentFigure(result, {
        width: 280,
        height: 190,
        theme,
        dark: false,
        text: String,
      });
      expect(
        (series as { data?: unknown[] }[]).some(({ data }) => (data?.length ?? 0) > 0),
        name,
      ).toBe(true);
    }
  });
});
