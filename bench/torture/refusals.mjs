// A disk that is full or broken: at each write, flush and rename in turn, and a small one that really fills.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { copyOf, finish, killedAfter, lab, options, workDir } from './lab.mjs';
import { readLog } from './log.mjs';

const ENOSPC = '28';
const EIO = '5';

function callsOfARun(base) {
  const homeDir = copyOf(base.homeDir, 'counted');
  const log = join(workDir, 'counted.log');
  lab(homeDir, ['train', base.dataset, ...options], { TORTURE_LOG: log });
  return readLog(log).filter(({ call }) => 'wsr'.includes(call)).length;
}

/** @param part [k, n]: the k-th of n parts of all places, where all are tried */
export async function refusals({ base, random, count, part: [k, n] }) {
  const calls = callsOfARun(base);
  const places =
    count >= calls
      ? Array.from({ length: calls }, (_, at) => at + 1).filter((at) => at % n === k % n)
      : Array.from({ length: count }, () => 1 + random.below(calls));
  const failures = [];
  let [tried, quiet] = [0, 0];
  for (const [place, at] of places.entries())
    for (const errno of count >= calls ? [ENOSPC, EIO] : [place % 2 ? ENOSPC : EIO]) {
      // Once, or from then on.
      const times = random.below(2) ? '1' : '1000000';
      const homeDir = copyOf(base.homeDir, 'refused');
      const watch = {
        TORTURE_CALLS: 'wsr',
        TORTURE_FROM: String(at),
        TORTURE_COUNT: times,
        TORTURE_ERRNO: errno,
      };
      const { status, signal, json } = lab(homeDir, ['train', base.dataset, ...options], watch);
      tried++;
      const where = `call ${at} of ${calls}, ${errno === EIO ? 'EIO' : 'ENOSPC'} ${times === '1' ? 'once' : 'for ever'}`;
      if (signal !== null) failures.push(`${where}: the lab died by ${signal}`);
      if (status === 0) {
        // Nothing that matters was refused: then it must all be there.
        quiet++;
        const [run] = lab(homeDir, ['runs', '--json']).json.runs ?? [];
        if (run?.status !== 'completed') failures.push(`${where}: exit 0 and no complete run`);
      } else if (signal === null && !(json.error?.message?.length > 0))
        failures.push(`${where}: no sentence`);
      const why = finish(homeDir, base);
      if (why !== null) failures.push(`${where}: ${why}`);
    }
  return {
    figure: `${tried} refusals at ${places.length} of ${calls} calls (${quiet} without effect): ${failures.length} not as they should be`,
    isGood: failures.length === 0,
    failures,
  };
}

function fillUp(dir, freeKb) {
  const { bavail, bsize } = statfsSync(dir);
  spawnSync('fallocate', ['-l', `${Math.floor((bavail * bsize) / 1024) - freeKb}k`, join(dir, 'filler')]);
}

/** A small disk in memory, filled up but for so many kilobytes. Needs root. */
export async function smallDisk({ base, count }) {
  const dir = join(workDir, 'small-disk');
  mkdirSync(dir, { recursive: true });
  const failures = [];
  let tried = 0;
  for (let k = 0; k < count; k++) {
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', dir]);
    if (mounted.status !== 0)
      return { figure: 'not run: no file system can be mounted here', isGood: true, failures };
    try {
      cpSync(base.homeDir, dir, { recursive: true });
      const freeKb = 8 + Math.round((k * 600) / count);
      const training = killedAfter(dir, ['train', base.dataset, ...options], 60_000);
      // The lab refuses to begin on a full disk, so it fills once a run is under way.
      while (!existsSync(join(dir, 'runs')) || readdirSync(join(dir, 'runs')).length === 0) await sleep(2);
      await sleep(5 * (k % 12));
      fillUp(dir, freeKb);
      const { status } = await training;
      tried++;
      spawnSync('rm', [join(dir, 'filler')]);
      const [run] = lab(dir, ['runs', '--json']).json.runs ?? [];
      if (status === 0 && run?.status !== 'completed')
        failures.push(`${freeKb} kB: exit 0 and no complete run`);
      const why = finish(dir, base);
      if (why !== null) failures.push(`${freeKb} kB: ${why}`);
    } finally {
      spawnSync('umount', [dir]);
    }
  }
  return {
    figure: `${tried} sizes: ${failures.length} not as they should be`,
    isGood: failures.length === 0,
    failures,
  };
}
