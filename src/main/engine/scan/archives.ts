import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { toUnrollError, UnrollError } from '../../../shared/domain/error';
import { throwIfCancelled } from '../activities/activity-registry';
import { extractTar } from '../files/tar';
import { extractZipEntry, listZip } from '../files/zip';
import type { FoundFile } from '../readers/source-file';
import type { Refusal, Walk } from './walk';
import { walk } from './walk';
import { failure } from '../../../shared/sentences/failure';

const MAX_ENTRIES = 200_000;
const MAX_BYTES = 32 * 2 ** 30;
/** Text of numbers packs to a tenth, silence to a hundredth. */
const MAX_RATIO = 300;
/** Below this an archive may be of any ratio. */
const FREE_BYTES = 2 ** 28;

type Kind = 'zip' | 'tar' | 'tar.gz' | 'gz';

function kindOf(name: string): Kind | null {
  if (/\.zip$/i.test(name)) return 'zip';
  if (/\.(tar\.gz|tgz)$/i.test(name)) return 'tar.gz';
  if (/\.tar$/i.test(name)) return 'tar';
  return /\.gz$/i.test(name) ? 'gz' : null;
}

/** Archives that were dropped, unpacked into a folder each, under limits of count, size and ratio. */
export class Archives {
  /** @param dir whose folders are removed when no data set uses them */
  constructor(readonly dir: string) {}

  /** What was found, with what lies in archives in their place. @throws UnrollError CANCELLED */
  async open(found: Walk, signal?: AbortSignal): Promise<Walk> {
    const files: FoundFile[] = [];
    const refused: Refusal[] = [...found.refused];
    const notes = [...found.notes];
    for (const file of found.files) {
      const kind = kindOf(file.shown);
      if (kind === null) {
        files.push(file);
        continue;
      }
      try {
        const inner = await this.#unpacked(file, kind, signal);
        files.push(...inner.files);
        refused.push(...inner.refused);
        notes.push(...inner.notes);
      } catch (thrown) {
        throwIfCancelled(signal);
        refused.push({ file: file.shown, error: refusalOf(thrown, file.shown) });
      }
    }
    return { ...found, files, refused, notes };
  }

  async #unpacked(
    file: FoundFile,
    kind: Kind,
    signal?: AbortSignal,
    isNested = false,
  ): Promise<Pick<Walk, 'files' | 'refused' | 'notes'>> {
    const key = createHash('sha256').update(`${file.path}\n${file.size}\n${file.mtimeMs}`).digest('hex');
    const dir = join(this.dir, `unpacked-${key.slice(0, 16)}`);
    const outside: Refusal[] = [];
    if ((await stat(dir).catch(() => null)) === null) {
      // Beside it first, so that what was cut short is not taken for the whole.
      const partDir = `${dir}-${process.pid}.part`;
      await rm(partDir, { recursive: true, force: true });
      await mkdir(partDir, { recursive: true });
      try {
        outside.push(...(await unpack(file, kind, partDir, signal)));
        await rename(partDir, dir);
      } catch (error) {
        await rm(partDir, { recursive: true, force: true });
        throw error;
      }
    } else await utimes(dir, new Date(), new Date());
    const inner = await walk([dir], { signal });
    const shownIn = (shown: string): string => posix.join(file.shown, shown);
    const nested = inner.files.filter(({ shown }) => kindOf(shown) !== null);
    const files = inner.files
      .filter((one) => !nested.includes(one))
      .map((one) => ({ ...one, shown: shownIn(one.shown) }));
    const refused = [...outside, ...inner.refused.map((one) => ({ ...one, file: shownIn(one.file) }))];
    const notes = inner.notes.map(shownIn);
    // Sites pack a set that is an archive already; what lies still deeper may be without end.
    for (const one of nested) {
      const within = { ...one, shown: shownIn(one.shown) };
      if (isNested) refused.push(refusal(within.shown, 'nested'));
      else
        try {
          const more = await this.#unpacked(within, kindOf(one.shown)!, signal, true);
          files.push(...more.files);
          refused.push(...more.refused);
          notes.push(...more.notes);
        } catch (thrown) {
          throwIfCancelled(signal);
          refused.push({ file: within.shown, error: refusalOf(thrown, within.shown) });
        }
    }
    return { files, refused, notes };
  }
}

type LeftOut = 'nested' | 'outside' | 'encrypted' | 'packed' | 'link' | 'device';

function refusal(file: string, what: LeftOut): Refusal {
  return { file, error: failure('FILE_FORMAT_UNKNOWN.inArchive', { file, what }) };
}

function refusalOf(thrown: unknown, shown: string): UnrollError {
  const { code } = thrown as NodeJS.ErrnoException;
  if (thrown instanceof UnrollError || code === 'ENOSPC') return toUnrollError(thrown);
  return failure('FILE_CORRUPT.archive', { file: shown }, { cause: thrown });
}

/** Counts what comes out of an archive. @throws UnrollError FILE_TOO_LARGE */
class Limits {
  #bytes = 0;
  #entries = 0;

  constructor(readonly file: FoundFile) {}

  readonly bytes = (count: number): void => {
    this.#bytes += count;
    const isBomb = this.#bytes > FREE_BYTES && this.#bytes > MAX_RATIO * this.file.size;
    if (isBomb || this.#bytes > MAX_BYTES)
      throw failure('FILE_TOO_LARGE.archiveBytes', { file: this.file.shown });
  };

  entry(): void {
    if (++this.#entries > MAX_ENTRIES)
      throw failure('FILE_TOO_LARGE.archiveFiles', { file: this.file.shown, most: MAX_ENTRIES });
  }
}

/** The path of a member below `dir`; null for what leads out of it, and for names that no system takes. */
function pathIn(dir: string, name: string): string | null {
  const parts = name
    .normalize('NFC')
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  const isSafe =
    parts.length > 0 &&
    !name.startsWith('/') &&
    parts.every((part) => part !== '..' && !/[\u0000-\u001f:]/.test(part));
  return isSafe ? join(dir, ...parts) : null;
}

/** @returns members that were left out, with the reason */
async function unpack(file: FoundFile, kind: Kind, dir: string, signal?: AbortSignal): Promise<Refusal[]> {
  const limits = new Limits(file);
  const refused: Refusal[] = [];
  const refuse = (name: string, what: LeftOut): null => {
    refused.push(refusal(posix.join(file.shown, name.replaceAll('..', '__')), what));
    return null;
  };
  const place = (name: string): string | null => {
    limits.entry();
    return pathIn(dir, name) ?? refuse(name, 'outside');
  };
  if (kind === 'gz') {
    const name = posix.basename(file.shown).replace(/\.gz$/i, '');
    const count = new Transform({
      transform(chunk: Buffer, _, done) {
        try {
          limits.bytes(chunk.length);
          done(null, chunk);
        } catch (error) {
          done(error as Error);
        }
      },
    });
    await pipeline(createReadStream(file.path), createGunzip(), count, createWriteStream(join(dir, name)), {
      signal,
    });
  } else if (kind === 'zip') {
    for (const entry of await listZip(file.path)) {
      if (entry.name.endsWith('/')) continue;
      const path = place(entry.name);
      if (path === null) continue;
      if (entry.isEncrypted) refuse(entry.name, 'encrypted');
      else if (!entry.isReadable) refuse(entry.name, 'packed');
      else if (entry.isLink) refuse(entry.name, 'link');
      else
        await extractZipEntry(file.path, entry, path, limits.bytes, signal ?? new AbortController().signal);
    }
  } else
    await extractTar(file.path, {
      isPacked: kind === 'tar.gz',
      onBytes: limits.bytes,
      signal,
      target: ({ name, isFile, isFolder }) => {
        if (isFolder) return null;
        return isFile ? place(name) : refuse(name, 'device');
      },
    });
  return refused;
}
