import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { UnrollError } from '../../../shared/domain/error';
import { BlockCache } from './cache/block-cache';
import type { CacheLimits } from './cache/block-cache';
import { claimedBy } from './claim';
import { readHead } from './bytes';
import { rowCasesReader } from './cases/row-cases';
import type { Content } from './content';
import { hashFile } from './hash-file';
import { joinedReader } from './joined/joined-reader';
import type { Joining } from './joined/joining';
import { joiningKey } from './joined/joining';
import type { Block, FileRef, Reader, Span } from './reader';
import { openReaders } from './registry';
import type { FoundFile, HashedFile, KnownFile, SourceFile } from './source-file';
import { joinBlocks } from './blocks';
import type { Table } from './table/table';
import { TableReader } from './table/table-reader';
import { wideRowsOf } from './wide-rows';

/** What the rooms above see of files: whose a file is, what is in it, and its rows. A file is decoded once, if there is room. */
export class Sources {
  readonly #tables: TableReader;
  readonly #readers: readonly Reader[];
  readonly #cache: BlockCache;
  /** Of files whose content nobody else knows. */
  readonly #contents = new Map<string, Promise<Content>>();

  /** @param cacheDir where decoded blocks go that do not fit into memory */
  constructor(cacheDir: string, limits?: CacheLimits) {
    this.#tables = new TableReader(cacheDir);
    this.#readers = [...openReaders(this.#tables), joinedReader((part) => this.table(part))];
    this.#cache = new BlockCache(cacheDir, limits);
  }

  /** @throws UnrollError FILE_EMPTY, FILE_UNREADABLE; FILE_FORMAT_UNKNOWN, AUDIO_UNDECODED with what to do */
  async claim({
    path,
    shown,
    joining,
    rows,
  }: Pick<FileRef, 'path' | 'shown' | 'joining' | 'rows'>): Promise<Reader> {
    if (joining !== undefined) return this.#readers[this.#readers.length - 1]!;
    const head = await readHead(path, shown);
    const reader = readAs(rows, claimedBy(this.#readers, head, shown), this.#readers, head, shown);
    const format = (await reader.instead?.({ path, shown })) ?? null;
    return this.#readers.find((other) => other.format === format) ?? reader;
  }

  /**
   * Reads a file: its hash and what it holds.
   *
   * @throws UnrollError why this file cannot be used
   */
  async describe(found: FoundFile, reader: Reader, signal?: AbortSignal): Promise<SourceFile> {
    const { path, shown, size, mtimeMs, rows } = found;
    if (size === 0) throw new UnrollError('FILE_EMPTY', `${shown} is empty.`, { file: shown });
    this.forget(path);
    const [sha256, content] = await Promise.all([hashFile(path, shown), this.#read(found, reader, signal)]);
    const parts = await partsOf(found, (await reader.companions?.(found)) ?? []);
    return {
      ...{ path, shown, size, mtimeMs, sha256, content },
      ...(rows && { rows }),
      ...(parts.length > 0 && { parts }),
    };
  }

  /**
   * Reads a recording that is several files.
   *
   * @param found `joining` has the hashes of the parts
   * @throws UnrollError why it cannot be used
   */
  async describeJoined(
    found: FoundFile & { readonly joining: Joining },
    signal?: AbortSignal,
  ): Promise<SourceFile> {
    const { joining } = found;
    const content = await this.#read(found, await this.claim(found), signal);
    const sha256 = createHash('sha256')
      .update(
        JSON.stringify([
          joining.rateHz,
          joining.method,
          joining.parts.map((part) => [part.name, part.sha256]),
        ]),
      )
      .digest('hex');
    const parts = joining.parts.map(({ path, shown, size, mtimeMs, sha256: hash }) => ({
      path,
      shown,
      size,
      mtimeMs,
      sha256: hash,
    }));
    return { ...found, sha256, content, parts };
  }

  /** What is in a file that was read before. @throws UnrollError as {@link describe} */
  content(file: KnownFile, signal?: AbortSignal): Promise<Content> {
    if (file.content !== undefined) return Promise.resolve(file.content);
    const known = this.#contents.get(keyOf(file));
    if (known !== undefined) return known;
    const read = this.claim(file).then((reader) => this.#read(file, reader, signal));
    this.#contents.set(keyOf(file), read);
    read.catch(() => this.#contents.delete(keyOf(file)));
    return read;
  }

  /** Rows of a file, or of one of its sequences, with all columns. @throws UnrollError FILE_* */
  async *blocks(file: KnownFile, span: Span, signal?: AbortSignal): AsyncGenerator<Block> {
    const content = await this.content(file, signal);
    const kept = this.#cache.get(keyOf(file));
    if (kept !== null) {
      yield* kept.read(span);
      return;
    }
    const reader = this.#readerOf(content);
    if (isSamples(reader)) {
      yield* reader.read(file, content, span, null, signal);
      return;
    }
    // Spans of it will be asked for one after another, and each would be a reading of the whole.
    await this.#read(file, reader, signal);
    yield* this.#cache.get(keyOf(file))?.read(span) ?? reader.read(file, content, span, null, signal);
  }

  /** All rows of a table, column by column. @throws UnrollError FILE_* */
  async table(file: KnownFile, signal?: AbortSignal): Promise<Table> {
    await this.content(file, signal);
    const whole = this.#cache.get(keyOf(file))?.whole();
    if (whole) return whole;
    const blocks: Block[] = [];
    for await (const block of this.blocks(file, { start: 0, end: Infinity }, signal)) blocks.push(block);
    return this.#cache.get(keyOf(file))?.whole() ?? joinBlocks(blocks);
  }

  /** Forgets a file, since it may have changed. */
  forget(path: string): void {
    for (const rows of [undefined, 'sequence', 'moment'] as const) {
      this.#cache.forget(keyOf({ path, ...(rows && { rows }) }));
      this.#contents.delete(keyOf({ path, ...(rows && { rows }) }));
    }
  }

  async close(): Promise<void> {
    this.#cache.close();
    this.#contents.clear();
    await this.#tables.close();
  }

  async #read(file: FileRef, reader: Reader, signal?: AbortSignal): Promise<Content> {
    const keeping = this.#cache.keep(keyOf(file), isSamples(reader));
    try {
      const content = await reader.describe(file, {
        signal,
        keep: (block, sequence) => keeping.add(block, sequence),
      });
      keeping.finish();
      return content;
    } catch (error) {
      keeping.abandon();
      throw error;
    }
  }

  #readerOf({ kind, format }: Content): Reader {
    return this.#readers.find((reader) => reader.kind === kind && reader.format === format)!;
  }
}

/** A file that is read in two ways is two. */
function keyOf(file: Pick<FileRef, 'path' | 'joining' | 'rows'>): string {
  const key = joiningKey(file);
  return file.rows === undefined ? key : `${key}\0${file.rows}`;
}

/** The reader for tables of text whose rows a person knows better. */
function readAs(
  rows: FileRef['rows'],
  reader: Reader,
  readers: readonly Reader[],
  head: Uint8Array,
  shown: string,
): Reader {
  if (rows === 'moment' && reader.format === rowCasesReader.format)
    return claimedBy(
      readers.filter(({ format }) => format === 'csv' || format === 'tsv'),
      head,
      shown,
    );
  const isTable = reader.format === 'csv' || reader.format === 'tsv';
  const isWide =
    rows === 'sequence' && isTable && (wideRowsOf(head, { isLenient: true })?.labelAt ?? null) !== null;
  return isWide ? rowCasesReader : reader;
}

/** Files beside a file, with their hashes; one that is missing is for its reader to say. */
async function partsOf({ path, shown }: FoundFile, names: readonly string[]): Promise<HashedFile[]> {
  const parts: HashedFile[] = [];
  for (const name of new Set(names)) {
    const part = {
      path: join(dirname(path), basename(name)),
      shown: posix.join(posix.dirname(shown), basename(name)),
    };
    const stats = await stat(part.path).catch(() => null);
    if (stats?.isFile() !== true) continue;
    const { size, mtimeMs } = stats;
    parts.push({ ...part, size, mtimeMs, sha256: await hashFile(part.path, part.shown) });
  }
  return parts;
}

/** Sound has one column of numbers that fit 32 bits, and any span of it can be read by itself. */
function isSamples({ kind }: Reader): boolean {
  return kind === 'audio';
}
