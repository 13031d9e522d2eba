import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lab } from './lab';

/** Protects: what is proposed by a threshold is what scipy finds (test/fixtures/desk/make.py). */

type Of =
  | { readonly kind: 'band'; readonly lowHz: number; readonly highHz: number }
  | { readonly kind: 'channel'; readonly channel: string };
interface Case {
  readonly of: Of;
  readonly threshold: number;
  /** In steps. */
  readonly min: number;
  readonly gap: number;
  readonly peaks: boolean;
  readonly stretches: readonly (readonly [number, number])[];
}

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/desk/${name}`, import.meta.url));
const { bandSteps, channelSteps, cases } = JSON.parse(readFileSync(fixture('above.json'), 'utf8')) as {
  bandSteps: number;
  channelSteps: number;
  cases: Case[];
};
const SOUND_SECONDS = 6;

const lab = new Lab();
let desk: string;
beforeAll(async () => {
  const { client } = await lab.open();
  ({ desk } = await client.desk.openPaths({ paths: [fixture('calls.wav'), fixture('walk.csv')] }));
});
afterAll(() => lab.remove());

describe('proposals by a threshold', () => {
  it('have something to find in most of the cases', () => {
    expect(cases.filter(({ stretches }) => stretches.length > 1).length).toBeGreaterThan(cases.length / 2);
  });

  for (const { of, threshold, min, gap, peaks, stretches } of cases)
    it(`${JSON.stringify(of)} at ${threshold}, at least ${min}, gap ${gap}${peaks ? ', peaks' : ''}`, async () => {
      const { client } = await lab.open();
      const step = of.kind === 'band' ? bandSteps : channelSteps;
      const found = await client.desk.above({
        ...{ desk, recording: of.kind === 'band' ? 0 : 1, of, threshold, peaks },
        ...{ minSeconds: min * step, gapSeconds: gap * step },
      });
      expect(found.stepSeconds).toBeCloseTo(step, 12);
      const inSteps = found.stretches.map((own) => own.map((second) => Math.round(second / step)));
      const last = of.kind === 'band' ? SOUND_SECONDS / step : Infinity;
      expect(inSteps).toEqual(stretches.map((own) => own.map((at) => Math.min(last, at))));
    });
});
