import { beforeEach, describe, expect, it } from 'vitest';
import { TrackLayout } from '../../../src/renderer/state/track-layout.svelte';
import { EndedRuns, LONG_MS, overallShare, windowTitle } from '../../../src/renderer/state/attention';
import type { RunStatus } from '../../../src/shared/domain/run';
import { storage } from '../sound-globals';

/** Protects: what a task bar shows, what the system is told, and how tracks were arranged. */

describe('the window in a task bar', () => {
  const percent = (share: number): string => `${Math.round(share * 100)}%`;

  it('says what it does and how far that is', () => {
    expect(windowTitle('Train', [], percent)).toBe('Train · Unroll');
    const work = [
      { name: 'GRU 64', share: 0.5 },
      { name: 'import', share: 0.75 },
    ];
    expect(windowTitle('Train', work, percent)).toBe('63% GRU 64 · Train · Unroll');
    expect(windowTitle('Data', [{ name: 'export', share: null }], percent)).toBe('… export · Data · Unroll');
    expect(overallShare([])).toBeNull();
  });

  it('tells of long runs that ended, once, and of no short ones', () => {
    const ended = new EndedRuns();
    const runs = (a: RunStatus, b: RunStatus) => [
      { id: 'a', name: 'A', status: a },
      { id: 'b', name: 'B', status: b },
    ];
    expect(ended.take(runs('completed', 'running'), 0)).toEqual([]);
    expect(ended.take(runs('running', 'paused'), LONG_MS)).toEqual([]);
    expect(ended.take(runs('completed', 'failed'), LONG_MS + 1)).toEqual([{ name: 'B', status: 'failed' }]);
    expect(ended.take(runs('completed', 'failed'), 9 * LONG_MS)).toEqual([]);
  });
});

describe('tracks', () => {
  let kept: Map<string, string>;
  beforeEach(() => (kept = storage()));

  it('keep the height that they were pulled to, and stay folded', () => {
    const layout = new TrackLayout();
    layout.resize('Hidden state h', 233.4);
    layout.resize('Answer', 1);
    layout.fold('Gradient');
    const next = new TrackLayout();
    expect([next.height('Hidden state h'), next.height('Answer'), next.height('Input')]).toEqual([
      233,
      24,
      null,
    ]);
    expect([next.isFolded('Gradient'), next.isFolded('Answer')]).toEqual([true, false]);
    next.fold('Gradient');
    next.reset('Answer');
    expect([next.isFolded('Gradient'), next.height('Answer'), next.changed]).toEqual([false, null, true]);
    next.reset();
    expect(next.changed).toBe(false);
  });

  it('are as they are at first where something else was kept', () => {
    kept.set('unroll.tracks', '[1');
    expect(new TrackLayout().changed).toBe(false);
  });
});
