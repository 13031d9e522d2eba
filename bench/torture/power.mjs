// What a power cut may leave: all that was flushed, and of the rest any part, in any order.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { copyOf, filesOf, finish, lab, lastRun, options, workDir } from './lab.mjs';
import { readLog } from './log.mjs';

const SECTOR = 512;

/** A file's content, and which changes of it are not flushed yet. */
class Inode {
  constructor(content = Buffer.alloc(0)) {
    this.flushed = content;
    this.pending = [];
  }

  flush() {
    this.flushed = this.pending.reduce(apply, this.flushed);
    this.pending = [];
  }

  /** With any part of what was not flushed; a write may be torn between two sectors. */
  afterCut(random) {
    return this.pending.reduce((content, change) => {
      const fate = random.below(3);
      if (fate === 0) return content;
      if (fate === 1 || change.call === 't' || change.data.length <= SECTOR) return apply(content, change);
      const kept = SECTOR * random.below(Math.ceil(change.data.length / SECTOR));
      return apply(content, { ...change, data: change.data.subarray(0, kept) });
    }, this.flushed);
  }
}

function apply(content, { call, at, data }) {
  if (call === 't')
    return at <= content.length
      ? content.subarray(0, at)
      : Buffer.concat([content, Buffer.alloc(at - content.length)]);
  const next = Buffer.alloc(Math.max(content.length, at + data.length));
  content.copy(next);
  data.copy(next, at);
  return next;
}

/** @returns path → content */
function cutAt(first, changes, count, random) {
  // Names as the running system sees them, and as they are surely on the disk.
  const now = new Map([...first].map(([path, content]) => [path, new Inode(content)]));
  const sure = new Map(now);
  let unsure = [];
  for (const change of changes.slice(0, count)) {
    const { call, path, to } = change;
    const inode = now.get(path);
    if (call === 'c') {
      const made = new Inode();
      now.set(path, made);
      unsure.push({ dir: dirname(path), change: (names) => names.set(path, made) });
    } else if (call === 'r' && inode !== undefined) {
      now.delete(path);
      now.set(to, inode);
      unsure.push({
        dir: dirname(to),
        change: (names) => {
          names.delete(path);
          names.set(to, inode);
        },
      });
    } else if (call === 'u') {
      now.delete(path);
      unsure.push({ dir: dirname(path), change: (names) => names.delete(path) });
    } else if (call === 's' && inode === undefined) {
      // A folder.
      for (const one of unsure.filter(({ dir }) => dir === path)) one.change(sure);
      unsure = unsure.filter(({ dir }) => dir !== path);
    } else if (call === 's') {
      inode.flush();
      // A journalling file system writes a new file's name with its content.
      const own = unsure.findIndex(({ dir }) => dir === dirname(path));
      if (own >= 0 && !sure.has(path)) sure.set(path, inode);
    } else if ((call === 'w' || call === 't') && inode !== undefined) inode.pending.push(change);
  }
  const names = new Map(sure);
  for (const { change } of unsure) if (random.below(2)) change(names);
  return new Map([...names].map(([path, inode]) => [path, inode.afterCut(random)]));
}

/** The epoch of the newest checkpoint whose rename was flushed. */
function flushedEpoch(changes, count) {
  let [renamed, flushed] = [0, 0];
  const written = new Map();
  for (const { call, path, to, data } of changes.slice(0, count)) {
    if (call === 'w' && path.includes('.checkpoint.safetensors'))
      written.set(path, Buffer.concat([written.get(path) ?? Buffer.alloc(0), data]));
    if (call === 'r' && to.endsWith('/checkpoint.safetensors')) {
      const epoch = /\\"epoch\\":(\d+)/.exec(written.get(path)?.toString('latin1') ?? '');
      if (epoch !== null) renamed = Number(epoch[1]);
    }
    if (call === 's' && /\/runs\/[^/]+$/.test(path)) flushed = renamed;
  }
  return flushed;
}

export async function powerCuts({ base, looker, random, count, resumed }) {
  const failures = [];
  const homeDir = copyOf(base.homeDir, 'powered');
  const first = new Map(filesOf(homeDir).map((file) => [file, readFileSync(file)]));
  const log = join(workDir, 'powered.log');
  lab(homeDir, ['train', base.dataset, ...options], { TORTURE_LOG: log });
  const run = lastRun(homeDir);
  const changes = readLog(log);
  const cutDir = join(workDir, 'cut');
  let resumes = 0;
  for (let k = 0; k < count; k++) {
    const at = 1 + random.below(changes.length);
    const files = cutAt(first, changes, at, random);
    rmSync(cutDir, { recursive: true, force: true });
    for (const [path, content] of files) {
      const file = join(cutDir, relative(homeDir, path));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    const place = `cut ${k} after change ${at} of ${changes.length}`;
    try {
      const found = await looker.look(cutDir);
      const wrong = Object.entries(found).filter(
        ([thing, what]) => what.startsWith('!') && !thing.startsWith('curves'),
      );
      if (wrong.length > 0) failures.push(`${place}: ${wrong.map((pair) => pair.join(' ')).join(', ')}`);
      const expected = flushedEpoch(changes, at);
      const epoch = Number(found[`epoch ${run}`] ?? 0);
      if (epoch < expected) failures.push(`${place}: epoch ${epoch}, and ${expected} was flushed`);
    } catch (error) {
      failures.push(`${place}: ${error.message}`);
    }
    if (k % Math.ceil(count / resumed) === 0) {
      resumes++;
      const why = finish(cutDir, base);
      if (why !== null) failures.push(`${place}: ${why}`);
    }
  }
  return {
    figure: `${count} states of ${changes.length} changes, ${resumes} of them trained to their end: ${failures.length} not the last flushed state`,
    isGood: failures.length === 0,
    failures,
  };
}
