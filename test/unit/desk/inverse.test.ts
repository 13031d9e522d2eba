import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import { DeskState } from '../../../src/shared/desk/desk-state';
import { edit, examinedUntil, HAND, join, shifted, split } from '../../../src/shared/desk/edits';
import type { DeskEdit, DeskMark, DeskStep } from '../../../src/shared/domain/desk';

/** Protects: whatever is done, taking it back is as if it had never been done. */

const SECONDS = 100;
const RECORDINGS = 2;
let ids = 0;
const newId = (): string => `i${ids++}`;

function anyMark(random: RandomStream): DeskMark {
  const start = random.below(SECONDS);
  const isPoint = random.next() < 0.3;
  return {
    ...{ id: newId(), track: HAND, label: 'abc'[random.below(3)]! },
    ...{ start, end: isPoint ? start : Math.min(SECONDS, start + 1 + random.below(9)) },
    ...(random.next() < 0.3 && { lowHz: 100, highHz: 900 }),
  };
}

/** Any of what a person can do, with marks that are there and some that are not. */
function anyEdit(random: RandomStream, state: DeskState): DeskEdit {
  const recording = random.below(RECORDINGS);
  const there = state.marks(recording);
  const [one] = random.shuffle([...there]);
  const changes = [
    () => ({ put: Array.from({ length: 1 + random.below(4) }, () => anyMark(random)) }),
    () => ({ remove: [...there.filter(() => random.next() < 0.3).map(({ id }) => id), 'nobody'] }),
    () => ({ examined: examinedUntil(state.examined(recording), random.below(SECONDS)) }),
    () => ({ examined: [] }),
    () => one && split(one, one.start + random.next() * (one.end - one.start), newId),
    () => join(there.filter(() => random.next() < 0.3)),
    () => one && { put: [{ ...one, label: 'other', confidence: random.next() }] },
    () => {
      const by = random.below(40) - 20;
      return one && { put: [shifted(one, { start: by, end: random.next() < 0.5 ? by : 0 }, SECONDS)] };
    },
    // All at once, and a mark that goes and comes back in one step.
    () => one && { put: [one, anyMark(random)], remove: [one.id], examined: [[3, 4]] as [number, number][] },
  ];
  return edit(recording, newId, changes[random.below(changes.length)]!() ?? {});
}

const pictureOf = (state: DeskState): string =>
  JSON.stringify(Array.from({ length: RECORDINGS }, (_, k) => [state.marks(k), state.examined(k)]));

describe('a desk under any edits', () => {
  for (let seed = 0; seed < 40; seed += 1)
    it(`is what it was, step by step, when all is taken back and done again (seed ${seed})`, () => {
      const random = new RandomStream(seed, 'sample');
      const begun = Array.from({ length: RECORDINGS }, () => ({
        marks: Array.from({ length: random.below(6) }, () => anyMark(random)),
        examined: [] as [number, number][],
      }));
      const state = new DeskState(begun);
      const steps: DeskStep[] = [];
      const take = (step: DeskStep): void => {
        steps.push(step);
        state.take(step);
      };
      const pictures = [pictureOf(state)];
      for (let count = 60; count > 0; count -= 1) {
        take(anyEdit(random, state));
        pictures.push(pictureOf(state));
      }
      for (let at = pictures.length - 1; at > 0; at -= 1) {
        expect(pictureOf(state)).toBe(pictures[at]);
        take(state.back(newId)!);
      }
      expect(pictureOf(state)).toBe(pictures[0]);
      expect(state.back(newId)).toBeNull();
      for (const picture of pictures.slice(1)) {
        take(state.forth(newId)!);
        expect(pictureOf(state)).toBe(picture);
      }
      expect(state.forth(newId)).toBeNull();
      // Another reader of the same steps comes to the same.
      const other = new DeskState(begun);
      for (const step of steps) other.take(step);
      expect(pictureOf(other)).toBe(pictureOf(state));
    });

  it('takes nothing else back when the step that was meant is lost', () => {
    const [kept, lost] = [anyMark(new RandomStream(1, 'sample')), anyMark(new RandomStream(2, 'sample'))];
    const begun = [{ marks: [], examined: [] }];
    const whole = new DeskState(begun);
    const steps: DeskStep[] = [];
    for (const mark of [kept, lost]) {
      const step = edit(0, newId, { put: [mark] });
      steps.push(step);
      whole.take(step);
    }
    const back = whole.back(newId)!;
    const damaged = new DeskState(begun);
    for (const step of [steps[0]!, back]) damaged.take(step);
    expect(damaged.marks(0)).toEqual([kept]);
    whole.take(back);
    const forth = whole.forth(newId)!;
    damaged.take(forth);
    expect(damaged.marks(0)).toEqual([kept]);
  });
});
