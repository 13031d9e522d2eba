import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnrollError } from '../../../shared/domain/error';
import { openOrdinary } from '../files/ordinary';
import { fileError } from './bytes';

/** What a reader has open while it reads a file, and is closed after. */
export class Opened {
  readonly #closers: (() => unknown)[] = [];
  #scratches = 0;

  /** @param spill a name whose like may be used for files that are removed after; null for such of the system */
  constructor(readonly spill: string | null) {}

  /** An ordinary file, however large. @throws UnrollError FILE_MISSING, FILE_UNREADABLE */
  async file(path: string, shown: string): Promise<FileHandle> {
    const handle = await openOrdinary(path).catch((cause: unknown) => {
      throw fileError(cause, shown);
    });
    this.onClose(() => handle.close());
    return handle;
  }

  /** The name of a file that nobody else has, for what a file unpacks to. */
  scratch(): string {
    const path =
      this.spill === null
        ? join(tmpdir(), `unroll-${randomUUID()}`)
        : `${this.spill}-unpacked-${this.#scratches++}`;
    this.onClose(() => rm(path, { force: true }));
    return path;
  }

  onClose(close: () => unknown): void {
    this.#closers.push(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }
}

/** What the system says of a file, for people; everything else as it is. */
export function asFileError(cause: unknown, shown: string): unknown {
  const isSystem = !(cause instanceof UnrollError) && (cause as NodeJS.ErrnoException).syscall !== undefined;
  return isSystem ? fileError(cause, shown) : cause;
}
