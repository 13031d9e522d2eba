import { describe, expect, it } from 'vitest';
import { DeskState } from '../../../src/shared/desk/desk-state';
import { edit, examinedUntil, HAND, join, shifted, split } from '../../../src/shared/desk/edits';
import type { DeskMark, DeskStep } from '../../../src/shared/domain/desk';

let ids = 0;
const newId = (): string => `i${ids++}`;
const mark = (id: string, start: number, end: number, label = 'a'): DeskMark => ({
  ...{ id, start, end, label, track: HAND },
});
const undo = (): DeskStep => ({ is: 'undo', id: newId() });
const redo = (): DeskStep => ({ is: 'redo', id: newId() });
const empty = [{ marks: [], examined: [] }];

describe('DeskState', () => {
  it('takes back and does again, whatever was done', () => {
    const base = [mark('x', 1, 2), mark('y', 3, 4)];
    const state = new DeskState([{ marks: base, examined: [[0, 1]] }]);
    const pictures = [JSON.stringify([state.marks(0), state.examined(0)])];
    const [x, y] = base as [DeskMark, DeskMark];
    const changes = [
      { put: [mark('z', 5, 6, 'b')] },
      split(x, 1.5, newId)!,
      join([x, y])!,
      { remove: ['y', 'z'] },
      { examined: examinedUntil(state.examined(0), 4) },
      { put: [{ ...x, label: 'c' }], remove: ['not there'] },
    ];
    for (const change of changes) {
      state.take(edit(0, newId, change));
      pictures.push(JSON.stringify([state.marks(0), state.examined(0)]));
    }
    for (let at = changes.length; at > 0; at -= 1) {
      expect(JSON.stringify([state.marks(0), state.examined(0)])).toBe(pictures[at]);
      expect(state.take(undo())).toBe(0);
    }
    expect(JSON.stringify([state.marks(0), state.examined(0)])).toBe(pictures[0]);
    expect(state.canUndo).toBe(false);
    expect(state.take(undo())).toBeNull();
    for (let at = 1; at <= changes.length; at += 1) {
      state.take(redo());
      expect(JSON.stringify([state.marks(0), state.examined(0)])).toBe(pictures[at]);
    }
    expect(state.canRedo).toBe(false);
  });

  it('counts a step that comes twice once', () => {
    const state = new DeskState(empty);
    const once = edit(0, newId, { put: [mark('m', 0, 1)] });
    const back = undo();
    for (const step of [once, once, back, back]) state.take(step);
    expect(state.marks(0)).toEqual([]);
    expect(state.revision).toBe(2);
    expect(state.canRedo).toBe(true);
  });

  it('forgets what was taken back once something else is done', () => {
    const state = new DeskState(empty);
    state.take(edit(0, newId, { put: [mark('m', 0, 1)] }));
    state.take(undo());
    state.take(edit(0, newId, { put: [mark('n', 1, 2)] }));
    expect(state.take(redo())).toBeNull();
    expect(state.marks(0).map(({ id }) => id)).toEqual(['n']);
  });
});

describe('edits', () => {
  it('splits inside alone, and joins boxes of frequency', () => {
    expect(split(mark('m', 1, 2), 1, newId)).toBeNull();
    expect(split(mark('m', 1, 2), 1.25, newId)!.put!.map(({ start, end }) => [start, end])).toEqual([
      [1, 1.25],
      [1.25, 2],
    ]);
    const box = (id: string, at: number): DeskMark => ({
      ...mark(id, at, at + 1),
      lowHz: 100 * at,
      highHz: 300 * at,
    });
    expect(join([box('b', 3), box('a', 1)])).toEqual({
      put: [{ ...box('a', 1), end: 4, lowHz: 100, highHz: 900 }],
      remove: ['b'],
    });
    expect(join([mark('a', 0, 1)])).toBeNull();
  });

  it('keeps marks inside of the recording, and never turns them around', () => {
    expect(shifted(mark('m', 1, 2), { start: -5, end: -5 }, 10)).toMatchObject({ start: 0, end: 1 });
    expect(shifted(mark('m', 1, 2), { start: 20, end: 20 }, 10)).toMatchObject({ start: 9, end: 10 });
    expect(shifted(mark('m', 1, 2), { start: 3, end: 0 }, 10)).toMatchObject({ start: 2, end: 2 });
    expect(shifted(mark('m', 1, 2), { start: 0, end: -3 }, 10)).toMatchObject({ start: 1, end: 1 });
  });

  it('joins what was looked at', () => {
    expect(
      examinedUntil(
        [
          [5, 6],
          [2, 3],
        ],
        4,
      ),
    ).toEqual([
      [0, 4],
      [5, 6],
    ]);
  });
});
