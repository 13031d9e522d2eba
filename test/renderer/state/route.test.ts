import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatRoute, parseRoute, startRoute, viewNames } from '../../../src/renderer/state/route';

it('finds every place again from its address', () => {
  const id = fc.option(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/), { nil: null });
  const any = fc.record({
    view: fc.constantFrom(...viewNames),
    dataset: id,
    run: id,
    example: fc.option(fc.nat(), { nil: null }),
    experiment: fc.option(fc.constantFrom('vanishing', 'lstm-or-gru'), { nil: null }),
    live: fc.boolean(),
    model: id,
  });
  // Only a kept model listens.
  const route = any.map((at) => ({ ...at, live: at.live && at.view === 'models' }));
  fc.assert(fc.property(route, (at) => void expect(parseRoute(formatRoute(at))).toEqual(at)));
});

it('starts in the Data view when an address means nothing', () => {
  for (const hash of ['', '#', '#token=abc', '#/nowhere', '#/train2?run=1']) {
    expect(parseRoute(hash)).toEqual(startRoute);
  }
});

it('takes no example that is not a whole number', () => {
  expect(parseRoute('#/look?example=-1').example).toBeNull();
  expect(parseRoute('#/look?example=1.5').example).toBeNull();
  expect(parseRoute('#/look?example=').example).toBeNull();
});
