import { isUndecoded } from '../readers/sound/undecoded';
import { walk } from './walk';

/** A file whose sound the engine cannot decode and a window can. */
export interface UndecodedFile {
  readonly path: string;
  /** Relative to what was dropped, as in a scan. */
  readonly shown: string;
  readonly bytes: number;
}

/** @throws UnrollError as {@link walk} */
export async function findUndecoded(paths: readonly string[]): Promise<UndecodedFile[]> {
  const { files } = await walk(paths);
  const found: UndecodedFile[] = [];
  for (const { path, shown, size } of files)
    if (await isUndecoded(path, size)) found.push({ path, shown, bytes: size });
  return found;
}
