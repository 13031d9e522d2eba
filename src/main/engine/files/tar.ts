import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** A member of a tar archive. Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Header Block". */
export interface TarEntry {
  readonly name: string;
  readonly bytes: number;
  readonly isFile: boolean;
  readonly isFolder: boolean;
}

const BLOCK = 512;
/** Long names are short texts; more than this is no name. */
const MAX_HEADER_BYTES = 2 ** 20;

/**
 * Goes through a tar archive in one pass and writes the members that are wanted.
 *
 * @param target where a member goes; null passes it over
 * @param onBytes told of every block that was unpacked, so that it may throw
 * @throws Error damaged, cut off, or what `target` and `onBytes` throw
 */
export async function extractTar(
  file: string,
  {
    isPacked,
    target,
    onBytes,
    signal,
  }: {
    readonly isPacked: boolean;
    readonly target: (entry: TarEntry) => string | null;
    readonly onBytes: (bytes: number) => void;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<void> {
  const reader = new BlockReader(chunksOf(file, isPacked, signal), onBytes);
  let longName: string | null = null;
  for (;;) {
    const header = await reader.take(BLOCK);
    if (header === null || header.every((byte) => byte === 0)) return;
    const entry = entryOf(header, longName);
    const kind = String.fromCharCode(header[156]!);
    longName = null;
    if (kind === 'x' || kind === 'L') {
      const text = await textOf(reader, entry.bytes);
      longName =
        kind === 'L' ? text.replace(/\0.*$/s, '') : (/(?:^|\n)\d+ path=([^\n]*)\n/.exec(text)?.[1] ?? null);
      continue;
    }
    const path = kind === 'g' ? null : target(entry);
    if (path === null) await reader.skip(padded(entry.bytes));
    else await write(reader, path, entry.bytes);
  }
}

const padded = (bytes: number): number => Math.ceil(bytes / BLOCK) * BLOCK;

function chunksOf(file: string, isPacked: boolean, signal?: AbortSignal): AsyncIterable<Buffer> {
  const input = createReadStream(file, { signal });
  if (!isPacked) return input;
  const gunzip = createGunzip();
  input.on('error', (error) => gunzip.destroy(error));
  return input.pipe(gunzip);
}

function entryOf(header: Uint8Array, longName: string | null): TarEntry {
  const buffer = Buffer.from(header);
  const text = (at: number, length: number): string =>
    buffer.toString('utf8', at, at + length).replace(/\0.*$/s, '');
  const octal = text(124, 12).trim();
  const sum = buffer.reduce((total, byte, k) => total + (k >= 148 && k < 156 ? 32 : byte), 0);
  if (Number.parseInt(text(148, 8), 8) !== sum || !/^[0-7]*$/.test(octal))
    throw new Error('the archive is damaged');
  const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
  const name = longName ?? (prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`);
  const kind = text(156, 1);
  return {
    name,
    bytes: Number.parseInt(octal || '0', 8),
    isFile: kind === '' || kind === '0',
    isFolder: kind === '5',
  };
}

async function textOf(reader: BlockReader, bytes: number): Promise<string> {
  if (bytes > MAX_HEADER_BYTES) throw new Error('the archive is damaged');
  const block = await reader.take(padded(bytes));
  return Buffer.from(block ?? []).toString('utf8', 0, bytes);
}

async function write(reader: BlockReader, path: string, bytes: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const output = createWriteStream(path, { flags: 'wx' });
  const ended = finished(output);
  ended.catch(() => {});
  try {
    for (let left = bytes; left > 0;) {
      const part = await reader.some(left);
      left -= part.length;
      if (!output.write(part))
        await Promise.race([new Promise<void>((done) => output.once('drain', () => done())), ended]);
    }
    output.end();
    await ended;
  } finally {
    output.destroy();
  }
  await reader.skip(padded(bytes) - bytes);
}

/** Hands out a stream in the sizes that are asked for. */
class BlockReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(
    chunks: AsyncIterable<Buffer>,
    readonly onBytes: (bytes: number) => void,
  ) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Null where the stream has ended. @throws Error where it ends within */
  async take(bytes: number): Promise<Uint8Array | null> {
    if (this.#rest.length === 0 && !(await this.#fill())) return null;
    const block = new Uint8Array(bytes);
    for (let at = 0; at < bytes;) {
      const part = await this.some(bytes - at);
      block.set(part, at);
      at += part.length;
    }
    return block;
  }

  async skip(bytes: number): Promise<void> {
    for (let left = bytes; left > 0;) left -= (await this.some(left)).length;
  }

  /** At least a byte. @throws Error */
  async some(most: number): Promise<Uint8Array> {
    if (this.#rest.length === 0 && !(await this.#fill())) throw new Error('the archive is cut off');
    const part = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }

  async #fill(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    this.onBytes(next.value.length);
    this.#rest = next.value;
    return next.value.length > 0 || this.#fill();
  }
}
