import { flushSync } from 'svelte';

/** So long may drawing hold a frame; what does not fit waits for the next one. */
const FRAME_MS = 8;

const waiting: (() => void)[] = [];
let isAsked = false;

function work(): void {
  const startedMs = performance.now();
  // At least one a frame, so that it ends; all may have been called off.
  for (let turn = waiting.shift(); turn !== undefined; turn = waiting.shift()) {
    flushSync(turn);
    if (performance.now() - startedMs > FRAME_MS) break;
  }
  if (waiting.length > 0) requestAnimationFrame(work);
  else isAsked = false;
}

/**
 * Does something heavy in one of the coming frames, a few at a time, so that many maps that change at once do not hold the
 * window. State that `turn` sets takes effect before the next one's turn.
 *
 * @returns how to call it off
 */
export function takeTurn(turn: () => void): () => void {
  waiting.push(turn);
  if (!isAsked) {
    isAsked = true;
    requestAnimationFrame(work);
  }
  return () => {
    const at = waiting.indexOf(turn);
    if (at >= 0) waiting.splice(at, 1);
  };
}
