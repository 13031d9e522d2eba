import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { failure } from '../../../shared/sentences/failure';

const MAX_CHUNK_BYTES = 64 * 2 ** 20;
const MAX_UPLOAD_BYTES = 32 * 2 ** 30;
const MAX_UPLOAD_FILES = 200_000;
const MAX_PATH_LENGTH = 1_024;
/** An upload that no data set uses is kept for a day, since another engine may still be at it. */
const KEPT_MS = 24 * 3_600_000;

interface Upload {
  readonly dir: string;
  bytes: number;
  /** Bytes so far of each file. */
  readonly sizes: Map<string, number>;
}

/** Files from a browser, written below a folder of their own in the home folder. */
export class UploadStore {
  readonly #uploads = new Map<string, Upload>();

  constructor(readonly dir: string) {}

  async begin(): Promise<string> {
    const id = `upload-${randomBytes(8).toString('hex')}`;
    const dir = join(this.dir, id);
    await mkdir(dir, { recursive: true });
    this.#uploads.set(id, { dir, bytes: 0, sizes: new Map() });
    return id;
  }

  /**
   * Writes the next chunk of one file.
   *
   * @param path relative, as the browser names it (`folder/file.wav`)
   * @throws UnrollError UPLOAD_INVALID
   */
  async write(id: string, path: string, offset: number, bytes: Uint8Array): Promise<void> {
    const upload = this.#upload(id);
    const parts = safeParts(path);
    const key = parts.join('/');
    const size = upload.sizes.get(key) ?? 0;
    if (offset !== size) throw failure('UPLOAD_INVALID.offset', { file: path, offset, next: size });
    if (bytes.byteLength > MAX_CHUNK_BYTES) throw failure('UPLOAD_INVALID.chunk', { file: path });
    if (upload.bytes + bytes.byteLength > MAX_UPLOAD_BYTES) throw failure('UPLOAD_INVALID.bytes');
    if (upload.sizes.size >= MAX_UPLOAD_FILES && !upload.sizes.has(key))
      throw failure('UPLOAD_INVALID.files', { most: MAX_UPLOAD_FILES });
    const file = join(upload.dir, ...parts);
    // Taken before the first wait, so that a second chunk for the same place is refused.
    upload.sizes.set(key, size + bytes.byteLength);
    upload.bytes += bytes.byteLength;
    try {
      await mkdir(dirname(file), { recursive: true });
      const handle = await open(file, offset === 0 ? 'wx' : 'r+');
      try {
        await handle.write(bytes, 0, bytes.byteLength, offset);
      } finally {
        await handle.close();
      }
    } catch (cause) {
      throw failure('UPLOAD_INVALID.unwritable', { file: path }, { cause });
    }
  }

  /** Answers with what lies at the top, as it was dropped. @throws UnrollError UPLOAD_INVALID */
  async finish(id: string): Promise<string[]> {
    const { dir, sizes } = this.#upload(id);
    if (sizes.size === 0) throw failure('UPLOAD_INVALID.none');
    this.#uploads.delete(id);
    const names = await readdir(dir);
    return names.sort().map((name) => join(dir, name));
  }

  /** Removes old uploads that none of `usedPaths` lies in. */
  async clean(usedPaths: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(this.dir).catch(() => [])) {
      const dir = join(this.dir, name);
      const isUsed = this.#uploads.has(name) || [...usedPaths].some((path) => path.startsWith(dir + sep));
      const stats = await stat(dir).catch(() => null);
      if (!isUsed && stats !== null && Date.now() - stats.mtimeMs > KEPT_MS)
        await rm(dir, { recursive: true, force: true });
    }
  }

  #upload(id: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload === undefined) throw failure('UPLOAD_INVALID.over', { upload: id });
    return upload;
  }
}

/** The parts of a relative path that stays below its folder on every platform. */
function safeParts(path: string): string[] {
  const parts = path.normalize('NFC').replaceAll('\\', '/').split('/');
  const isSafe =
    path.length <= MAX_PATH_LENGTH &&
    // Control characters and a drive's or stream's colon have no place in a name.
    parts.every(
      (part) => part !== '' && part !== '.' && part !== '..' && !/[\u0000-\u001f:*?"<>|]/.test(part),
    );
  if (!isSafe) throw failure('UPLOAD_INVALID.path', { path: path.slice(0, 80) });
  return parts;
}
