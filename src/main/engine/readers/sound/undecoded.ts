import { basename } from 'node:path';
import { failure } from '../../../../shared/sentences/failure';
import { mayNeedWindow, MOST_AAC_BYTES, needsWindow } from '../../../../shared/sound/aac-files';
import { readBytes } from '../bytes';

const CHUNK_BYTES = 4 * 2 ** 20;
const HEAD_BYTES = 16;

/** Whether a file holds sound that the engine cannot decode and a window can. */
export async function isUndecoded(path: string, size: number): Promise<boolean> {
  return mayNeedWindow(path) && size <= MOST_AAC_BYTES && (await holdsAac(path));
}

/** The next chunk of such a file. @throws UnrollError FILE_UNREADABLE, FILE_FORMAT_UNKNOWN when it is no AAC */
export async function readUndecoded(path: string, offset: number): Promise<Uint8Array> {
  const shown = basename(path);
  if (!mayNeedWindow(path) || !(await holdsAac(path)))
    throw failure('FILE_FORMAT_UNKNOWN.noAac', { file: shown });
  return readBytes(path, shown, offset, CHUNK_BYTES);
}

async function holdsAac(path: string): Promise<boolean> {
  return readBytes(path, path, 0, HEAD_BYTES).then(needsWindow, () => false);
}
