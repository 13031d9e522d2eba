import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { foreign } from '../../../shared/sentences/why';
import { writeAtomic } from '../files/atomic';

export type FolderContent = ReadonlyMap<string, string | Uint8Array>;

/**
 * Writes a folder of files, all or nothing: into a neighbour first, which is then renamed.
 *
 * @returns the absolute paths of the files, in order
 * @throws UnrollError OUTPUT_EXISTS when there is a file or a folder that is not empty; OUTPUT_UNWRITABLE
 */
export async function writeFolder(outDir: string, content: FolderContent): Promise<string[]> {
  const target = resolve(outDir);
  await requireFree(target);
  const parent = dirname(target);
  const temporary = join(parent, `.${basename(target)}.${randomUUID()}.part`);
  try {
    await mkdir(parent, { recursive: true });
    await mkdir(temporary);
    for (const [name, bytes] of content) await writeSynced(join(temporary, name), bytes);
    await rmdir(target).catch(() => {});
    await rename(temporary, target);
  } catch (cause) {
    await rm(temporary, { recursive: true, force: true });
    // Somebody may have made the folder in between.
    await requireFree(target);
    throw unwritable(target, cause);
  }
  return [...content.keys()].map((name) => join(target, name));
}

/**
 * Writes one file, whole or not at all, also over one that is there.
 *
 * @returns its absolute path
 * @throws UnrollError OUTPUT_UNWRITABLE
 */
export async function writeFile(file: string, bytes: Uint8Array): Promise<string> {
  const target = resolve(file);
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeAtomic(target, [bytes]);
  } catch (cause) {
    throw unwritable(target, cause);
  }
  return target;
}

function unwritable(target: string, cause: unknown): UnrollError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return failure('OUTPUT_UNWRITABLE.place', { path: target, reason: foreign(why) }, { cause });
}

async function writeSynced(file: string, bytes: string | Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @throws UnrollError OUTPUT_EXISTS */
export async function requireFree(outDir: string): Promise<void> {
  const target = resolve(outDir);
  let inside: string[];
  try {
    inside = await readdir(target);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw failure('OUTPUT_EXISTS.notFolder', { path: target }, { cause });
  }
  if (inside.length > 0) throw failure('OUTPUT_EXISTS.notEmpty', { path: target });
}

/** @throws UnrollError OUTPUT_EXISTS */
export async function requireNew(file: string): Promise<void> {
  const target = resolve(file);
  const isThere = await lstat(target).then(
    () => true,
    () => false,
  );
  if (isThere) throw failure('OUTPUT_EXISTS.file', { path: target });
}
