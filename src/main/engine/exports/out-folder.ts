import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UnrollError } from '../../../shared/domain/error';

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
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UnrollError(
      'OUTPUT_UNWRITABLE',
      `${target} cannot be written (${why}); choose another folder.`,
      { path: target },
      { cause },
    );
  }
  return [...content.keys()].map((name) => join(target, name));
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
    throw new UnrollError(
      'OUTPUT_EXISTS',
      `${target} is there already and is not an empty folder; choose a new one.`,
      { path: target },
      { cause },
    );
  }
  if (inside.length > 0)
    throw new UnrollError('OUTPUT_EXISTS', `${target} is not empty; choose a new or empty folder.`, {
      path: target,
    });
}
