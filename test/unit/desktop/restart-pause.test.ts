import { expect, it } from 'vitest';
import { RestartPause } from '../../../src/main/desktop/restart-pause';

/** Protects: a window whose engine is killed again and again is answered soon each time. */

it('never grows while engines open their home, however often they die', () => {
  const pause = new RestartPause();
  const waits = Array.from({ length: 100 }, () => {
    pause.ready();
    return pause.next();
  });
  expect(Math.max(...waits)).toBeLessThanOrEqual(300);
});

it('grows up to ten seconds while the engine cannot open it, and is short again once it could', () => {
  const pause = new RestartPause();
  const waits = Array.from({ length: 9 }, () => pause.next());
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits.at(-1)).toBe(10_000);
  pause.ready();
  expect(pause.next()).toBeLessThanOrEqual(300);
});
