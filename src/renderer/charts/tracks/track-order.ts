import { trackLayout } from '../../state/track-layout.svelte';

/** The tracks of a stack that can be put elsewhere, in the order in which they come. */
export function tracksIn(stack: Element): readonly HTMLElement[] {
  return [...stack.children].filter(
    (child): child is HTMLElement => child instanceof HTMLElement && child.dataset['track'] !== undefined,
  );
}

export const nameOf = (track: HTMLElement): string => track.dataset['track']!;

/** The tracks that a track stands among, by name, as they stand. */
function siblings(track: HTMLElement): {
  readonly names: readonly string[];
  readonly shown: readonly string[];
} {
  const names = track.parentElement === null ? [] : tracksIn(track.parentElement).map(nameOf);
  return { names, shown: trackLayout.arranged(names) };
}

/** Puts a track one place up or down. */
export function moveBy(track: HTMLElement, by: -1 | 1): void {
  const { names, shown } = siblings(track);
  const place = shown[shown.indexOf(nameOf(track)) + by];
  if (place !== undefined) trackLayout.move(nameOf(track), place, names);
}

/** Puts a track where the pointer has pulled it: past the middle of another one. */
export function moveTo(track: HTMLElement, pointerY: number): void {
  const others = track.parentElement === null ? [] : tracksIn(track.parentElement);
  const own = track.getBoundingClientRect();
  const under = others.find((other) => {
    const box = other.getBoundingClientRect();
    return other !== track && pointerY >= box.top && pointerY < box.bottom;
  });
  if (under === undefined) return;
  const box = under.getBoundingClientRect();
  const middle = (box.top + box.bottom) / 2;
  const down = box.top > own.top;
  if (down ? pointerY > middle : pointerY < middle)
    trackLayout.move(nameOf(track), nameOf(under), siblings(track).names);
}
