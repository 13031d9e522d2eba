import type { DeskEdit, DeskMark, Examined } from '../domain/desk';
import type { NewId } from './desk-state';
import { joined } from './desk-state';

/** What a person makes goes here. */
export const HAND = 'hand';

type Changed = Partial<Pick<DeskEdit, 'put' | 'remove' | 'examined'>>;

export function edit(recording: number, newId: NewId, changed: Changed): DeskEdit {
  return { is: 'edit', id: newId(), recording, put: [], remove: [], ...changed };
}

/** Two marks where one was. Null where `at` lies not inside of it. */
export function split(mark: DeskMark, at: number, newId: NewId): Changed | null {
  if (at <= mark.start || at >= mark.end) return null;
  return {
    put: [
      { ...mark, end: at },
      { ...mark, id: newId(), start: at },
    ],
  };
}

/** One mark from the first's start to the last's end, as the first is. Null for fewer than two. */
export function join(marks: readonly DeskMark[]): Changed | null {
  const [first, ...others] = [...marks].sort((a, b) => a.start - b.start);
  if (first === undefined || others.length === 0) return null;
  const lows = marks.flatMap(({ lowHz }) => lowHz ?? []);
  const highs = marks.flatMap(({ highHz }) => highHz ?? []);
  const whole: DeskMark = {
    ...first,
    end: Math.max(...marks.map(({ end }) => end)),
    // A box, where all of them are boxes.
    ...(lows.length === marks.length && { lowHz: Math.min(...lows), highHz: Math.max(...highs) }),
  };
  return { put: [whole], remove: others.map(({ id }) => id) };
}

/** Moved and stretched by seconds, inside of the recording; never turned around. */
export function shifted(mark: DeskMark, by: { start: number; end: number }, seconds: number): DeskMark {
  if (by.start === by.end) {
    const moved = Math.max(-mark.start, Math.min(seconds - mark.end, by.start));
    return { ...mark, start: mark.start + moved, end: mark.end + moved };
  }
  const start = Math.max(0, Math.min(mark.end, mark.start + by.start));
  return { ...mark, start, end: Math.max(start, Math.min(seconds, mark.end + by.end)) };
}

/** Everything from the beginning, or from the end of the stretch before, until here. */
export function examinedUntil(examined: Examined, at: number): [number, number][] {
  return joined([...examined.map(([from, to]): [number, number] => [from, to]), [0, at]]);
}
