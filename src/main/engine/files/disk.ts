import * as fs from 'node:fs/promises';
import { failure } from '../../../shared/sentences/failure';

const fullCodes: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);
const refusals =
  /^(EACCES|EFBIG|EIO|EMFILE|ENFILE|ENODEV|ENXIO|EPERM|EROFS|ESTALE|SQLITE_(IOERR|READONLY|CANTOPEN|BUSY).*)$/;

/** What the disk refused, as DISK_FULL or OUTPUT_UNWRITABLE; anything else as it is. */
export function fromDisk(thrown: unknown, file: string): unknown {
  const { code } = thrown as NodeJS.ErrnoException;
  if (fullCodes.has(code)) return failure('DISK_FULL.write', { file });
  if (code !== undefined && refusals.test(code))
    return failure('OUTPUT_UNWRITABLE.write', { file, reason: code });
  return thrown;
}

/** Room on the disk of a folder; null where the system does not tell. */
export async function freeBytes(dir: string): Promise<number | null> {
  // Node 16 has no statfs.
  if (typeof fs.statfs !== 'function') return null;
  try {
    const { bavail, bsize } = await fs.statfs(dir);
    return bavail * bsize;
  } catch {
    return null;
  }
}
