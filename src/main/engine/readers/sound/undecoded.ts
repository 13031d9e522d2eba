import { basename } from 'node:path';
import { UnrollError } from '../../../../shared/domain/error';
import { isAacName, MOST_AAC_BYTES } from '../../../../shared/sound/aac-files';
import { readBytes, readHead } from '../bytes';
import { textAt } from '../bytes';

const CHUNK_BYTES = 4 * 2 ** 20;

/** AAC in an MP4 container, whose first box is no longer than 16 MiB (ISO/IEC 14496-12, 4.3), or in bare ADTS frames (ISO/IEC 13818-7, 6.2.1). */
export function isAac(head: Uint8Array): boolean {
  return (
    (head[0] === 0 && textAt(head, 4, 4) === 'ftyp') || (head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0)
  );
}

/** Whether a file holds sound that the engine cannot decode and a window can. */
export async function isUndecoded(path: string, size: number): Promise<boolean> {
  return isAacName(path) && size <= MOST_AAC_BYTES && (await holdsAac(path));
}

/** The next chunk of such a file. @throws UnrollError FILE_UNREADABLE, FILE_FORMAT_UNKNOWN when it is no AAC */
export async function readUndecoded(path: string, offset: number): Promise<Uint8Array> {
  const shown = basename(path);
  if (!isAacName(path) || !(await holdsAac(path)))
    throw new UnrollError('FILE_FORMAT_UNKNOWN', `${shown} holds no AAC sound.`, { file: shown });
  return readBytes(path, shown, offset, CHUNK_BYTES);
}

async function holdsAac(path: string): Promise<boolean> {
  return readHead(path, path).then(isAac, () => false);
}
