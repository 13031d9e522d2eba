import { describe, expect, it } from 'vitest';
import { Decider, decisionsOf, defaultDecisions } from '../../../src/shared/decisions/decider';
import type { DecisionEvent, DecisionSettings } from '../../../src/shared/decisions/decider';

const outputs = ['left', 'right'];
const sharp: DecisionSettings = { smoothSeconds: 0, on: 0.6, off: 0.4, minSeconds: 0 };

function decider(changes: Partial<DecisionSettings> = {}, stepSeconds: number | null = 0.1): Decider {
  return new Decider({ outputs, stepSeconds, ...sharp, ...changes });
}

/** Rows of two probabilities from those of `left`. */
const rows = (...left: number[]): Float64Array => Float64Array.from(left.flatMap((p) => [p, 1 - p]));

describe('Decider', () => {
  it('turns a label on at one threshold and off at another', () => {
    const events = decider().take(rows(0.5, 0.59, 0.6, 0.41, 0.45, 0.39, 0.5));
    expect(events.map(({ kind, label }) => [kind, label])).toEqual([
      ['start', 'left'],
      ['segment', 'left'],
      ['start', 'right'],
    ]);
    const segment = events[1]!;
    if (segment.kind !== 'segment') throw new Error('a segment was expected');
    expect([segment.start, segment.end]).toEqual([2, 5]);
    expect([segment.startSeconds, segment.endSeconds]).toEqual([0.2, 0.5]);
    expect(segment.probability).toBeCloseTo((0.6 + 0.41 + 0.45) / 3, 12);
  });

  it('says the same however the steps are cut into pieces', () => {
    const all = Float64Array.from({ length: 400 }, (_, k) => {
      const p = 0.5 + 0.5 * Math.sin(Math.floor(k / 2) / 9);
      return k % 2 === 0 ? p : 1 - p;
    });
    const settings = { smoothSeconds: 0.3, minSeconds: 0.4 };
    const whole = decider(settings);
    const expected = [...whole.take(all), ...whole.finish()];
    expect(expected.length).toBeGreaterThan(6);
    const pieces = decider(settings);
    const found = [];
    for (let start = 0, n = 1; start < all.length; n = (n % 7) + 1) {
      found.push(...pieces.take(all.subarray(start, start + 2 * n)));
      start += 2 * n;
    }
    expect([...found, ...pieces.finish()]).toEqual(expected);
  });

  it('smooths with the time constant that it is given', () => {
    const one = decider({ smoothSeconds: 0.5 });
    one.take(rows(0, ...new Array<number>(5).fill(1)));
    // Five steps of 0.1 s after a jump: 1 − 1/e.
    expect(one.smoothed[0]).toBeCloseTo(1 - Math.exp(-1), 12);
  });

  it('leaves out what is shorter than the shortest, and tells the rest when it counts', () => {
    const one = decider({ minSeconds: 0.3 });
    expect(one.take(rows(0.9, 0.9))).toEqual([]);
    expect(one.current).toBeNull();
    const [event] = one.take(rows(0.5));
    expect(event).toMatchObject({ kind: 'start', label: 'left', start: 0, startSeconds: 0 });
    expect(one.current).toBe('left');
    const short = decider({ minSeconds: 0.3 });
    expect([...short.take(rows(0.9, 0.9, 0.39, 0.39)), ...short.finish()]).toEqual([]);
  });

  it('closes at the end of the recording and begins the next one anew', () => {
    const one = decider();
    one.take(rows(0.9, 0.9));
    expect(one.finish()).toMatchObject([{ kind: 'segment', start: 0, end: 2 }]);
    expect(one.finish()).toEqual([]);
    expect(one.take(rows(0.1))).toMatchObject([{ kind: 'start', label: 'right', start: 0 }]);
  });

  it('gives way to a label that is on too, where thresholds let two be on', () => {
    const events = decider({ on: 0.45, off: 0.2 }).take(rows(0.9, 0.45));
    expect(events.map(({ kind, label }) => `${kind} ${label}`)).toEqual([
      'start left',
      'segment left',
      'start right',
    ]);
  });

  it('counts in steps where steps have no time', () => {
    const one = decider({ minSeconds: 3 }, null);
    const events = [...one.take(rows(0.9, 0.9, 0.9)), ...one.finish()];
    expect(events).toMatchObject([
      { kind: 'start', startSeconds: null },
      { kind: 'segment', start: 0, end: 3, endSeconds: null },
    ]);
  });

  it('suits the length of what a model was trained on, but for what was chosen', () => {
    const stream = { windowSteps: 100, stepSeconds: 0.01 };
    expect(defaultDecisions(stream)).toEqual({ smoothSeconds: 0.1, on: 0.6, off: 0.4, minSeconds: 0.2 });
    expect(defaultDecisions(stream, { on: 0.3, minSeconds: 0 })).toEqual({
      smoothSeconds: 0.1,
      on: 0.3,
      off: 0.3,
      minSeconds: 0,
    });
  });

  it('says of windows what stands in their middle, where it was decided so', () => {
    const stream = {
      ...{ windowSteps: 6, stepSeconds: 0.5, outputs: ['left', 'right'] },
      decision: {
        by: 'psds' as const,
        labels: [{ label: 'left', smoothSeconds: 0, on: 0.6, off: 0.4, minSeconds: 0 }],
      },
    };
    const heard = (task: 'classify' | 'label'): DecisionEvent[] => {
      const options = decisionsOf({ ...stream, task });
      const one = new Decider({ outputs: stream.outputs, stepSeconds: 0.5, ...options });
      return one.take(rows(0.9, 0.1, 0.1, 0.1, 0.1, 0.9, 0.9, 0.1));
    };
    expect(heard('classify').filter(({ kind }) => kind === 'segment')).toMatchObject([
      { start: 0, end: 1 },
      { start: 2, end: 4, startSeconds: 1, endSeconds: 2 },
    ]);
    expect(heard('label').at(-1)).toMatchObject({ start: 5, end: 7 });
  });
});
