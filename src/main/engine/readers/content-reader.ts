import type { Content } from './content';
import { basename } from 'node:path';
import { decodeAudio } from './sound/decode';
import type { DecodedAudio } from './sound/decode';
import type { CasesFile } from './cases/cases';
import { parseFile } from './cases/cases';
import { archiveNameOf } from './formats';
import type { Table } from './table/table';
import { bytesOf } from './table/table';
import { TableReader } from './table/table-reader';
import { TsParser } from './cases/ts-format';
import { UcrParser } from './cases/ucr-format';

/** What is needed to read a file again. */
export interface FileRef {
  readonly path: string;
  readonly shown: string;
  readonly content: Pick<Content, 'kind' | 'format'>;
}

const CACHE_BYTES = 256 * 2 ** 20;

/** Reads files whole and keeps the latest of them, up to a fixed amount of memory. */
export class ContentReader {
  readonly #tables: TableReader;
  readonly #cache = new Map<string, { readonly value: Promise<unknown>; bytes: number }>();
  #bytes = 0;

  constructor(cacheDir: string) {
    this.#tables = new TableReader(cacheDir);
  }

  audio(path: string, signal?: AbortSignal): Promise<DecodedAudio> {
    return this.#cached(
      path,
      () => decodeAudio(path, { signal }),
      ({ samples }) => samples.byteLength,
    );
  }

  table(file: FileRef): Promise<Table> {
    const { format } = file.content;
    const ending = format === 'parquet' || format === 'tsv' ? format : 'csv';
    return this.#cached(file.path, () => this.#tables.read(file.path, ending, file.shown), bytesOf);
  }

  cases(file: FileRef): Promise<CasesFile> {
    const parser = (): TsParser | UcrParser =>
      file.content.format === 'ts'
        ? new TsParser(file.shown)
        : new UcrParser(file.shown, archiveNameOf(basename(file.path))?.problem ?? null);
    return this.#cached(
      file.path,
      () => parseFile(file.path, parser()),
      ({ cases }) => cases.reduce((sum, { data }) => sum + data.byteLength, 0),
    );
  }

  /** Forgets a file, since it may have changed. */
  forget(path: string): void {
    this.#bytes -= this.#cache.get(path)?.bytes ?? 0;
    this.#cache.delete(path);
  }

  async close(): Promise<void> {
    this.#cache.clear();
    this.#bytes = 0;
    await this.#tables.close();
  }

  #cached<T>(path: string, read: () => Promise<T>, sizeOf: (value: T) => number): Promise<T> {
    const known = this.#cache.get(path);
    if (known !== undefined) {
      this.#cache.delete(path);
      this.#cache.set(path, known);
      return known.value as Promise<T>;
    }
    const value = read();
    const entry = { value, bytes: 0 };
    this.#cache.set(path, entry);
    value.then(
      (content) => {
        if (this.#cache.get(path) !== entry) return;
        entry.bytes = sizeOf(content);
        this.#bytes += entry.bytes;
        this.#shrink(path);
      },
      () => {
        if (this.#cache.get(path) === entry) this.#cache.delete(path);
      },
    );
    return value;
  }

  #shrink(newest: string): void {
    for (const path of [...this.#cache.keys()]) {
      if (this.#bytes <= CACHE_BYTES) return;
      if (path !== newest) this.forget(path);
    }
  }
}
