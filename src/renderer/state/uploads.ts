import { failure } from '../../shared/sentences/failure';
import { isAacName, mayNeedWindow, needsWindow } from '../../shared/sound/aac-files';
import { decodeAac } from '../sound/decode-aac';
import type { DroppedFile } from './dropped-files';
import type { Engine } from './engine.svelte';
import type { Activities } from './activities.svelte';

const CHUNK_BYTES = 1 << 20;
/** Small files cost a round trip each; a few at a time hide it. */
const FILES_AT_ONCE = 4;
/** Enough for the engine to see what a file is, and to refuse it by name. */
const HEAD_BYTES = 64;

/** A file to send, opened when its turn comes. */
export interface Outgoing {
  readonly path: string;
  readonly bytes: number;
  readonly open: () => Promise<Blob>;
}

/** Files on their way to the engine, which has no access to a browser's disk. */
export class Uploads {
  readonly #engine: Engine;
  readonly #activities: Activities;

  constructor(engine: Engine, activities: Activities) {
    this.#engine = engine;
    this.#activities = activities;
  }

  /**
   * Sends files to the engine, which has no access to a browser's disk; progress stands in the activity bar. AAC sound, which
   * the engine cannot decode, goes as WAV under its own name.
   *
   * @returns the paths to scan
   * @throws UnrollError CANCELLED
   */
  upload(subject: string, files: readonly DroppedFile[]): Promise<string[]> {
    return this.send(
      subject,
      files.map(({ path, file }) => ({ path, bytes: file.size, open: () => Promise.resolve(file) })),
    );
  }

  /** As {@link upload}, of files that come from anywhere. */
  async send(subject: string, files: readonly Outgoing[]): Promise<string[]> {
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const id = `upload-${crypto.randomUUID()}`;
    const startedMs = Date.now();
    let cancelled = false;
    let done = 0;

    const report = (): void => {
      const seconds = (Date.now() - startedMs) / 1000;
      this.#activities.put(
        {
          id,
          kind: files.some(({ path }) => isAacName(path)) ? 'decode' : 'upload',
          subject,
          status: 'running',
          progress: total === 0 ? null : done / total,
          done,
          total,
          startedMs,
          secondsLeft: done === 0 ? null : (seconds * (total - done)) / done,
          error: null,
        },
        () => (cancelled = true),
      );
    };

    await this.#engine.settled();
    const { client } = this.#engine;
    const { upload: target } = await client.uploads.begin({});
    const queue = [...files];
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { path, bytes: size } = next;
        if (cancelled) throw failure('CANCELLED.upload');
        const body = await bodyOf(next);
        // An empty file is written too, so that the engine can refuse it by name.
        for (let offset = 0; offset === 0 || offset < body.size; offset += CHUNK_BYTES) {
          if (cancelled) throw failure('CANCELLED.upload');
          const bytes = new Uint8Array(await body.slice(offset, offset + CHUNK_BYTES).arrayBuffer());
          await client.uploads.write({ upload: target, path, offset, bytes });
          // What is sent of a decoded file counts as the part of the file that it was.
          done += body.size === 0 ? 0 : (bytes.length / body.size) * size;
          report();
        }
      }
    };

    report();
    try {
      await Promise.all(Array.from({ length: FILES_AT_ONCE }, work));
      const { paths } = await client.uploads.finish({ upload: target });
      return paths;
    } finally {
      queue.length = 0;
      this.#activities.end(id);
    }
  }
}

async function bodyOf({ path, open }: Outgoing): Promise<Blob> {
  const file = await open();
  if (!mayNeedWindow(path)) return file;
  const isForWindow = needsWindow(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  // What is called so and is something else is the engine's to read.
  if (!isForWindow) return file;
  return (await decodeAac(file)) ?? file.slice(0, HEAD_BYTES);
}
