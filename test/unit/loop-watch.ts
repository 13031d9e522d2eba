import { existsSync, readFileSync } from 'node:fs';

const CLOCK = '/proc/thread-self/schedstat';

/** Processor time of this thread, in milliseconds; null where the system does not tell (Linux alone does). */
function threadMs(): number | null {
  return existsSync(CLOCK) ? Number(readFileSync(CLOCK, 'utf8').split(' ')[0]) / 1e6 : null;
}

/**
 * Does some work and says how long the loop of this thread was held by one turn at most, in milliseconds of this thread's own
 * processor time, so that a busy machine changes nothing. Null where that cannot be measured.
 */
export async function longestTurn(work: () => Promise<unknown>): Promise<number | null> {
  let last = threadMs();
  if (last === null) {
    await work();
    return null;
  }
  let longest = 0;
  let isOver = false;
  const look = (): void => {
    const now = threadMs()!;
    longest = Math.max(longest, now - last!);
    last = now;
    if (!isOver) setTimeout(look, 1);
  };
  setTimeout(look, 1);
  await work();
  look();
  isOver = true;
  return longest;
}
