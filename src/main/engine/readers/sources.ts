import { createHash } from 'node:crypto';
import { MEAN } from '../../../shared/domain/sound-channels';
import { failure } from '../../../shared/sentences/failure';
import { BlockCache } from './cache/block-cache';
import type { CacheLimits } from './cache/block-cache';
import { KeptCases } from './cache/kept-cases';
import { KeptTable } from './cache/kept-table';
import type { Content } from './content';
import { hashFile } from './hash-file';
import { joinedReader } from './joined/joined-reader';
import type { Joining } from './joined/joining';
import { joiningKey } from './joined/joining';
import { partsOf } from './parts-of';
import type { Block, FileRef, Reader, Span } from './reader';
import { openReaders } from './registry';
import type { FoundFile, HashedFile, KnownFile, SourceFile } from './source-file';
import { joinBlocks } from './blocks';
import { ParquetTables } from './table/parquet-table';
import type { Table } from './table/table';
import type { ReadFile } from './threads/read-job';
import { Reading } from './threads/reading';

/** The hash of a longer file is computed while a thread reads it; that of others in the thread, which has their bytes. */
const LONG_BYTES = 2 ** 20;

/** How a file is read: stopped, and followed. */
interface Following {
  readonly signal?: AbortSignal | undefined;
  /** Told which share of the file was read, now and then. */
  readonly onShare?: ((share: number) => void) | undefined;
}

/** What the rooms above see of files: whose a file is, what is in it, and its rows. A file is decoded once, if there is room. */
export class Sources {
  readonly #parquet: ParquetTables;
  readonly #reading: Reading;
  readonly #joined: Reader;
  readonly #readers: readonly Reader[];
  readonly #cache: BlockCache;
  /** Under which keys channels of a sound file are kept, or could not be, by the file's. */
  readonly #apart = new Map<string, Set<string>>();
  /** Of files whose content nobody else knows. */
  readonly #contents = new Map<string, Promise<Content>>();

  /** @param cacheDir where decoded blocks go that do not fit into memory */
  constructor(cacheDir: string, limits?: CacheLimits) {
    this.#parquet = new ParquetTables(cacheDir);
    this.#joined = joinedReader((part, columns) => this.table(part, columns));
    this.#readers = [...openReaders(this.#parquet), this.#joined];
    this.#reading = new Reading(cacheDir);
    this.#cache = new BlockCache(cacheDir, limits);
  }

  /** @throws UnrollError FILE_EMPTY, FILE_UNREADABLE; FILE_FORMAT_UNKNOWN, AUDIO_UNDECODED with what to do */
  async claim(file: Pick<FileRef, 'path' | 'shown' | 'joining' | 'rows'>): Promise<Reader> {
    return file.joining === undefined ? (await this.claimed(file)).reader : this.#joined;
  }

  /** {@link Sources.claim}, and of a table of text the line that it begins with. */
  async claimed(
    file: Pick<FileRef, 'path' | 'shown' | 'rows'>,
  ): Promise<{ readonly reader: Reader; readonly line: string | null }> {
    const { format, line = null } = await this.#reading.claim(file);
    return { reader: this.#readers.find((reader) => reader.format === format)!, line };
  }

  /**
   * Reads a file: its hash and what it holds.
   *
   * @throws UnrollError why this file cannot be used
   */
  async describe(found: FoundFile, reader: Reader, following: Following = {}): Promise<SourceFile> {
    const { path, shown, size, mtimeMs } = found;
    if (size === 0) throw failure('FILE_EMPTY.file', { file: shown });
    this.forget(path);
    const whole = (sha256: string, content: Content, parts: readonly HashedFile[]): SourceFile => ({
      ...{ path, shown, size, mtimeMs, sha256, content },
      ...(found.rows && { rows: found.rows }),
      ...(parts.length > 0 && { parts }),
    });
    if (!isSamples(reader)) {
      const isLong = size > LONG_BYTES;
      const works = [
        isLong ? hashFile(path, shown, following.signal) : null,
        this.#readInThread(found, reader, following, !isLong),
      ] as const;
      // When one fails, the other has ended too before anybody hears of it, and what it wrote is gone.
      await Promise.allSettled(works);
      const [hash, file] = await Promise.all(works);
      return whole(hash ?? file.sha256!, file.content, file.parts);
    }
    const [sha256, content] = await Promise.all([
      hashFile(path, shown),
      this.#decode(found, reader, following.signal),
    ]);
    return whole(sha256, content, await partsOf(found, (await reader.companions?.(found)) ?? []));
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
    const content = await this.#read(found, this.#joined, { signal });
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
    const key = keyOf(file);
    const known = this.#contents.get(key);
    if (known !== undefined) return known;
    const read = this.claim(file).then((reader) => this.#read(file, reader, { signal }));
    this.#contents.set(key, read);
    read.catch(() => this.#contents.delete(key));
    return read;
  }

  /**
   * Rows of a file, or of one of its sequences.
   *
   * @param columns names, in the order wanted; null for all
   * @param isPassing the next block may take the place of the last one
   * @throws UnrollError FILE_*, COLUMN_UNKNOWN
   */
  async *blocks(
    file: KnownFile,
    span: Span,
    columns: readonly string[] | null = null,
    signal?: AbortSignal,
    isPassing = false,
  ): AsyncGenerator<Block> {
    const content = await this.content(file, signal);
    const reader = this.#readerOf(content);
    if (isSamples(reader) && columns?.some((name) => name !== MEAN)) {
      yield* this.#channels({ ...file, content }, reader, span, columns, signal);
      return;
    }
    const kept = this.#cache.get(keyOf(file));
    if (kept !== null) {
      yield* kept.read(span, columns, isPassing);
      return;
    }
    if (isSamples(reader)) {
      yield* reader.read(file, content, span, columns, signal);
      return;
    }
    // Spans of it will be asked for one after another, and each would be a reading of the whole.
    await this.#read(file, reader, { signal });
    yield* (
      this.#cache.get(keyOf(file))?.read(span, columns) ?? reader.read(file, content, span, columns, signal)
    );
  }

  /**
   * All rows of some columns of a table; names that it does not have are passed over.
   *
   * @param columns null for all of them, which a long table has no room for
   * @throws UnrollError FILE_*
   */
  async table(file: KnownFile, columns: readonly string[] | null, signal?: AbortSignal): Promise<Table> {
    const content = await this.content(file, signal);
    if (this.#cache.get(keyOf(file)) === null) await this.#read(file, this.#readerOf(content), { signal });
    const kept = this.#cache.get(keyOf(file));
    if (kept?.table !== undefined) return kept.table(columns);
    const blocks: Block[] = [];
    for await (const block of this.blocks(file, { start: 0, end: Infinity }, columns, signal))
      blocks.push(block);
    return joinBlocks(blocks);
  }

  /** Forgets a file, since it may have changed. */
  forget(path: string): void {
    for (const rows of [undefined, 'sequence', 'moment'] as const) {
      this.#cache.forget(keyOf({ path, ...(rows && { rows }) }));
      this.#contents.delete(keyOf({ path, ...(rows && { rows }) }));
    }
    for (const key of this.#apart.get(path) ?? []) this.#cache.forget(key);
    this.#apart.delete(path);
  }

  /** Channels of sound by themselves, which are decoded once too: the first time that a span of them is wanted. */
  async *#channels(
    file: KnownFile & { readonly content: Content },
    reader: Reader,
    span: Span,
    columns: readonly string[],
    signal?: AbortSignal,
  ): AsyncGenerator<Block> {
    const key = `${keyOf(file)}\0${columns.join()}`;
    const tried = this.#apart.get(file.path) ?? new Set();
    this.#apart.set(file.path, tried);
    if (!tried.has(key)) {
      const keeping = this.#cache.keep(key);
      try {
        const whole = { start: 0, end: Infinity };
        for await (const block of reader.read(file, file.content, whole, columns, signal))
          await keeping.add(block);
        keeping.finish();
        tried.add(key);
      } catch (error) {
        keeping.abandon();
        throw error;
      }
    }
    // What had no room, or has none any more, is decoded span by span.
    yield* (
      this.#cache.get(key)?.read(span, columns) ?? reader.read(file, file.content, span, columns, signal)
    );
  }

  /** A file in the cache for whoever works on what was read; it goes when this closes, if not before. */
  scratchFile(): string {
    return this.#cache.newFile('f32');
  }

  async close(): Promise<void> {
    this.#cache.close();
    this.#contents.clear();
    this.#apart.clear();
    await this.#parquet.close();
  }

  async #read(file: FileRef, reader: Reader, following: Following): Promise<Content> {
    if (isSamples(reader)) return this.#decode(file, reader, following.signal);
    if (reader === this.#joined) return this.#join(file, following.signal);
    return (await this.#readInThread(file, reader, following, false)).content;
  }

  /** Reads a file that is no sound, and keeps its rows. */
  async #readInThread(
    file: FileRef,
    { format }: Reader,
    { signal, onShare }: Following,
    hashes: boolean,
  ): Promise<ReadFile> {
    const spill = this.#cache.newFile('f64');
    const onBytes = onShare && ((bytes: number): void => onShare(Math.min(1, bytes / file.size)));
    try {
      const read = await this.#reading.read({ ...file, format, spill, hashes }, signal, onBytes);
      const { kept } = read;
      if (kept?.kind === 'table') this.#cache.put(keyOf(file), new KeptTable(kept.columns, kept.cells));
      if (kept?.kind === 'cases') this.#cache.put(keyOf(file), new KeptCases(kept.cells));
      return read;
    } catch (error) {
      // A thread that was ended leaves what it had written.
      await this.#cache.removeFile(spill);
      throw error;
    }
  }

  /** The parts were read in threads, and are put together here. */
  async #join(file: FileRef, signal?: AbortSignal): Promise<Content> {
    return this.#joined.describe(file, {
      signal,
      keepTable: ({ store, columns }) => this.#cache.put(keyOf(file), new KeptTable(columns, store.finish())),
    });
  }

  async #decode(file: FileRef, reader: Reader, signal?: AbortSignal): Promise<Content> {
    const keeping = this.#cache.keep(keyOf(file));
    try {
      const content = await reader.describe(file, {
        signal,
        keep: (block, _, isInPlace) => keeping.add(block, isInPlace),
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

/** Sound has columns of numbers that fit 32 bits, and any span of it can be read by itself. */
function isSamples({ kind }: Reader): boolean {
  return kind === 'audio';
}
