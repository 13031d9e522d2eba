// Flipped bits and cuts in every file of a home: each is found and named, or without effect.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { copyOf, filesOf, lab, options, workDir } from './lab.mjs';

/** Of everything that the lab keeps: runs, a data set with its floors, a model, an experiment, settings, something in the bin. */
function richHome(base) {
  const homeDir = copyOf(base.wholeDir, 'rich');
  lab(homeDir, ['train', base.dataset, ...options, '--epochs', '3']);
  lab(homeDir, ['train', base.dataset, '--model', 'statistics', '--json']);
  const gone = lab(homeDir, ['train', base.dataset, ...options, '--epochs', '1']).json.run;
  lab(homeDir, ['delete', gone]);
  lab(homeDir, ['export', base.run, '--format', 'unroll', '--out', join(workDir, 'kept.unroll')]);
  lab(homeDir, ['models', 'add', join(workDir, 'kept.unroll')]);
  lab(homeDir, ['settings', '--theme', 'dark']);
  lab(homeDir, ['experiment', 'unrolled']);
  lab(homeDir, ['runs']);
  return homeDir;
}

/** Files that may be deleted while the lab is closed, and SQLite's own of a home at rest. */
const isKept = (name) => !/^(cache|uploads)\//.test(name) && !/-(shm|wal)$/.test(name);

function verdict(before, after) {
  const things = new Set([...Object.keys(before), ...Object.keys(after)]);
  const said = Object.values(after).some((what) => what.startsWith('!'));
  const changed = [...things].filter((thing) => before[thing] !== after[thing] && !thing.startsWith('epoch'));
  if (changed.length === 0) return { kind: 'without effect' };
  const silent = changed.filter((thing) => !(after[thing] ?? '').startsWith('!'));
  return silent.length > 0 && !said ? { kind: 'silent', silent } : { kind: 'named' };
}

export async function damage({ base, looker, random, flips, cuts }) {
  const homeDir = richHome(base);
  const before = await looker.look(homeDir);
  const files = filesOf(homeDir)
    .map((file) => relative(homeDir, file))
    .filter(isKept)
    .sort();
  const failures = [];
  const counts = { 'without effect': 0, named: 0, silent: 0, closed: 0 };
  for (const name of files) {
    const whole = readFileSync(join(homeDir, name));
    if (whole.length === 0) continue;
    for (let k = 0; k < flips + cuts; k++) {
      const isFlip = k < flips;
      const [at, bit] = [random.below(whole.length), random.below(8)];
      const bytes = isFlip ? Buffer.from(whole) : whole.subarray(0, at);
      if (isFlip) bytes[at] ^= 1 << bit;
      const place = `${name} ${isFlip ? `bit ${bit} of byte ${at}` : `cut at ${at}`} of ${whole.length}`;
      // The lab mends what it can, so every case begins anew.
      const target = copyOf(homeDir, 'damaged');
      writeFileSync(join(target, name), bytes);
      try {
        const found = verdict(before, await looker.look(target));
        counts[found.kind]++;
        if (found.kind === 'silent') failures.push(`${place}: ${found.silent.join(', ')}`);
      } catch (error) {
        counts.closed++;
        failures.push(`${place}: ${error.message}`);
      }
      rmSync(target, { recursive: true, force: true });
    }
  }
  const { named, silent, closed } = counts;
  const tried = named + silent + closed + counts['without effect'];
  return {
    figure: `${tried} in ${files.length} files (${flips} bits, ${cuts} cuts each): ${named} named, ${counts['without effect']} without effect or mended, ${silent} silent, ${closed} homes closed`,
    isGood: silent === 0 && closed === 0,
    failures,
  };
}
