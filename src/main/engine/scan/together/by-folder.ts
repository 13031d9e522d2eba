import { posix } from 'node:path';
import { stemOf } from '../path-names';
import type { Seen, Together } from './grouping';

/** Folders with several tables, each of which would be one recording. */
export function byFolder(files: readonly Pick<Seen, 'shown'>[]): Together[] {
  const folders = new Map<string, { name: string; file: number }[]>();
  for (const [file, { shown }] of files.entries()) {
    const folder = posix.dirname(shown);
    const part = { name: stemOf(shown), file };
    const own = folders.get(folder);
    if (own === undefined) folders.set(folder, [part]);
    else own.push(part);
  }
  return [...folders]
    .filter(([, parts]) => parts.length >= 2 && new Set(parts.map(({ name }) => name)).size === parts.length)
    .map(([folder, parts]) => ({ shown: folder, parts }));
}
