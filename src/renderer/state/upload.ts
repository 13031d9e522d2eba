import { UnrollError } from '../../shared/domain/error';
import type { DroppedFile } from './dropped-files';
import { engine } from './engine.svelte';
import { tasks } from './tasks.svelte';

const CHUNK_BYTES = 1 << 20;
/** Small files cost a round trip each; a few at a time hide it. */
const FILES_AT_ONCE = 4;

/**
 * Sends files to the engine, which has no access to a browser's disk; progress stands in the task bar.
 * @returns the paths to scan
 * @throws UnrollError CANCELLED
 */
export async function upload(subject: string, files: readonly DroppedFile[]): Promise<string[]> {
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const id = `upload-${crypto.randomUUID()}`;
  const startedMs = Date.now();
  let cancelled = false;
  let done = 0;

  const report = (): void => {
    const seconds = (Date.now() - startedMs) / 1000;
    tasks.put(
      {
        id,
        kind: 'upload',
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

  const { client } = engine;
  const { upload: target } = await client.uploads.begin({});
  const queue = [...files];
  const send = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { path, file } = next;
      // An empty file is written too, so that the engine can refuse it by name.
      for (let offset = 0; offset === 0 || offset < file.size; offset += CHUNK_BYTES) {
        if (cancelled) throw new UnrollError('CANCELLED', 'The upload was cancelled.');
        const bytes = new Uint8Array(await file.slice(offset, offset + CHUNK_BYTES).arrayBuffer());
        await client.uploads.write({ upload: target, path, offset, bytes });
        done += bytes.length;
        report();
      }
    }
  };

  report();
  try {
    await Promise.all(Array.from({ length: FILES_AT_ONCE }, send));
    const { paths } = await client.uploads.finish({ upload: target });
    return paths;
  } finally {
    queue.length = 0;
    tasks.end(id);
  }
}
