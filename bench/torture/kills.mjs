// SIGKILL at random, and at a chosen write, flush or rename.
import { rmSync } from 'node:fs';
import { copyOf, finish, killedAfter, lab, lastRun, options } from './lab.mjs';

/** What was shown of a run is committed: it must be there after a kill. */
async function lostEpochs(looker, homeDir, shown) {
  const run = lastRun(homeDir);
  if (run === undefined) return 0;
  const found = await looker.look(homeDir);
  return Math.max(0, (shown ?? 0) - Number(found[`epoch ${run}`] ?? 0));
}

const epochShown = (homeDir) => lab(homeDir, ['runs', '--json']).json.runs?.[0]?.epoch ?? 0;

export async function randomKills({ base, looker, random, count }) {
  const failures = [];
  let [kills, lost, homes] = [0, 0, 0];
  while (kills < count) {
    const homeDir = copyOf(base.homeDir, 'killed');
    homes++;
    let words = ['train', base.dataset, ...options];
    // Some of them are met several times before they end.
    for (let k = 0; k < 6 && kills < count; k++) {
      const { isKilled } = await killedAfter(homeDir, words, 150 + random.below(base.trainMs));
      if (!isKilled) break;
      kills++;
      const shown = epochShown(homeDir);
      lost += await lostEpochs(looker, homeDir, shown);
      const run = lastRun(homeDir);
      if (run !== undefined && lab(homeDir, ['runs', '--json']).json.runs.length > 0)
        words = ['resume', run, '--json'];
    }
    const why = finish(homeDir, base);
    if (why !== null) failures.push(`home ${homes}: ${why}`);
    rmSync(homeDir, { recursive: true, force: true });
  }
  return {
    figure: `${kills} kills in ${homes} homes: ${lost} committed epochs lost, ${failures.length} homes not as they should be`,
    isGood: lost === 0 && failures.length === 0,
    failures,
  };
}

/** Where kills are aimed: at the calls of one kind of file, before and just behind them. */
const aims = [
  ['checkpoint', '.checkpoint', 'ws'],
  ['checkpoint', '/checkpoint', 'r'],
  ['catalog', 'catalog.sqlite', 'wst'],
  ['weights', '/runs/', 'r'],
  ['run.json', '.run.json', 'ws'],
];

export async function aimedKills({ base, looker, random, count }) {
  const failures = [];
  let [kills, lost] = [0, 0];
  for (let k = 0; kills < count && k < 3 * count; k++) {
    const [name, path, calls] = aims[k % aims.length];
    const homeDir = copyOf(base.homeDir, 'aimed');
    const at = 1 + random.below(name === 'catalog' ? 60 : 14);
    const watch = {
      TORTURE_PATH: path,
      TORTURE_CALLS: calls,
      TORTURE_FROM: String(at),
      TORTURE_COUNT: '1',
      TORTURE_ERRNO: random.below(2) ? '-9' : '-10',
    };
    const { signal } = lab(homeDir, ['train', base.dataset, ...options], watch);
    if (signal === 'SIGKILL') {
      kills++;
      lost += await lostEpochs(looker, homeDir, epochShown(homeDir));
    }
    const why = finish(homeDir, base);
    if (why !== null) failures.push(`${name}, call ${at} (${watch.TORTURE_ERRNO}): ${why}`);
  }
  return {
    figure: `${kills} kills: ${lost} committed epochs lost, ${failures.length} homes not as they should be`,
    isGood: lost === 0 && failures.length === 0,
    failures,
  };
}

/** Exports that are killed while they write leave the folder as it was, or whole. */
export async function exportKills({ base, random, count }) {
  const failures = [];
  let kills = 0;
  const words = (outDir) => ['export', base.run, '--format', 'safetensors', '--out', outDir, '--json'];
  const homeDir = copyOf(base.wholeDir, 'exporting');
  for (let k = 0; k < 3 * count && kills < count; k++) {
    const outDir = `${homeDir}/out-${k}`;
    const watch = {
      TORTURE_PATH: 'out-',
      TORTURE_CALLS: 'wsr',
      TORTURE_FROM: String(1 + random.below(10)),
      TORTURE_COUNT: '1',
      TORTURE_ERRNO: random.below(2) ? '-9' : '-10',
    };
    if (lab(homeDir, words(outDir), watch).signal !== 'SIGKILL') continue;
    kills++;
    const { status, stderr } = lab(homeDir, words(`${homeDir}/again-${k}`));
    if (status !== 0) failures.push(`export ${k}: ${stderr.trim()}`);
  }
  const why = finish(homeDir, base);
  if (why !== null) failures.push(why);
  return {
    figure: `${kills} kills: ${failures.length} exports or homes not as they should be`,
    isGood: failures.length === 0,
    failures,
  };
}
