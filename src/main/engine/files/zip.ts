import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassThrough, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

/** A file in a zip archive. Source: PKWARE's APPNOTE.TXT 6.3.10, 4.3.12. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: number;
  readonly packedBytes: number;
  readonly isDeflated: boolean;
  /** Stored or deflated, which is all that is unpacked here. */
  readonly isReadable: boolean;
  readonly isEncrypted: boolean;
  /** A symbolic link of a Unix archive. */
  readonly isLink: boolean;
  readonly headerAt: number;
}

const END_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const LOCAL_BYTES = 30;
/** A field full of ones stands in the ZIP64 part, which archives below 4 GiB do not need. */
const ZIP64 = 0xffffffff;

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new Error('the archive is cut off');
  return buffer;
}

/**
 * The archive's own list of its files. For archives too large to be read whole, as fflate does, but below 4 GiB.
 *
 * @throws Error
 */
export async function listZip(file: string): Promise<ZipEntry[]> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const tailBytes = Math.min(size, END_BYTES + MAX_COMMENT_BYTES);
    const tail = await readAt(handle, size - tailBytes, tailBytes);
    let end = tail.length - END_BYTES;
    while (end >= 0 && tail.readUInt32LE(end) !== END_MARK) end--;
    if (end < 0) throw new Error('this is no zip archive');
    const count = tail.readUInt16LE(end + 10);
    const listAt = tail.readUInt32LE(end + 16);
    if (listAt === ZIP64) throw new Error('this archive is larger than 4 GiB');
    const list = await readAt(handle, listAt, tail.readUInt32LE(end + 12));
    const entries: ZipEntry[] = [];
    for (let at = 0, k = 0; k < count; k++) {
      if (list.readUInt32LE(at) !== ENTRY_MARK) throw new Error('the archive’s list is damaged');
      const nameBytes = list.readUInt16LE(at + 28);
      entries.push({
        name: list.toString('utf8', at + 46, at + 46 + nameBytes),
        bytes: list.readUInt32LE(at + 24),
        packedBytes: list.readUInt32LE(at + 20),
        isDeflated: list.readUInt16LE(at + 10) === 8,
        isReadable: [0, 8].includes(list.readUInt16LE(at + 10)),
        isEncrypted: (list.readUInt16LE(at + 8) & 1) === 1,
        isLink: ((list.readUInt32LE(at + 38) >>> 16) & 0o170000) === 0o120000,
        headerAt: list.readUInt32LE(at + 42),
      });
      at += 46 + nameBytes + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32);
    }
    return entries;
  } finally {
    await handle.close();
  }
}

/** The byte at which a file of the archive begins, packed or not. @throws Error */
export async function zipEntryAt(archive: FileHandle, { headerAt }: ZipEntry): Promise<number> {
  const local = await readAt(archive, headerAt, LOCAL_BYTES);
  return headerAt + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
}

/** Writes one file of the archive to `target`, making its folder. @throws Error also when `signal` is aborted */
export async function extractZipEntry(
  file: string,
  entry: ZipEntry,
  target: string,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const handle = await open(file);
  let start: number;
  try {
    start = await zipEntryAt(handle, entry);
  } finally {
    await handle.close();
  }
  await mkdir(dirname(target), { recursive: true });
  const watch = new Transform({
    transform(chunk: Buffer, _, done) {
      try {
        onBytes(chunk.length);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  if (entry.packedBytes === 0) return writeFile(target, '');
  const packed = createReadStream(file, { start, end: start + entry.packedBytes - 1 });
  const inflate = entry.isDeflated ? createInflateRaw() : new PassThrough();
  await pipeline(packed, inflate, watch, createWriteStream(target), { signal });
}
