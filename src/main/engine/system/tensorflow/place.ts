import * as fs from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';

/** @throws UnrollError DISK_FULL when the disk of `dir` has less room than `bytes` */
export async function checkDisk(dir: string, bytes: number): Promise<void> {
  // Node 16 has no statfs; there a full disk is found when it is full.
  if (typeof fs.statfs !== 'function') return;
  const { bavail, bsize } = await fs.statfs(dir);
  if (bavail * bsize < bytes) throw diskFull(dir, bytes);
}

const diskFull = (dir: string, bytes: number | null): UnrollError =>
  failure('DISK_FULL.tensorflow', { dir, gb: bytes === null ? '–' : (bytes / 1e9).toFixed(1) });

/** What the disk refused, for people; anything else as it is. */
export function fromSystem(thrown: unknown, dir: string): unknown {
  const { code } = thrown as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(dir, null);
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return failure('OUTPUT_UNWRITABLE.file', { file: dir }, { cause: thrown });
  return thrown;
}

/** Working folders of set-ups that were killed. */
export async function removeLeftovers(dir: string): Promise<void> {
  const parentDir = dirname(dir);
  const pattern = new RegExp(`^${basename(dir).replaceAll(/\W/g, '\\$&')}\\.(?:part|old)-(\\d+)$`);
  for (const name of await fs.readdir(parentDir)) {
    const pid = pattern.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await fs.rm(join(parentDir, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Puts the finished runtime in its place; what is there already gives way. */
export async function moveInto(workDir: string, dir: string): Promise<void> {
  const oldDir = `${dir}.old-${process.pid}`;
  await fs.rename(dir, oldDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await fs.rename(workDir, dir);
  await fs.rm(oldDir, { recursive: true, force: true });
}
