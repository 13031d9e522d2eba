import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { createInflate, inflateRawSync } from 'node:zlib';
import { extractZipEntry, zipEntryAt } from '../../files/zip';
import type { ZipEntry } from '../../files/zip';
import type { Opened } from '../opened';
import type { ByteFile } from '../table/text/byte-file';
import { bytesAt, fileFrom, fileOfBytes } from '../table/text/byte-file';

/** An element of a MATLAB file says itself that it is less than 4 GB. */
const MOST_UNPACKED_BYTES = 2 ** 32 + 8;
/** What is no larger is unpacked in memory. */
const SMALL_BYTES = 2 ** 23;

/** A file of a zip archive: where it lies there, or unpacked to the disk. @throws Error where the archive is damaged */
export async function openEntry(
  path: string,
  archive: FileHandle,
  entry: ZipEntry,
  opened: Opened,
): Promise<ByteFile> {
  if (!entry.isReadable) throw new Error('it is packed in another way than deflated');
  const start = await zipEntryAt(archive, entry);
  if (!entry.isDeflated) return fileFrom(archive, start);
  if (entry.bytes <= SMALL_BYTES && entry.packedBytes <= SMALL_BYTES)
    return fileOfBytes(
      inflateRawSync(await bytesAt(archive, start, entry.packedBytes), { maxOutputLength: SMALL_BYTES }),
    );
  const target = opened.scratch();
  let left = entry.bytes;
  const counted = (bytes: number): void => {
    left -= bytes;
    if (left < 0) throw new Error('it unpacks to more than it says');
  };
  await extractZipEntry(path, entry, target, counted, new AbortController().signal);
  return openScratch(target, opened);
}

/**
 * What some bytes of a file inflate to (zlib), on the disk.
 *
 * @param start byte of the first @param end byte of the last
 * @throws Error where they are damaged or cut off; what comes before is on the disk
 */
export async function inflated(path: string, start: number, end: number, opened: Opened): Promise<ByteFile> {
  const target = opened.scratch();
  let left = MOST_UNPACKED_BYTES;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      left -= chunk.length;
      done(left < 0 ? new Error('it unpacks to more than can be') : null, chunk);
    },
  });
  await pipeline(createReadStream(path, { start, end }), createInflate(), counted, createWriteStream(target));
  return openScratch(target, opened);
}

async function openScratch(path: string, opened: Opened): Promise<ByteFile> {
  const file = await open(path);
  opened.onClose(() => file.close());
  return file;
}
